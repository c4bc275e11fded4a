import { selectNth } from './select-nth.ts';

/**
 * Quantile of the values that are not NaN, `share` 0..1, with linear interpolation between neighbours (the usual
 * definition, number 7 of Hyndman and Fan 1996); NaN when there is no value.
 */
export function quantileOf(values: Float64Array, share: number): number {
  const known = values.filter((value) => !Number.isNaN(value));
  if (known.length === 0) return NaN;
  const position = share * (known.length - 1);
  const lower = Math.floor(position);
  const low = selectNth(known, lower);
  if (position === lower) return low;
  // What lies behind the selected position is not smaller, so the next one is the smallest of it.
  let high = Infinity;
  for (let at = lower + 1; at < known.length; at++) if (known[at] < high) high = known[at];
  return low + (high - low) * (position - lower);
}
