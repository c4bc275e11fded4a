import type { ReadingBlock } from '../reading-block.ts';
import { usableValue } from '../samples/average-steps.ts';

/** The clock of a start: steps of equal length, counted from synchronisation. */
export interface AlignedClock {
  readonly stepMs: number;
  /** Places of the first and the last step; 0 is synchronisation. */
  readonly firstStep: number;
  readonly lastStep: number;
}

export const stepCount = ({ firstStep, lastStep }: AlignedClock): number => lastStep - firstStep + 1;

/** Time since synchronisation of the middle of a step, ms; shape [steps]. */
export const clockMs = (clock: AlignedClock): Float64Array =>
  Float64Array.from({ length: stepCount(clock) }, (_, at) => (clock.firstStep + at) * clock.stepMs);

/**
 * The readings of a tag on the aligned clock: the mean of those that lie in each step, half a step to either side of its
 * middle. A step without a reading is missing (NaN); nothing is drawn between readings. Shape [steps].
 */
export function alignCourse(block: ReadingBlock, syncMs: number, clock: AlignedClock): Float64Array {
  const sums = new Float64Array(stepCount(clock));
  const counts = new Uint32Array(sums.length);
  const { timesMs, values, qualities } = block;
  for (let at = 0; at < timesMs.length; at++) {
    const step = Math.round((timesMs[at] - syncMs) / clock.stepMs) - clock.firstStep;
    if (step < 0 || step >= sums.length) continue;
    const value = usableValue(values[at], qualities[at]);
    if (Number.isNaN(value)) continue;
    sums[step] += value;
    counts[step]++;
  }
  return sums.map((sum, step) => (counts[step] === 0 ? NaN : sum / counts[step]));
}

/** Steepest rise over about `windowMs`, per minute, of the straight line through the known values; NaN where they are too few. */
export function steepestRise(course: Float64Array, stepMs: number, windowMs: number): number {
  const width = Math.max(3, Math.round(windowMs / stepMs) + 1);
  let steepest = NaN;
  for (let from = 0; from + width <= course.length; from++) {
    const slope = slopeOf(course.subarray(from, from + width));
    if (!(slope <= steepest)) steepest = Number.isNaN(slope) ? steepest : slope;
  }
  return (steepest * 60_000) / stepMs;
}

/** Least squares, per step; NaN for fewer than three values or half of them. */
function slopeOf(values: Float64Array): number {
  let count = 0;
  let sumX = 0;
  let sumY = 0;
  let sumXX = 0;
  let sumXY = 0;
  for (let x = 0; x < values.length; x++) {
    const y = values[x];
    if (Number.isNaN(y)) continue;
    count++;
    sumX += x;
    sumY += y;
    sumXX += x * x;
    sumXY += x * y;
  }
  if (count < Math.max(3, values.length / 2)) return NaN;
  return (count * sumXY - sumX * sumY) / (count * sumXX - sumX * sumX);
}
