import type { Matrix } from '../matrix.ts';
import { selectNth } from './select-nth.ts';

/** Median of the values that are not NaN, the mean of the middle two for an even count; NaN when there is none. */
export function medianOf(values: ArrayLike<number>): number {
  const known = new Float64Array(values.length);
  let count = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    if (!Number.isNaN(value)) known[count++] = value;
  }
  return medianOfKnown(known.subarray(0, count));
}

/** Median of each column over the values that are not NaN, rounded to float32; NaN for a column without a value. */
export function columnMedians(samples: Matrix): Float32Array {
  const { rowCount, columnCount, data } = samples;
  const medians = new Float32Array(columnCount);
  const known = new Float64Array(rowCount);
  for (let column = 0; column < columnCount; column++) {
    let count = 0;
    for (let at = column; at < data.length; at += columnCount) {
      const value = data[at];
      if (!Number.isNaN(value)) known[count++] = value;
    }
    medians[column] = medianOfKnown(known.subarray(0, count));
  }
  return medians;
}

function medianOfKnown(known: Float64Array): number {
  if (known.length === 0) return NaN;
  const half = known.length >> 1;
  const upper = selectNth(known, half);
  if (known.length % 2 === 1) return upper;
  // What lies before the selected position is not larger, so the lower middle is the largest of it.
  let lower = known[0];
  for (let index = 1; index < half; index++) if (known[index] > lower) lower = known[index];
  return lower + (upper - lower) / 2;
}
