import { selectNth } from './select-nth.ts';

/** Values of the sample that brackets the middle, and how far from its own middle the bracket reaches. */
const SAMPLE = 4096;
const REACH = 128;
/** Below this many values the sample would cost more than it saves. */
const FEWEST = 4 * SAMPLE;

/** The two middle values of a list, equal to each other when its length is odd; both NaN for an empty one. */
export interface MiddleValues {
  readonly lower: number;
  readonly upper: number;
}

/**
 * The middle of every `stride`th value of `data` from `first` on, leaving out NaN.
 *
 * A sample gives two values that most probably enclose the middle. One pass counts what is below and keeps the few
 * values between; the middle is selected from those. Where the guess was wrong, all values are selected from.
 */
export function middleOf(data: Float32Array, first: number, stride: number): MiddleValues {
  const count = Math.ceil((data.length - first) / stride);
  const bracketed = count < FEWEST ? null : middleByBracket(data, first, stride, count);
  if (bracketed !== null) return bracketed;
  const known = new Float64Array(count);
  let knownCount = 0;
  for (let at = first; at < data.length; at += stride) {
    const value = data[at];
    if (!Number.isNaN(value)) known[knownCount++] = value;
  }
  return middleOfKnown(known.subarray(0, knownCount));
}

/** The middle of values without NaN; reorders them. */
export function middleOfKnown(known: Float64Array): MiddleValues {
  if (known.length === 0) return { lower: NaN, upper: NaN };
  const half = known.length >> 1;
  const upper = selectNth(known, half);
  if (known.length % 2 === 1) return { lower: upper, upper };
  // What lies before the selected position is not larger, so the lower middle is the largest of it.
  let lower = known[0];
  for (let index = 1; index < half; index++) if (known[index] > lower) lower = known[index];
  return { lower, upper };
}

function middleByBracket(
  data: Float32Array,
  first: number,
  stride: number,
  count: number,
): MiddleValues | null {
  const sample = sampleOf(data, first, stride, count);
  if (sample.length < 2 * REACH) return null;
  const low = sample[(sample.length >> 1) - REACH];
  const high = sample[(sample.length >> 1) + REACH - 1];
  const between = new Float64Array(count);
  let below = 0;
  let kept = 0;
  // Every value is written and most are overwritten by the next: a jump that cannot be foretold would cost more.
  for (let at = first; at < data.length; at += stride) {
    const value = data[at];
    const isBelow = +(value < low);
    between[kept] = value;
    below += isBelow;
    kept += 1 - isBelow - +(value > high);
  }
  // NaN is neither below nor above, so every one of them is here.
  const inside = between.subarray(0, kept).filter((value) => !Number.isNaN(value));
  const known = count - (kept - inside.length);
  const upperRank = (known >> 1) - below;
  const lowerRank = ((known - 1) >> 1) - below;
  if (lowerRank < 0 || upperRank >= inside.length) return null;
  const upper = selectNth(inside, upperRank);
  return { lower: lowerRank === upperRank ? upper : selectNth(inside, lowerRank), upper };
}

/** Evenly spaced values, sorted, without NaN. */
function sampleOf(data: Float32Array, first: number, stride: number, count: number): Float32Array {
  const step = Math.floor(count / SAMPLE);
  const sample = new Float32Array(SAMPLE);
  let taken = 0;
  for (let index = 0; index < SAMPLE; index++) {
    const value = data[first + index * step * stride];
    if (!Number.isNaN(value)) sample[taken++] = value;
  }
  return sample.subarray(0, taken).sort();
}
