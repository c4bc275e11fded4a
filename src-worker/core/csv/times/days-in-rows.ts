import { hasOwnTime } from './clock-columns.ts';
import { type SampleRecord, cellAt } from '../layout/grid.ts';
import type { ColumnPlan } from '../import-plan.ts';
import { badFile, countText } from '../messages.ts';
import { cutText } from '../text/text.ts';
import type { TimeColumns } from './time-columns.ts';
import { fieldsOf } from './time-field-columns.ts';
import { hoursIn } from './times-across.ts';

const NUMBERED_HOUR = /^(?:h|he|hr|hour|std|stunde|heure|hora)\.? ?(\d{1,2})$/i;
const FEWEST_NUMBERED = 12;

/** Whether the dates of the rows have no time of day, in their own cells or beside them. */
export const areDatesAlone = (data: readonly SampleRecord[], times: TimeColumns): boolean =>
  times.form === 'calendar' &&
  times.clockColumn < 0 &&
  fieldsOf(times.fields).length === 0 &&
  !data.some((record) => hasOwnTime(cellAt(record, times.columns[0]).text));

/**
 * Throws `bad-file` where a row is a whole day, under a header of hours: read as one time and many tags, every reading would
 * be at midnight.
 */
export function refuseDaysInRows(
  fileName: string,
  above: readonly SampleRecord[],
  data: readonly SampleRecord[],
  columns: readonly ColumnPlan[],
  times: TimeColumns,
): void {
  const values = columns.filter(({ role }) => role === 'value').map(({ index }) => index);
  if (values.length < 2 || !areDatesAlone(data, times)) return;
  const header = above.findLast(({ cells }) => {
    const clocks = cells.flatMap(({ kind }, column) => (kind === 'clock' ? [column] : []));
    const numbered = cells.flatMap(({ text }, column) => (NUMBERED_HOUR.test(text) ? [column] : []));
    const hours = clocks.length > 0 ? clocks : numbered.length >= FEWEST_NUMBERED ? numbered : hoursIn(cells);
    const over = hours.filter((column) => values.includes(column));
    return over.length > 1 && over.length >= 0.5 * values.length;
  });
  if (header === undefined) return;
  const seen = header.cells.map(({ text }) => text).filter((text) => text !== '');
  throw badFile(fileName, {
    line: header.line,
    seen: seen.join(', '),
    expected: 'the date and the time of day in each row',
    message: `Line ${countText(header.line)} has hours over the values (${seen
      .slice(1, 4)
      .map((text) => cutText(text))
      .join(
        ', ',
      )}, …) and the rows have dates: a row is a whole day. Such files are not read. Nothing was imported. Export one time in a row, or one tag in a row under dates and times.`,
  });
}
