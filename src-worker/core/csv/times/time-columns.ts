import type { DateForm } from '../import-plan.ts';
import { NO_FIELDS, type TimeFieldColumns, fieldsOf } from './time-field-columns.ts';

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
