import { knownValues } from './known-values.ts';
import { selectNth } from './select-nth.ts';

/** From so many values on, a copy of all of them takes more memory than is worth it. */
export const MANY = 1 << 20;
/** Values of the sample that brackets the ranks, and how far from them the bracket reaches: four standard deviations. */
const SAMPLE = 16_384;
const REACH = 256;
/** Most values in the bracket as a share of all; about a thirtieth is expected. */
const MOST_KEPT = 1 / 8;

/** Values that are not NaN. */
export function countKnown(values: Float64Array): number {
  let count = 0;
  // Only NaN differs from itself.
  for (let index = 0; index < values.length; index++) count += +(values[index] === values[index]);
  return count;
}

/**
 * The values that would stand at the positions `first` to `last` (0-based, both included) if those that are not NaN
 * were sorted upwards; no more than a few positions. `knownCount`: see `countKnown`; positions are below it. Leaves
 * `values` as they are.
 *
 * Of many values a sample gives two that most probably enclose the positions, and only those between are copied. Where
 * the guess was wrong, or too many are equal, all are.
 */
export function rankedValues(
  values: Float64Array,
  knownCount: number,
  first: number,
  last: number,
  many = MANY,
): number[] {
  const bracketed = values.length < many ? null : bracket(values, knownCount, first, last);
  const { kept, below } = bracketed ?? { kept: knownValues(values), below: 0 };
  let at = first - below;
  const ranked = [selectNth(kept, at)];
  // What lies behind a selected position is not smaller, so the next one is looked for there.
  for (; ranked.length <= last - first; at++) ranked.push(selectNth(kept.subarray(at), 1));
  return ranked;
}

/** Values around the positions, and how many lie below all of them; null where they do not hold the positions. */
function bracket(
  values: Float64Array,
  knownCount: number,
  first: number,
  last: number,
): { readonly kept: Float64Array; readonly below: number } | null {
  const step = Math.max(1, Math.floor(values.length / SAMPLE));
  const sample = knownValues(
    Float64Array.from({ length: Math.ceil(values.length / step) }, (_, at) => values[at * step]),
  ).sort();
  const placeOf = (position: number): number => Math.round((position / knownCount) * sample.length);
  const [lowAt, highAt] = [placeOf(first) - REACH, placeOf(last) + REACH];
  const low = lowAt < 0 ? -Infinity : sample[lowAt];
  const high = highAt >= sample.length ? Infinity : sample[highAt];
  const kept = new Float64Array(Math.ceil(knownCount * MOST_KEPT));
  let below = 0;
  let count = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    if (value < low) below++;
    else if (value <= high) {
      if (count === kept.length) return null;
      kept[count++] = value;
    }
  }
  return below <= first && last < below + count ? { kept: kept.subarray(0, count), below } : null;
}
