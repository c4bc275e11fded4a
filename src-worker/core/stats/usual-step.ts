import { medianOf } from './median.ts';

/** Median distance of neighbouring times, ms; 0 for fewer than two. */
export function usualStepMs(timesMs: Float64Array): number {
  if (timesMs.length < 2) return 0;
  const steps = new Float64Array(timesMs.length - 1);
  for (let index = 0; index < steps.length; index++) steps[index] = timesMs[index + 1] - timesMs[index];
  return medianOf(steps);
}
