import { type Summaries, SUMMARY_COLUMNS, summariesOver } from './summaries.ts';
import type { SteppedSummaries } from './summary-codec.ts';

/** Room for `length` stretches, all of them of nothing. */
export const emptySummaries = (length: number): SteppedSummaries => ({
  stretches: summariesOver(new Float64Array(length * SUMMARY_COLUMNS.length), length),
  stepsMs: new Float64Array(length),
});

/** Writes the stretches from (included) to (excluded), which follow each other, as one stretch into place `at`. */
export function mergeStretches(
  source: Summaries,
  from: number,
  to: number,
  into: Summaries,
  at: number,
): void {
  let readings = 0;
  let missing = 0;
  let first = -1;
  let last = -1;
  let lowest = -1;
  let highest = -1;
  for (let i = from; i < to; i++) {
    readings += source.readingCounts[i];
    missing += source.missingCounts[i];
    if (source.missingCounts[i] === source.readingCounts[i]) continue;
    if (first < 0) first = i;
    last = i;
    if (lowest < 0 || source.min[i] < source.min[lowest]) lowest = i;
    if (highest < 0 || source.max[i] > source.max[highest]) highest = i;
  }
  const isEmpty = first < 0;
  into.readingCounts[at] = readings;
  into.missingCounts[at] = missing;
  into.firstMs[at] = source.firstMs[from];
  into.lastMs[at] = source.lastMs[to - 1];
  into.firstValueMs[at] = isEmpty ? NaN : source.firstValueMs[first];
  into.firstValue[at] = isEmpty ? NaN : source.firstValue[first];
  into.minMs[at] = isEmpty ? NaN : source.minMs[lowest];
  into.min[at] = isEmpty ? NaN : source.min[lowest];
  into.maxMs[at] = isEmpty ? NaN : source.maxMs[highest];
  into.max[at] = isEmpty ? NaN : source.max[highest];
  into.lastValueMs[at] = isEmpty ? NaN : source.lastValueMs[last];
  into.lastValue[at] = isEmpty ? NaN : source.lastValue[last];
}

/** The first `length` stretches, as views. */
export function firstStretches({ stretches, stepsMs }: SteppedSummaries, length: number): SteppedSummaries {
  return {
    stretches: {
      length,
      readingCounts: stretches.readingCounts.subarray(0, length),
      missingCounts: stretches.missingCounts.subarray(0, length),
      firstMs: stretches.firstMs.subarray(0, length),
      lastMs: stretches.lastMs.subarray(0, length),
      firstValueMs: stretches.firstValueMs.subarray(0, length),
      firstValue: stretches.firstValue.subarray(0, length),
      minMs: stretches.minMs.subarray(0, length),
      min: stretches.min.subarray(0, length),
      maxMs: stretches.maxMs.subarray(0, length),
      max: stretches.max.subarray(0, length),
      lastValueMs: stretches.lastValueMs.subarray(0, length),
      lastValue: stretches.lastValue.subarray(0, length),
    },
    stepsMs: stepsMs.subarray(0, length),
  };
}

/** Every `size` stretches as one. */
export function coarsen({ stretches, stepsMs }: SteppedSummaries, size: number): SteppedSummaries {
  const count = Math.ceil(stretches.length / size);
  const coarse = emptySummaries(count);
  for (let at = 0; at < count; at++) {
    const from = at * size;
    const to = Math.min(from + size, stretches.length);
    mergeStretches(stretches, from, to, coarse.stretches, at);
    for (let i = from; i < to; i++) coarse.stepsMs[at] = Math.max(coarse.stepsMs[at], stepsMs[i]);
  }
  return coarse;
}
