import { areDatesAlone } from './days-in-rows.ts';
import { type SampleRecord, cellAt } from '../layout/grid.ts';
import type { ColumnPlan, Question } from '../import-plan.ts';
import { countOf, countText } from '../messages.ts';
import type { TimeColumns } from './time-columns.ts';

const FEWEST_ROWS = 2;
const LEAST_SHARE = 0.3;

/**
 * The question about dates without a time of day that repeat for the same tag, since only one reading of each would be kept;
 * null where they do not, or seldom.
 */
export function askAboutMissingClock(
  data: readonly SampleRecord[],
  columns: readonly ColumnPlan[],
  times: TimeColumns,
  layout: string,
): Question | null {
  if ((layout !== 'wide' && layout !== 'long') || !areDatesAlone(data, times)) return null;
  const named = columns.filter(({ role }) => role === 'tag' || role === 'tag-group');
  const parts = [times.columns[0], ...named.map(({ index }) => index)];
  const seen = new Set<string>();
  let repeated = 0;
  let firstLine = 0;
  let rows = 0;
  for (const record of data) {
    if (cellAt(record, times.columns[0]).kind === 'blank') continue;
    rows++;
    const key = parts.map((column) => cellAt(record, column).text).join('\n');
    if (seen.has(key) && ++repeated === 1) firstLine = record.line;
    seen.add(key);
  }
  if (repeated < FEWEST_ROWS || repeated < LEAST_SHARE * rows) return null;
  return {
    about: 'time-column',
    line: firstLine,
    message: `Line ${countText(firstLine)}: the dates have no time of day, and ${countOf(repeated, 'row')} of the first ${countText(rows)} have the date of a row before. All of them would be readings of midnight, of which one a day counts. Choose the column of the time of day, or which reading of a day is kept.`,
    choices: [
      { label: 'Keep the last of each day', overrides: { duplicates: 'keep-last' } },
      { label: 'Keep the first of each day', overrides: { duplicates: 'keep-first' } },
    ],
  };
}
