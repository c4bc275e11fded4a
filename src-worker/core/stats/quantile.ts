import { knownValues } from './known-values.ts';
import { countKnown, MANY, rankedValues } from './ranked-values.ts';
import { selectNth } from './select-nth.ts';

/**
 * Quantile of the values that are not NaN, `share` 0..1, with linear interpolation between neighbours (the usual
 * definition, number 7 of Hyndman and Fan 1996); NaN when there is no value.
 */
export const quantileOf = (values: Float64Array, share: number): number => {
  const [quantile] = quantilesOf(values, [share]);
  return quantile;
};

/** Several quantiles of the same values at once; `shares` rise. */
export function quantilesOf(values: Float64Array, shares: readonly number[]): number[] {
  if (values.length >= MANY) return quantilesOfMany(values, shares);
  const known = knownValues(values);
  const count = known.length;
  if (count === 0) return shares.map(() => NaN);
  // What lies behind a selected position is not smaller, so the next quantile is looked for there.
  let first = 0;
  return shares.map((share) => {
    const position = share * (count - 1);
    const lower = Math.floor(position);
    const low = selectNth(known.subarray(first), lower - first);
    first = lower;
    if (position === lower) return low;
    let high = Infinity;
    for (let at = lower + 1; at < count; at++) if (known[at] < high) high = known[at];
    return low + (high - low) * (position - lower);
  });
}

/** The same without a copy of all values. */
function quantilesOfMany(values: Float64Array, shares: readonly number[]): number[] {
  const count = countKnown(values);
  if (count === 0) return shares.map(() => NaN);
  return shares.map((share) => {
    const position = share * (count - 1);
    const lower = Math.floor(position);
    const [low, high = low] = rankedValues(values, count, lower, Math.min(count - 1, lower + 1));
    return low + (high - low) * (position - lower);
  });
}
