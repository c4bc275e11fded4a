import type { Matrix } from '../matrix.ts';
import { columnMiddles, middleOfKnown, type MiddleValues } from './middle-values.ts';

/** Median of the values that are not NaN, the mean of the middle two for an even count; NaN when there is none. */
export function medianOf(values: ArrayLike<number>): number {
  const known = new Float64Array(values.length);
  let count = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    if (!Number.isNaN(value)) known[count++] = value;
  }
  return meanOf(middleOfKnown(known.subarray(0, count)));
}

/** Median of each column over the values that are not NaN, rounded to float32; NaN for a column without a value. */
export const columnMedians = (samples: Matrix): Float32Array =>
  Float32Array.from(columnMiddles(samples), meanOf);

/** Halfway between the two, without overflow. */
const meanOf = ({ lower, upper }: MiddleValues): number => lower + (upper - lower) / 2;
