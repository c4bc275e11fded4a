import { type SampleRecord, cellAt } from '../layout/grid.ts';
import type { ColumnPlan, ImportPlan } from '../import-plan.ts';
import { splitDecimals } from '../messages.ts';

const MOST_ROWS = 0.8;

/**
 * Throws `bad-file` where commas both part the cells and stand in the numbers: every row has, for each named value of a
 * wide file, one more cell without a name, or rows of readings have more cells than names, and all numbers are whole.
 */
export function refuseSplitDecimals(
  fileName: string,
  data: readonly SampleRecord[],
  columns: readonly ColumnPlan[],
  names: readonly string[],
  layout: ImportPlan['layout'],
): void {
  const count = names.findLastIndex((name) => name !== '') + 1;
  const first = data.find((record) => record.cells.length > count);
  if (first === undefined || count === 0) return;
  const isSplit = layout === 'long' ? areLonger(data, count) : areDoubled(data, columns, names, count);
  if (!isSplit) return;
  const seen = first.cells.map(({ text }) => text).join(',');
  throw splitDecimals(fileName, first.line, first.cells.length, count, seen);
}

const isWholeOrBlank = (text: string): boolean => /^-?\d*$/.test(text);

function areDoubled(
  data: readonly SampleRecord[],
  columns: readonly ColumnPlan[],
  names: readonly string[],
  count: number,
): boolean {
  const values = columns.filter(({ role }) => role === 'value').map(({ index }) => index);
  const named = values.filter((index) => names[index] !== '');
  if (named.length === 0 || values.length !== 2 * named.length) return false;
  if (values.some((index) => names[index] === '' && index < count)) return false;
  return data.every((record) => values.every((index) => isWholeOrBlank(cellAt(record, index).text)));
}

/** Most rows have filled cells behind the last name, and no number has a point. */
function areLonger(data: readonly SampleRecord[], count: number): boolean {
  const longer = data.filter(({ cells }) => cells.findLastIndex(({ kind }) => kind !== 'blank') >= count);
  return (
    longer.length >= MOST_ROWS * data.length &&
    longer.every(({ cells }) => cells.every(({ kind, text }) => kind !== 'number' || isWholeOrBlank(text)))
  );
}
