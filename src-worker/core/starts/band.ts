import { medianOf } from '../stats/median.ts';
import { PER_MEDIAN, recordedDecimals } from '../sensor-health/column-behaviour.ts';

/** What a tag may read during a start. Shape of every array: [steps]; NaN = there is no reference. */
export interface StartBand {
  readonly golden: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** From the lowest to the highest reading of the golden start, at least its resolution: what deviations are measured by. */
  readonly span: number;
}

/** People and machines are not to the minute: what a reference reads this long before or after is allowed too. */
const TOLERANCE_MS = 10 * 60_000;
const NOISE_FACTOR = 4;
const LEAST_SHARE = 0.05;

/**
 * The band of a tag: from the lowest to the highest that the golden start and the other good ones read within ten minutes
 * (a step at least) on either side, widened by the larger of four standard deviations of the golden start's scatter about its
 * own mean of twenty minutes and 5 % of its span. With no other good start it rests on the golden one alone.
 */
export function bandOf(golden: Float64Array, others: readonly Float64Array[], stepMs: number): StartBand {
  const reach = Math.max(1, Math.round(TOLERANCE_MS / stepMs));
  const noise = scatterOf(golden, reach);
  const known = golden.filter((value) => !Number.isNaN(value));
  const lowest = known.reduce((least, value) => Math.min(least, value), Infinity);
  const highest = known.reduce((most, value) => Math.max(most, value), -Infinity);
  const resolution = 10 ** -recordedDecimals(known);
  const span = known.length === 0 ? resolution : Math.max(highest - lowest, resolution);
  const margin = Math.max(NOISE_FACTOR * noise, LEAST_SHARE * span);
  const low = new Float64Array(golden.length).fill(NaN);
  const high = new Float64Array(golden.length).fill(NaN);
  for (let step = 0; step < golden.length; step++) {
    let least = Infinity;
    let most = -Infinity;
    for (const course of [golden, ...others]) {
      for (let near = Math.max(0, step - reach); near <= Math.min(course.length - 1, step + reach); near++) {
        if (course[near] < least) least = course[near];
        if (course[near] > most) most = course[near];
      }
    }
    if (least > most) continue;
    low[step] = least - margin;
    high[step] = most + margin;
  }
  return { golden, low, high, span };
}

/** Robust standard deviation about the mean of the neighbours within `reach`, which a straight ramp does not raise; 0 where it is not known. */
function scatterOf(course: Float64Array, reach: number): number {
  const apart = new Float64Array(course.length).fill(NaN);
  for (let step = reach; step < course.length - reach; step++) {
    let sum = 0;
    for (let near = step - reach; near <= step + reach; near++) sum += course[near];
    apart[step] = Math.abs(course[step] - sum / (2 * reach + 1));
  }
  const freedom = Math.sqrt(1 - 1 / (2 * reach + 1));
  return (PER_MEDIAN * medianOf(apart)) / freedom || 0;
}
