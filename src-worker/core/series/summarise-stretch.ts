import type { Summaries } from './summaries.ts';

/** Writes what is known of the readings from (included) to (excluded) into place `at`. */
export function summariseStretch(
  timesMs: Float64Array,
  values: Float64Array,
  from: number,
  to: number,
  into: Summaries,
  at: number,
): void {
  let first = -1;
  let last = -1;
  let lowest = Infinity;
  let highest = -Infinity;
  let lowestAt = -1;
  let highestAt = -1;
  let missing = 0;
  for (let i = from; i < to; i++) {
    const value = values[i];
    if (value !== value) {
      missing++;
      continue;
    }
    if (first < 0) first = i;
    last = i;
    if (value < lowest) {
      lowest = value;
      lowestAt = i;
    }
    if (value > highest) {
      highest = value;
      highestAt = i;
    }
  }
  into.readingCounts[at] = to - from;
  into.missingCounts[at] = missing;
  into.firstMs[at] = timesMs[from];
  into.lastMs[at] = timesMs[to - 1];
  into.firstValueMs[at] = first < 0 ? NaN : timesMs[first];
  into.firstValue[at] = first < 0 ? NaN : values[first];
  into.minMs[at] = first < 0 ? NaN : timesMs[lowestAt];
  into.min[at] = first < 0 ? NaN : lowest;
  into.maxMs[at] = first < 0 ? NaN : timesMs[highestAt];
  into.max[at] = first < 0 ? NaN : highest;
  into.lastValueMs[at] = last < 0 ? NaN : timesMs[last];
  into.lastValue[at] = last < 0 ? NaN : values[last];
}
