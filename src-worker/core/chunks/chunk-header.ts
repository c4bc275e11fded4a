import type { Summaries } from '../series/summaries.ts';
import type { ChunkHeader } from './chunk.ts';

/** A stretch without a value longer than this many usual steps is a gap. */
export const GAP_STEPS = 3;

/** What is known of the readings from (included) to (excluded) without decoding them. `buckets` is their pyramid. */
export function describeReadings(
  timesMs: Float64Array,
  values: Float64Array,
  from: number,
  to: number,
  buckets: Summaries,
  stepMs: number,
): ChunkHeader {
  return headerOf(buckets, timesMs[from], timesMs[to - 1], stepMs, {
    sum: sumOf(values, from, to),
    ...gapsIn(timesMs, values, from, to, stepMs * GAP_STEPS),
  });
}

/** What only the readings themselves show. */
export interface Measures {
  /** In their order; may be infinite. */
  readonly sum: number;
  readonly gapCount: number;
  readonly longestGapMs: number;
}

/** As `describeReadings`, of readings that have been measured. */
export function headerOf(
  buckets: Summaries,
  firstMs: number,
  lastMs: number,
  stepMs: number,
  { sum, gapCount, longestGapMs }: Measures,
): ChunkHeader {
  let readingCount = 0;
  let missingCount = 0;
  let first = -1;
  let last = -1;
  let lowest = -1;
  let highest = -1;
  for (let bucket = 0; bucket < buckets.length; bucket++) {
    readingCount += buckets.readingCounts[bucket];
    missingCount += buckets.missingCounts[bucket];
    if (buckets.missingCounts[bucket] === buckets.readingCounts[bucket]) continue;
    if (first < 0) first = bucket;
    last = bucket;
    if (lowest < 0 || buckets.min[bucket] < buckets.min[lowest]) lowest = bucket;
    if (highest < 0 || buckets.max[bucket] > buckets.max[highest]) highest = bucket;
  }
  const isEmpty = first < 0;
  return {
    firstMs,
    lastMs,
    readingCount,
    missingCount,
    minValue: isEmpty ? null : buckets.min[lowest],
    maxValue: isEmpty ? null : buckets.max[highest],
    minValueMs: isEmpty ? null : buckets.minMs[lowest],
    maxValueMs: isEmpty ? null : buckets.maxMs[highest],
    firstValueMs: isEmpty ? null : buckets.firstValueMs[first],
    firstValue: isEmpty ? null : buckets.firstValue[first],
    lastValueMs: isEmpty ? null : buckets.lastValueMs[last],
    lastValue: isEmpty ? null : buckets.lastValue[last],
    sumValue: Number.isFinite(sum) ? sum : null,
    stepMs,
    gapCount,
    longestGapMs,
  };
}

/** Median distance of neighbours, ms (the lower one of two); 0 for a single reading. */
export function usualStep(timesMs: Float64Array, from: number, to: number): number {
  if (to - from < 2) return 0;
  const first = timesMs[from + 1] - timesMs[from];
  let isRegular = true;
  for (let i = from + 2; i < to && isRegular; i++) isRegular = timesMs[i] - timesMs[i - 1] === first;
  if (isRegular) return first;
  const deltas = new Float64Array(to - from - 1);
  for (let i = 0; i < deltas.length; i++) deltas[i] = timesMs[from + i + 1] - timesMs[from + i];
  return selectSmallest(deltas, (deltas.length - 1) >> 1);
}

/** The value that would stand at `rank` if `values` were sorted; reorders them. Source: Hoare 1961, algorithm 65. */
function selectSmallest(values: Float64Array, rank: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const pivot = values[(low + high) >> 1];
    let left = low;
    let right = high;
    while (left <= right) {
      while (values[left] < pivot) left++;
      while (values[right] > pivot) right--;
      if (left > right) break;
      const swapped = values[left];
      values[left++] = values[right];
      values[right--] = swapped;
    }
    if (rank <= right) high = right;
    else if (rank >= left) low = left;
    else break;
  }
  return values[rank];
}

function sumOf(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) if (values[i] === values[i]) sum += values[i];
  return sum;
}

function gapsIn(
  timesMs: Float64Array,
  values: Float64Array,
  from: number,
  to: number,
  limitMs: number,
): { gapCount: number; longestGapMs: number } {
  let gapCount = 0;
  let longestGapMs = 0;
  let before = NaN;
  for (let i = from; i < to; i++) {
    if (values[i] !== values[i]) continue;
    const distance = timesMs[i] - before;
    if (distance > limitMs) {
      gapCount++;
      if (distance > longestGapMs) longestGapMs = distance;
    }
    before = timesMs[i];
  }
  return { gapCount, longestGapMs };
}
