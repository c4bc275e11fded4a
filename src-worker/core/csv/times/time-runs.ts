import { ENOUGH_SHARE } from './clock-columns.ts';
import { type SampleRecord, cellAt } from '../layout/grid.ts';

/** Names of time columns in the languages that the files come in. */
export const TIME_NAME =
  /time|date|stamp|^ts$|zeit|datum|uhr|heure|fecha|hora|\bdata\b|\bora\b|tijd|czas|время|дата|时间|時間|時刻|日時|日期|日付|시간|일시|날짜|epoch|serial|unix|^t$|utc|horodat|instant|समय|दिनांक|तारीख/i;
/** Whether a short text at the head of a column calls it a time. */
export const isNamedTime = (records: readonly SampleRecord[], column: number): boolean =>
  records.slice(0, 30).some((record) => {
    const { text, kind } = cellAt(record, column);
    return kind === 'text' && text.length <= 40 && TIME_NAME.test(text);
  });

/** The last text above the data in a column. */
export const nameIn = (head: readonly SampleRecord[], column: number): string =>
  head.findLast((record) => cellAt(record, column).kind === 'text')?.cells.at(column)?.text ?? '';

/** Of the rows with values, those whose time can be read. */
export const LEAST_SHARE = 0.5;

/** Lines of text alone below or above the table, and headers that are repeated between its rows. */
export function findAsides(records: readonly SampleRecord[]): ReadonlySet<SampleRecord> {
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

export interface TimeRun {
  readonly column: number;
  /** Index of the first record of the data; -1 = the column holds no times. */
  readonly start: number;
  /** Of the last time. What follows is a footer. */
  readonly end: number;
  /** Times that stand beside a number or a status, and all of them. */
  readonly valued: number;
  readonly count: number;
}

/** Whether something is measured in the row: a number or a status beside the given column. */
const hasValue = ({ cells }: SampleRecord, column: number): boolean =>
  cells.some(({ kind }, index) => index !== column && (kind === 'number' || kind === 'status'));

/** Whether the row names its columns, the given one as a time. */
function isHeaderLike({ cells }: SampleRecord, column: number): boolean {
  const { kind, text } = cells.at(column) ?? { kind: 'blank', text: '' };
  return (
    kind === 'text' &&
    text.length <= 40 &&
    TIME_NAME.test(text) &&
    cells.every((cell) => cell.kind === 'text' || cell.kind === 'blank')
  );
}

/**
 * The run of cells that look like times: from the last one upwards, as far as most rows have one and no header stands
 * between. Times in the title above a header ("Start: 01-04-2024") do not belong to it; rows with values whose times
 * cannot be read do, so that they are rejected and told.
 */
export function findRun(
  records: readonly SampleRecord[],
  column: number,
  isTime: (record: SampleRecord) => boolean,
  asides: ReadonlySet<SampleRecord>,
  leastShare = LEAST_SHARE,
): TimeRun {
  const end = records.findLastIndex(isTime);
  let filled = 0;
  let times = 0;
  let unread = 0;
  let start = -1;
  for (let index = end; index >= 0; index--) {
    const record = records[index];
    if (cellAt(record, column).kind === 'blank' || asides.has(record)) continue;
    if (isHeaderLike(record, column)) {
      if (!hasBlockAbove(records, index, column, isTime)) break;
      continue;
    }
    if (!isTime(record)) {
      if (hasValue(record, column)) unread++;
      else filled++;
      continue;
    }
    filled++;
    times++;
    if (times < ENOUGH_SHARE * filled || times < leastShare * (times + unread)) continue;
    start = index;
  }
  start = behindTitles(records, start, end, column, isTime);
  const run = start < 0 ? [] : records.slice(start, end + 1).filter(isTime);
  const valued = run.filter((record) => hasValue(record, column)).length;
  return { column, start, end, valued, count: run.length };
}

/** Whether another header with rows of its own stands above a header: the file consists of blocks. */
function hasBlockAbove(
  records: readonly SampleRecord[],
  header: number,
  column: number,
  isTime: (record: SampleRecord) => boolean,
): boolean {
  const first = records.findIndex((record) => isHeaderLike(record, column));
  return records.slice(first, header).some((record) => isTime(record) && hasValue(record, column));
}

/** Passes over leading times without any value that a row of texts parts from the rows with values. */
function behindTitles(
  records: readonly SampleRecord[],
  start: number,
  end: number,
  column: number,
  isTime: (record: SampleRecord) => boolean,
): number {
  const first = records.findIndex(
    (record, index) => index >= start && index <= end && isTime(record) && hasValue(record, column),
  );
  if (start < 0 || first <= start) return start;
  const border = records.findLastIndex(
    (record, index) =>
      index > start && index < first && !isTime(record) && record.cells.some(({ kind }) => kind !== 'blank'),
  );
  return border < 0 ? start : records.findIndex((record, index) => index > border && isTime(record));
}
