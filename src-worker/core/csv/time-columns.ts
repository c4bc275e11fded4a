import { type Sample, type SampleRecord, cellAt, isBlankRecord } from './grid.ts';
import type { DateForm, DateOrder, Evidence } from './import-plan.ts';
import { parseNumber } from './numbers.ts';
import { encodeText } from './text.ts';
import { formByMagnitude } from './time-reader.ts';

/** Names of time columns in the languages that the files come in. */
export const TIME_NAME =
  /time|date|stamp|^ts$|zeit|datum|uhr|heure|fecha|hora|\bdata\b|epoch|serial|unix|^t$|utc|समय|दिनांक/i;
const ENOUGH_SHARE = 0.8;

export interface TimeColumns {
  /** Index into the sample's records of the first data row. */
  readonly firstRecord: number;
  readonly form: DateForm;
  /** Columns with a whole time or a date, in order; the first is the one to use in a wide file. */
  readonly columns: readonly number[];
  /** A column of times of day that belongs to a column of dates; -1 = none. */
  readonly clockColumn: number;
  /** A second time in the row, to check against; -1 = none. */
  readonly checkColumn: number;
}

/** Lines of text alone below or above the table, and headers that are repeated between its rows. */
function findAsides(records: readonly SampleRecord[]): ReadonlySet<SampleRecord> {
  const asides = new Set<SampleRecord>();
  const seen = new Set<string>();
  for (const record of records) {
    const filled = record.cells.filter(({ kind }) => kind !== 'blank');
    if (filled.length === 0 || filled.some(({ kind }) => kind !== 'text')) continue;
    const key = record.cells.map(({ text }) => text).join('\n');
    if (filled.length === 1 || seen.has(key)) asides.add(record);
    seen.add(key);
  }
  return asides;
}

/** Where the run of cells that look like times begins, when it goes on to the end of the sample; -1 = nowhere. */
function runStart(
  records: readonly SampleRecord[],
  column: number,
  isTime: (record: SampleRecord) => boolean,
  asides: ReadonlySet<SampleRecord>,
): { readonly start: number; readonly count: number } {
  let filled = 0;
  let times = 0;
  let start = -1;
  let count = 0;
  for (let index = records.length - 1; index >= 0; index--) {
    const record = records[index];
    if (cellAt(record, column).kind === 'blank' || asides.has(record)) continue;
    filled++;
    if (!isTime(record)) continue;
    times++;
    if (times >= ENOUGH_SHARE * filled) {
      start = index;
      count = times;
    }
  }
  return { start, count };
}

/** A number with either decimal sign; NaN for anything else. */
export function numberOf(text: string): number {
  const bytes = encodeText(text);
  const value = parseNumber(bytes, 0, bytes.length, 46);
  return Number.isNaN(value) ? parseNumber(bytes, 0, bytes.length, 44) : value;
}

const isNamedTime = (records: readonly SampleRecord[], column: number): boolean =>
  records.slice(0, 30).some((record) => {
    const { text, kind } = cellAt(record, column);
    return kind === 'text' && text.length <= 40 && TIME_NAME.test(text);
  });

/** The columns that hold the times of the sample, and where the data begins; null when there is no such column. */
export function findTimeColumns(sample: Sample, given: readonly number[] | null): TimeColumns | null {
  const { records } = sample;
  const asides = findAsides(records);
  const columns = given ?? Array.from({ length: sample.width }, (_, column) => column);
  const runs = columns
    .map((column) => ({
      column,
      ...runStart(records, column, (record) => cellAt(record, column).kind === 'calendar', asides),
    }))
    .filter(({ start }) => start >= 0)
    .sort((a, b) => b.count - a.count || a.column - b.column);
  const main = runs.at(0);
  if (main === undefined) return findNumericTimes(sample, columns, given !== null, asides);
  const firstRecord = main.start;
  const data = records.slice(firstRecord);
  const isMostly = (column: number, kind: 'calendar' | 'clock' | 'number'): boolean => {
    const filled = data.filter((record) => cellAt(record, column).kind !== 'blank' && !asides.has(record));
    return (
      filled.length > 0 &&
      filled.filter((record) => cellAt(record, column).kind === kind).length >= ENOUGH_SHARE * filled.length
    );
  };
  const all = Array.from({ length: sample.width }, (_, column) => column);
  const times = (given ?? all).filter((column) => isMostly(column, 'calendar'));
  const isDateOnly = data.every((record) => !cellAt(record, times[0] ?? main.column).text.includes(':'));
  const clockColumn = isDateOnly ? (all.find((column) => isMostly(column, 'clock')) ?? -1) : -1;
  const micro = all.find(
    (column) =>
      isMostly(column, 'number') &&
      isNamedTime(records.slice(0, firstRecord), column) &&
      data.every((record) => {
        const value = numberOf(cellAt(record, column).text);
        return Number.isNaN(value) || formByMagnitude(value) === 'excel-micro';
      }),
  );
  if (micro !== undefined && times.length === 1 && given === null)
    return { firstRecord, form: 'excel-micro', columns: [micro], clockColumn: -1, checkColumn: times[0] };
  return { firstRecord, form: 'calendar', columns: times, clockColumn, checkColumn: -1 };
}

