import { findClock, findDayFraction, findMeridiem, isMostly } from './clock-columns.ts';
import { type Sample, type SampleRecord, cellAt } from './grid.ts';
import type { DateForm } from './import-plan.ts';
import { numberOf } from './numbers-with-unit.ts';
import {
  NO_FIELDS,
  type TimeFieldColumns,
  fieldsOf,
  findClockFields,
  findDateFields,
} from './time-field-columns.ts';
import { formByMagnitude } from './time-reader.ts';
import { LEAST_SHARE, TIME_NAME, findAsides, findRun } from './time-runs.ts';

export interface TimeColumns {
  /** Index into the sample's records of the first data row. */
  readonly firstRecord: number;
  readonly form: DateForm;
  /** Columns with a whole time or a date, in order; the first is the one to use in a wide file. */
  readonly columns: readonly number[];
  /** A column of times of day that belongs to a column of dates; -1 = none. */
  readonly clockColumn: number;
  /** Where every value has a date and a time of day of its own: the clocks of the second date on. */
  readonly furtherClocks: readonly number[];
  /** Times of the row that count for nothing beside a better one. */
  readonly secondTimes: readonly number[];
  /** A second time in the row, to check against; -1 = none. */
  readonly checkColumn: number;
  /** A column that says AM or PM of the times; -1 = none. */
  readonly meridiemColumn: number;
  /** Parts of the time that stand apart: of the date, whose year is then in `columns`, or of the time of day. */
  readonly fields: TimeFieldColumns;
}

/** Every column that tells of the time of a row. */
export const allTimeColumns = (times: TimeColumns): readonly number[] =>
  [
    ...times.columns,
    times.clockColumn,
    times.checkColumn,
    times.meridiemColumn,
    ...times.furtherClocks,
    ...times.secondTimes,
    ...fieldsOf(times.fields),
  ].filter((column) => column >= 0);

export const NONE_BESIDE = {
  clockColumn: -1,
  furtherClocks: [],
  secondTimes: [],
  checkColumn: -1,
  meridiemColumn: -1,
  fields: NO_FIELDS,
} satisfies Partial<TimeColumns>;

const isNamedTime = (records: readonly SampleRecord[], column: number): boolean =>
  records.slice(0, 30).some((record) => {
    const { text, kind } = cellAt(record, column);
    return kind === 'text' && text.length <= 40 && TIME_NAME.test(text);
  });

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

/** The last text above the data in a column. */
const nameIn = (head: readonly SampleRecord[], column: number): string =>
  head.findLast((record) => cellAt(record, column).kind === 'text')?.cells.at(column)?.text ?? '';

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

function findNumericTimes(
  sample: Sample,
  columns: readonly number[],
  isGiven: boolean,
  asides: ReadonlySet<SampleRecord>,
): TimeColumns | null {
  const named = columns.flatMap((column) => numericTimes(sample, column, isGiven, asides) ?? []);
  const found = isGiven || named.length > 1 ? named : (unnamedPairs(sample, columns, asides) ?? named);
  const main = found.at(0);
  if (main === undefined) return null;
  const isPaired = found.length > 1 && found.every(({ form }) => form === main.form);
  const { records, width } = sample;
  const data = records.slice(main.firstRecord).filter((record) => !asides.has(record));
  const isDate =
    main.form === 'calendar' && !data.some((record) => cellAt(record, main.column).text.length > 8);
  const head = records.slice(0, main.firstRecord);
  const isNamed = (column: number): boolean => isNamedTime(head, column);
  const clockColumn = isDate
    ? findClock(data, main.column, width, isNamed, (column) => nameIn(head, column))
    : main.form === 'excel-1900' && !isPaired
      ? findDayFraction(data, main.column, width, isNamed)
      : -1;
  return {
    firstRecord: main.firstRecord,
    form: main.form,
    ...NONE_BESIDE,
    columns: isPaired ? found.map(({ column }) => column) : [main.column],
    clockColumn,
    meridiemColumn: clockColumn < 0 ? -1 : findMeridiem(data, width),
  };
}

/** Columns of rising times with values between them, whose names are those of the values; null where they are fewer than two. */
function unnamedPairs(
  sample: Sample,
  columns: readonly number[],
  asides: ReadonlySet<SampleRecord>,
): readonly NumericTimes[] | null {
  const found = columns.flatMap((column) => numericTimes(sample, column, true, asides) ?? []);
  const [first] = found;
  const areAlike = found.every(({ form, column }, place) => {
    const values = sample.records
      .slice(first.firstRecord)
      .map((record) => cellAt(record, column))
      .filter(({ kind }) => kind === 'number')
      .map(({ text }) => numberOf(text));
    const isRising = values.every((value, index) => index === 0 || value >= values[index - 1]);
    const isClear = form.startsWith('epoch') || (form === 'excel-1900' && areSerials(values));
    const isApart = place === 0 || column > found[place - 1].column + 1;
    return form === first.form && isRising && isClear && isApart;
  });
  return found.length > 1 && first.column <= 1 && areAlike ? found : null;
}

interface NumericTimes {
  readonly column: number;
  readonly form: DateForm;
  readonly firstRecord: number;
}

function numericTimes(
  { records }: Sample,
  column: number,
  isGiven: boolean,
  asides: ReadonlySet<SampleRecord>,
): NumericTimes | null {
  const isNamed = isGiven || isNamedTime(records, column);
  if (!isNamed && column !== 0) return null;
  const valueOf = (record: SampleRecord): number => {
    const { kind, text } = cellAt(record, column);
    return kind === 'number' ? numberOf(text) : NaN;
  };
  const { start } = findRun(records, column, (record) => formOf(valueOf(record)) !== null, asides);
  if (start < 0) return null;
  const values = records
    .slice(start)
    .map(valueOf)
    .filter((value) => !Number.isNaN(value));
  const forms = new Set(values.map(formOf).filter((form) => form !== null));
  const isRising = values.every((value, index) => index === 0 || value >= values[index - 1]);
  const isEpoch = ![...forms].some((form) => form === 'excel-1900' || form === 'excel-micro');
  const isClear = isEpoch || (start === 0 && areSerials(values));
  if (!isNamed && !(isRising && isClear && values.length > 1)) return null;
  const only = [...forms].at(0);
  if (only === undefined) return null;
  return { column, form: forms.size > 1 ? 'by-magnitude' : only, firstRecord: start };
}

/** Without a header: day serials of our time with the time of day, less than a day apart. */
const areSerials = (values: readonly number[]): boolean =>
  values.every(
    (value, index) =>
      value > 36_500 && value < 60_000 && (index === 0 || value - (values[index - 1] ?? value) < 1),
  ) && values.some((value) => !Number.isInteger(value));

/** Eight digits such as 20240401, or fourteen with the time of day, are a calendar date and not a count. */
function formOf(value: number): DateForm | null {
  const date = value >= 1e13 ? Math.floor(value / 1e6) : value;
  const isDate =
    Number.isInteger(value) &&
    date >= 19_000_101 &&
    date < 22_000_000 &&
    date % 100 >= 1 &&
    date % 100 <= 31 &&
    Math.floor(date / 100) % 100 >= 1 &&
    Math.floor(date / 100) % 100 <= 12;
  return isDate ? 'calendar' : formByMagnitude(value);
}

/** Whether a column holds times of day without any date in the file. */
export const hasOnlyClocks = ({ records, width }: Sample): boolean => {
  const asides = findAsides(records);
  return Array.from({ length: width }, (_, column) => column).some(
    (column) =>
      findRun(records, column, (record) => cellAt(record, column).kind === 'clock', asides).count > 0,
  );
};
