import type { ChunkHeader } from '../chunks/chunk.ts';

/**
 * What is known of consecutive stretches of readings without decoding them, as columns of equal length: the chunks of a
 * series, or the buckets of a chunk. Times are UTC epoch ms. The eight columns of values and their times are NaN where a
 * stretch holds missing readings only. `min` and `max` name the earliest reading that has the value.
 */
export interface Summaries {
  readonly length: number;
  readonly readingCounts: Float64Array;
  readonly missingCounts: Float64Array;
  /** First and last reading, missing or not. */
  readonly firstMs: Float64Array;
  readonly lastMs: Float64Array;
  readonly firstValueMs: Float64Array;
  readonly firstValue: Float64Array;
  readonly minMs: Float64Array;
  readonly min: Float64Array;
  readonly maxMs: Float64Array;
  readonly max: Float64Array;
  readonly lastValueMs: Float64Array;
  readonly lastValue: Float64Array;
}

/** In the order in which they are laid out in memory and on disk. */
export const SUMMARY_COLUMNS = [
  'readingCounts',
  'missingCounts',
  'firstMs',
  'lastMs',
  'firstValueMs',
  'firstValue',
  'minMs',
  'min',
  'maxMs',
  'max',
  'lastValueMs',
  'lastValue',
] as const satisfies readonly (keyof Summaries)[];

/** Summaries over one piece of memory: column after column, each `length` long. */
export const summariesOver = (memory: Float64Array, length: number): Summaries =>
  summariesOf((index) => memory.subarray(index * length, (index + 1) * length), length);

/** Summaries whose columns, each `length` long, are told by their place in `SUMMARY_COLUMNS`. */
export function summariesOf(column: (index: number) => Float64Array, length: number): Summaries {
  return {
    length,
    readingCounts: column(0),
    missingCounts: column(1),
    firstMs: column(2),
    lastMs: column(3),
    firstValueMs: column(4),
    firstValue: column(5),
    minMs: column(6),
    min: column(7),
    maxMs: column(8),
    max: column(9),
    lastValueMs: column(10),
    lastValue: column(11),
  };
}

/** The headers of consecutive chunks as columns. */
export function summariseHeaders(headers: readonly ChunkHeader[]): Summaries {
  const columns = summariesOver(new Float64Array(headers.length * SUMMARY_COLUMNS.length), headers.length);
  headers.forEach((header, at) => {
    columns.readingCounts[at] = header.readingCount;
    columns.missingCounts[at] = header.missingCount;
    columns.firstMs[at] = header.firstMs;
    columns.lastMs[at] = header.lastMs;
    columns.firstValueMs[at] = header.firstValueMs ?? NaN;
    columns.firstValue[at] = header.firstValue ?? NaN;
    columns.minMs[at] = header.minValueMs ?? NaN;
    columns.min[at] = header.minValue ?? NaN;
    columns.maxMs[at] = header.maxValueMs ?? NaN;
    columns.max[at] = header.maxValue ?? NaN;
    columns.lastValueMs[at] = header.lastValueMs ?? NaN;
    columns.lastValue[at] = header.lastValue ?? NaN;
  });
  return columns;
}
