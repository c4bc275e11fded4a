import { type SampleRecord, cellAt } from './grid.ts';
import type { ColumnPlan, Question } from '../import-plan.ts';
import { countOf, countText } from '../messages.ts';

const FEWEST_ROWS = 2;
const LEAST_SHARE = 0.2;

/**
 * The question about rows with a value whose time or tag is blank, as below merged cells of a sheet; null where they are few, as
 * sums between the rows are. `data`: the rows of the sample.
 */
export function askAboutMergedCells(
  data: readonly SampleRecord[],
  columns: readonly ColumnPlan[],
  layout: string,
): Question | null {
  if (layout === 'pairs' || layout === 'transposed') return null;
  const indexOf = (role: ColumnPlan['role']): number =>
    columns.find((column) => column.role === role)?.index ?? -1;
  const [time, clock] = [indexOf('time'), indexOf('time-of-day')];
  const tag = layout === 'long' ? indexOf('tag') : -1;
  const values = columns.filter(({ role }) => role === 'value').map(({ index }) => index);
  const isBlank = (record: SampleRecord, column: number): boolean =>
    column >= 0 && cellAt(record, column).kind === 'blank';
  const measured = data.filter((record) => values.some((column) => !isBlank(record, column)));
  const open = measured.filter(
    (record) => isBlank(record, time) || isBlank(record, clock) || isBlank(record, tag),
  );
  const first = open.at(0);
  if (time < 0 || first === undefined) return null;
  if (open.length < FEWEST_ROWS || open.length < LEAST_SHARE * measured.length) return null;
  const what = isBlank(first, tag) ? 'tag' : isBlank(first, time) ? 'time' : 'time of day';
  return {
    about: 'time-column',
    line: first.line,
    message: `Line ${countText(first.line)}: the ${what} is blank, as below a merged cell of a sheet (${countOf(open.length, 'row')} of the first ${countText(measured.length)}). Such rows can belong to the ${what} above them, or be sums and remarks. Choose how they are read.`,
    choices: [
      { label: 'They take what stands above them', overrides: { mergedCells: 'fill' } },
      { label: 'Reject them', overrides: { mergedCells: 'reject' } },
    ],
  };
}
