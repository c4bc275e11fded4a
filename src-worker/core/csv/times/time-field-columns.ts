import {
  DAY_NAMES,
  HOUR_NAMES,
  MINUTE_NAMES,
  MONTH_NAMES,
  SECOND_NAMES,
  YEAR_NAMES,
  plainName,
} from '../layout/column-names.ts';
import { ENOUGH_OF_NAMED, isMostly } from './clock-columns.ts';
import { type SampleCell, type SampleRecord, cellAt, isBlankRecord } from '../layout/grid.ts';
import { monthOfName } from './months.ts';
import { encodeText } from '../text/text.ts';

/** Columns that hold parts of a time; -1 = none. */
export interface TimeFieldColumns {
  readonly month: number;
  readonly day: number;
  readonly minute: number;
  readonly second: number;
}

export const NO_FIELDS: TimeFieldColumns = { month: -1, day: -1, minute: -1, second: -1 };

export const fieldsOf = ({ month, day, minute, second }: TimeFieldColumns): readonly number[] =>
  [month, day, minute, second].filter((column) => column >= 0);

export interface DateFields {
  /** Index of the first record of the data. */
  readonly firstRecord: number;
  readonly year: number;
  /** Hour or time of day; -1 = none. */
  readonly clock: number;
  readonly fields: TimeFieldColumns;
}

const isWithin =
  (low: number, high: number) =>
  ({ text }: SampleCell): boolean =>
    /^\d{1,4}$/.test(text) && Number(text) >= low && Number(text) <= high;

const isYear = ({ text }: SampleCell): boolean =>
  /^\d{2}$/.test(text) || isWithin(1900, 2200)({ text, kind: 'number' });

const isMonth = (cell: SampleCell): boolean => {
  const bytes = encodeText(cell.text);
  return isWithin(1, 12)(cell) || (cell.kind === 'text' && monthOfName(bytes, 0, bytes.length) > 0);
};

/** 0 to 59, with a fraction or nothing but a fraction. */
const isSecond = ({ text }: SampleCell): boolean => /^(?:[0-5]?\d)?(?:[.,]\d+)?$/.test(text);

const MOST_HEAD_RECORDS = 60;

/** A date in three columns whose names say so, in any order, with its hour or time of day; null when there is none. */
export function findDateFields(records: readonly SampleRecord[], width: number): DateFields | null {
  for (const [index, record] of records.slice(0, MOST_HEAD_RECORDS).entries()) {
    const columnOf = (names: ReadonlySet<string>): number =>
      record.cells.findIndex(({ kind, text }) => kind === 'text' && names.has(plainName(text)));
    const [year, month, day] = [columnOf(YEAR_NAMES), columnOf(MONTH_NAMES), columnOf(DAY_NAMES)];
    if (year < 0 || month < 0 || day < 0) continue;
    const isDate = (row: SampleRecord): boolean =>
      isYear(cellAt(row, year)) && isMonth(cellAt(row, month)) && isWithin(1, 31)(cellAt(row, day));
    const firstRecord = records.findIndex((row, place) => place > index && isDate(row));
    if (firstRecord < 0) continue;
    const data = records.slice(firstRecord).filter((row) => !isBlankRecord(row));
    if (data.filter(isDate).length < ENOUGH_OF_NAMED * data.length) continue;
    const nameOf = (column: number): string => cellAt(record, column).text;
    const free = Array.from({ length: width }, (_, column) => column).filter(
      (column) => column !== year && column !== month && column !== day,
    );
    const clock =
      free.find((column) => isMostly(data, column, ({ kind }) => kind === 'clock')) ??
      free.find(
        (column) => HOUR_NAMES.has(plainName(nameOf(column))) && isMostly(data, column, isWithin(0, 24)),
      ) ??
      -1;
    return { firstRecord, year, clock, fields: { ...findClockFields(data, clock, nameOf), month, day } };
  }
  return null;
}

/** The minutes and seconds right of an hour, or the seconds right of a time of day that has none or only whole ones. */
export function findClockFields(
  data: readonly SampleRecord[],
  clock: number,
  nameOf: (column: number) => string,
): TimeFieldColumns {
  if (clock < 0) return NO_FIELDS;
  const isNamed = (column: number, names: ReadonlySet<string>): boolean =>
    names.has(plainName(nameOf(column)));
  const minute = clock + 1;
  const hasMinute =
    isNamed(minute, MINUTE_NAMES) &&
    isMostly(data, clock, isWithin(0, 24)) &&
    isMostly(data, minute, isWithin(0, 59), ENOUGH_OF_NAMED);
  const second = hasMinute ? minute + 1 : clock + 1;
  const isWholeTime = isMostly(data, clock, ({ text }) => /:\d\d:\d\d/.test(text));
  const isFraction = isMostly(
    data,
    second,
    ({ text }) => /^0*[.,]?\d*$/.test(text) && Number(text.replace(',', '.')) < 1,
  );
  const hasSecond =
    isNamed(second, SECOND_NAMES) &&
    isMostly(data, second, isSecond, ENOUGH_OF_NAMED) &&
    (hasMinute || isMostly(data, clock, ({ kind }) => kind === 'clock')) &&
    (!isWholeTime || isFraction);
  return { ...NO_FIELDS, minute: hasMinute ? minute : -1, second: hasSecond ? second : -1 };
}
