import { medianOf } from './median.ts';

/** Median distance of neighbouring times, ms; 0 for fewer than two. */
export function usualStepMs(timesMs: Float64Array): number {
  if (timesMs.length < 2) return 0;
  const common = timesMs[1] - timesMs[0];
  if (isMedianStep(timesMs, common)) return common;
  const steps = new Float64Array(timesMs.length - 1);
  for (let index = 0; index < steps.length; index++) steps[index] = timesMs[index + 1] - timesMs[index];
  return medianOf(steps);
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
