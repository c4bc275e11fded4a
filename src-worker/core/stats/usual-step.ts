import { medianOf } from './median.ts';
import { quantileOf } from './quantile.ts';

/** Usual steps beyond which two samples have a gap between them. */
const GAP_STEPS = 5;
/** Where more than this share of the steps is as long, times come as they come, and a long step is no gap yet. */
const IRREGULAR_SHARE = 0.01;
/** A few long steps are gaps however short the series is. */
const FEW = 10;
const TIMES_LONG_STEP = 3;

/**
 * Longest distance, ms, of neighbouring samples without a gap between them: five usual steps; where more than one step
 * in a hundred is longer, as when values are recorded on change, three times the 99 % quantile of the steps.
 */
export function longestUsualStepMs(timesMs: Float64Array, gapSteps = GAP_STEPS): number {
  const longestMs = gapSteps * usualStepMs(timesMs);
  let longer = 0;
  for (let index = 1; index < timesMs.length; index++)
    longer += +(timesMs[index] - timesMs[index - 1] > longestMs);
  if (longer <= Math.max(FEW, IRREGULAR_SHARE * timesMs.length)) return longestMs;
  return Math.max(longestMs, TIMES_LONG_STEP * quantileOf(stepsOf(timesMs), 1 - IRREGULAR_SHARE));
}

function stepsOf(timesMs: Float64Array): Float64Array {
  const steps = new Float64Array(timesMs.length - 1);
  for (let index = 0; index < steps.length; index++) steps[index] = timesMs[index + 1] - timesMs[index];
  return steps;
}

/** Median distance of neighbouring times, ms; 0 for fewer than two. */
export function usualStepMs(timesMs: Float64Array): number {
  if (timesMs.length < 2) return 0;
  const common = timesMs[1] - timesMs[0];
  if (isMedianStep(timesMs, common)) return common;
  return medianOf(stepsOf(timesMs));
}

/** True where more than half of the steps are neither shorter nor longer: most series have one step nearly everywhere. */
function isMedianStep(timesMs: Float64Array, stepMs: number): boolean {
  let shorter = 0;
  let longer = 0;
  for (let index = 1; index < timesMs.length; index++) {
    const step = timesMs[index] - timesMs[index - 1];
    shorter += +(step < stepMs);
    longer += +(step > stepMs);
  }
  const half = (timesMs.length - 1) / 2;
  return shorter < half && longer < half;
}
