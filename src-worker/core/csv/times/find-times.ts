import { findClock, findMeridiem, isMostly } from './clock-columns.ts';
import { type Sample, type SampleRecord, cellAt } from '../layout/grid.ts';
import { numberOf } from '../numbers/numbers-with-unit.ts';
import { findNumericTimes } from './numeric-times.ts';
import { NONE_BESIDE, type TimeColumns } from './time-columns.ts';
import { NO_FIELDS, findClockFields, findDateFields } from './time-field-columns.ts';
import { formByMagnitude } from './time-reader.ts';
import { LEAST_SHARE, findAsides, findRun, isNamedTime, nameIn } from './time-runs.ts';

/** The column of counts since 1970 beside the calendar times, which need no zone; null when there is none. */
function findEpoch(
  data: readonly SampleRecord[],
  head: readonly SampleRecord[],
  columns: readonly number[],
): Pick<TimeColumns, 'columns' | 'form'> | null {
  for (const column of columns) {
    if (!isNamedTime(head, column) || !isMostly(data, column, ({ kind }) => kind === 'number')) continue;
    const cells = data.map((record) => cellAt(record, column)).filter(({ kind }) => kind === 'number');
    const forms = new Set(cells.map(({ text }) => formByMagnitude(numberOf(text))));
    const form = [...forms].at(0);
    if (forms.size === 1 && form?.startsWith('epoch') === true) return { columns: [column], form };
  }
  return null;
}

/** The columns that hold the times of the sample, and where the data begins; null when there is no such column. */
export function findTimeColumns(sample: Sample, given: readonly number[] | null): TimeColumns | null {
  const { records } = sample;
  const asides = findAsides(records);
  const all = Array.from({ length: sample.width }, (_, column) => column);
  const columns = given ?? all;
  const main = columns
    .map((column) => {
      const isTime = (record: SampleRecord): boolean => cellAt(record, column).kind === 'calendar';
      return findRun(records, column, isTime, asides, given === null ? LEAST_SHARE : 0);
    })
    .filter(({ start }) => start >= 0)
    .sort((a, b) => b.valued - a.valued || b.count - a.count || a.column - b.column)
    .at(0);
  if (main === undefined)
    return (
      (given === null ? timesOfFields(sample) : null) ??
      findNumericTimes(sample, columns, given !== null, asides)
    );
  const firstRecord = main.start;
  const data = records.slice(firstRecord, main.end + 1).filter((record) => !asides.has(record));
  const times = columns.filter(
    (column) => column === main.column || isMostly(data, column, ({ kind }) => kind === 'calendar'),
  );
  const dateColumn = times[0];
  const head = records.slice(0, firstRecord);
  const isNamed = (column: number): boolean => isNamedTime(head, column);
  const clockColumn = findClock(data, dateColumn, sample.width, isNamed, (column) => nameIn(head, column));
  const micro = all.find(
    (column) =>
      isMostly(data, column, ({ kind }) => kind === 'number') &&
      isNamedTime(records.slice(0, firstRecord), column) &&
      data.every((record) => {
        const value = numberOf(cellAt(record, column).text);
        return Number.isNaN(value) || formByMagnitude(value) === 'excel-micro';
      }),
  );
  if (micro !== undefined && times.length === 1 && given === null)
    return {
      firstRecord,
      form: 'excel-micro',
      columns: [micro],
      ...NONE_BESIDE,
      checkColumn: times[0],
    };
  const epoch = given === null && times.length === 1 ? findEpoch(data, head, all) : null;
  if (epoch !== null)
    return {
      ...NONE_BESIDE,
      ...epoch,
      firstRecord,
      secondTimes: times,
    };
  const meridiemColumn = findMeridiem(data, sample.width);
  const offset = clockColumn - dateColumn;
  const furtherClocks =
    clockColumn < dateColumn
      ? []
      : times
          .slice(1)
          .map((column) => column + offset)
          .filter((column) => isMostly(data, column, ({ kind }) => kind === 'clock'));
  return {
    firstRecord,
    form: 'calendar',
    ...NONE_BESIDE,
    columns: times,
    clockColumn,
    furtherClocks,
    meridiemColumn,
    fields:
      times.length > 1 ? NO_FIELDS : findClockFields(data, clockColumn, (column) => nameIn(head, column)),
  };
}

/** The times of a file whose dates stand in three columns. */
function timesOfFields({ records, width }: Sample): TimeColumns | null {
  const found = findDateFields(records, width);
  if (found === null) return null;
  const { firstRecord, year, clock, fields } = found;
  const meridiemColumn = findMeridiem(records.slice(firstRecord), width);
  return {
    firstRecord,
    form: 'calendar',
    ...NONE_BESIDE,
    columns: [year],
    clockColumn: clock,
    meridiemColumn,
    fields,
  };
}

/** Whether a column holds times of day without any date in the file. */
export const hasOnlyClocks = ({ records, width }: Sample): boolean => {
  const asides = findAsides(records);
  return Array.from({ length: width }, (_, column) => column).some(
    (column) =>
      findRun(records, column, (record) => cellAt(record, column).kind === 'clock', asides).count > 0,
  );
};
