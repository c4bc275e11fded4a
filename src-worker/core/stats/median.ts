import type { Matrix } from '../matrix.ts';
import { knownValues } from './known-values.ts';
import { columnMiddles, middleOfKnown, type MiddleValues } from './middle-values.ts';

/** Median of the values that are not NaN, the mean of the middle two for an even count; NaN when there is none. */
export function medianOf(values: ArrayLike<number>): number {
  return meanOf(middleOfKnown(knownValues(values)));
}

/** Median of each column over the values that are not NaN, rounded to float32; NaN for a column without a value. */
export function columnMedians(samples: Matrix): Float32Array {
  const medians = known.get(samples) ?? Float32Array.from(columnMiddles(samples), meanOf);
  known.set(samples, medians);
  return medians.slice();
}

/** An analysis and its detector ask for the same ones, and nobody writes to samples that are looked at. */
const known = new WeakMap<Matrix, Float32Array>();

/** Halfway between the two, without overflow. */
const meanOf = ({ lower, upper }: MiddleValues): number => lower + (upper - lower) / 2;