function findNumericTimes(
  sample: Sample,
  columns: readonly number[],
  isGiven: boolean,
  asides: ReadonlySet<SampleRecord>,
): TimeColumns | null {
  const { records } = sample;
  for (const column of columns) {
    const isNamed = isGiven || isNamedTime(records, column);
    if (!isNamed && column !== 0) continue;
    const valueOf = (record: SampleRecord): number => {
      const { kind, text } = cellAt(record, column);
      return kind === 'number' ? numberOf(text) : NaN;
    };
    const { start } = runStart(records, column, (record) => formOf(valueOf(record)) !== null, asides);
    if (start < 0) continue;
    const values = records
      .slice(start)
      .map(valueOf)
      .filter((value) => !Number.isNaN(value));
    const forms = new Set(values.map(formOf).filter((form) => form !== null));
    const isRising = values.every((value, index) => index === 0 || value >= values[index - 1]);
    const isEpoch = ![...forms].some((form) => form === 'excel-1900' || form === 'excel-micro');
    if (!isNamed && !(isRising && isEpoch && values.length > 1)) continue;
    const only = [...forms].at(0);
    if (only === undefined) continue;
    return {
      firstRecord: start,
      form: forms.size > 1 ? 'by-magnitude' : only,
      columns: [column],
      clockColumn: -1,
      checkColumn: -1,
    };
  }
  return null;
}

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

/** Whether the column holds times of day without any date in the file. */
export const hasOnlyClocks = ({ records, width }: Sample): boolean =>
  Array.from({ length: width }, (_, column) => column).some(
    (column) =>
      runStart(records, column, (record) => cellAt(record, column).kind === 'clock', findAsides(records))
        .count > 0,
  );

export interface OrderGuess {
  readonly order: DateOrder;
  readonly evidence: Evidence;
  /** Both orders are possible. */
  readonly isOpen: boolean;
  /** Lines that prove opposite orders; null when the file is of one mind. */
  readonly mixed: { readonly dayFirst: number; readonly monthFirst: number } | null;
}

const NUMERIC_DATE = /^(\d{1,2})([-/. ])(\d{1,2})\2(\d{2}|\d{4})(?!\d)/;

/** Order of day and month in the date cells of the given columns. `preferred` decides where both are possible. */
export function detectDateOrder(
  records: readonly SampleRecord[],
  columns: readonly number[],
  preferred: DateOrder,
): OrderGuess {
  let numeric = 0;
  let dotted = 0;
  let dayFirst: SampleRecord | null = null;
  let monthFirst: SampleRecord | null = null;
  let yearFirst = 0;
  for (const record of records) {
    if (isBlankRecord(record)) continue;
    for (const column of columns) {
      const match = NUMERIC_DATE.exec(cellAt(record, column).text);
      if (match === null) continue;
      numeric++;
      if (match[2] === '.') dotted++;
      const [first, second] = [Number(match[1]), Number(match[3])];
      if (first > 31) yearFirst++;
      else if (first > 12 && second <= 12) dayFirst ??= record;
      else if (second > 12 && first <= 12) monthFirst ??= record;
    }
  }
  const guess = (order: DateOrder, because: string, confidence: number, isOpen = false): OrderGuess => ({
    order,
    evidence: { about: 'date-order', chosen: ORDER_NAMES[order], because, confidence },
    isOpen,
    mixed:
      dayFirst !== null && monthFirst !== null
        ? { dayFirst: dayFirst.line, monthFirst: monthFirst.line }
        : null,
  });
  if (numeric === 0) return guess('ymd', 'The year comes first or the month has a name.', 1);
  if (yearFirst > 0) return guess('ymd', 'The first number is above 31.', 0.9);
  if (dayFirst !== null) return guess('dmy', `Line ${dayFirst.line} has a day above 12 in front.`, 1);
  if (monthFirst !== null)
    return guess('mdy', `Line ${monthFirst.line} has a day above 12 in second place.`, 1);
  if (dotted === numeric) return guess('dmy', 'Dates with dots have the day first.', 0.95);
  const order = preferred === 'mdy' ? 'mdy' : 'dmy';
  return guess(order, 'No day is above 12; your setting decides.', 0.5, true);
}

export const ORDER_NAMES: Readonly<Record<DateOrder, string>> = {
  ymd: 'year-month-day',
  dmy: 'day-month',
  mdy: 'month-day',
};
