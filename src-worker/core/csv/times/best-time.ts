import { wordsOfName } from '../layout/column-names.ts';
import { type SampleRecord, cellAt } from '../layout/grid.ts';
import type { TimeColumns } from './time-columns.ts';

/** How well a name says that a column holds the times of the readings, the best first. Words are parted as in `SourceTime`. */
const RANKS: readonly RegExp[] = [
  /\b(?:utc|gmt)\b/i,
  /\b(?:source|event|sampled?|measure\w*|reading|acquisition|occurrence|mess\w*|ereignis\w*)\b|^(?:date|time|timestamp|date ?time|t stamp|ts|t|zeit\w*|datum|date heure|fecha|hora|horodat\w*|时间|日期|время|дата)$/i,
];
const OTHER_NAME = RANKS.length;
/** Begin of an interval, its end, and what a program did with a reading later. */
const LOWER_RANKS: readonly RegExp[] = [
  /\b(?:start|begin|from|von|ab|beginn|d[ée]but|desde|inicio)\b/i,
  /\b(?:end|stop|to|bis|until|ende|fin|hasta)\b/i,
  /\b(?:created?|insert(?:ed)?|received?|server|archived?|stored?|modified|updated?|export(?:ed)?|print(?:ed)?|load(?:ed)?|processed|arrival|entry)\b/i,
];

function rankOf(name: string): number {
  const words = wordsOfName(name);
  const best = RANKS.findIndex((pattern) => pattern.test(words));
  if (best >= 0) return best;
  const lower = LOWER_RANKS.findIndex((pattern) => pattern.test(words));
  return lower < 0 ? OTHER_NAME : OTHER_NAME + 1 + lower;
}

/**
 * Several times in a row with the one of the readings first: the one that calls itself UTC needs no zone; else, of those that tell
 * the rows apart, the one whose name says so best.
 */
export function withBestFirst(
  times: TimeColumns | null,
  names: readonly string[],
  data: readonly SampleRecord[],
): TimeColumns | null {
  if (times === null || times.columns.length < 2) return times;
  const { columns } = times;
  const rank = (column: number): number => rankOf(names[column] ?? '');
  const countOf = (column: number): number => new Set(data.map((record) => cellAt(record, column).text)).size;
  const most = Math.max(...columns.map(countOf));
  const best =
    columns.find((column) => rank(column) === 0) ??
    columns.filter((column) => 2 * countOf(column) > most).toSorted((a, b) => rank(a) - rank(b))[0];
  return { ...times, columns: [best, ...columns.filter((column) => column !== best)] };
}
