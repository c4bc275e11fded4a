import { BAD, GOOD, groupOf, UNCERTAIN } from '../quality.ts';
import type { ReadingBlock } from '../reading-block.ts';

/** The value that an analysis takes from a reading: float32, NaN where it is bad, missing or too large for float32. */
export function usableValue(value: number, quality: number): number {
  if (groupOf(quality) === BAD) return NaN;
  const rounded = Math.fround(value);
  return Number.isFinite(rounded) ? rounded : NaN;
}

/**
 * Readings averaged over the steps of a regular grid that starts at `originMs`. Each step that holds a reading gives
 * one, at the step's start: the mean of its usable readings, or a bad NaN when it has none. Empty steps give nothing.
 */
export function averageSteps(block: ReadingBlock, originMs: number, stepMs: number): ReadingBlock {
  const { timesMs, values, qualities } = block;
  const stepTimes = new Float64Array(timesMs.length);
  const means = new Float64Array(timesMs.length);
  const stepQualities = new Uint8Array(timesMs.length);
  let count = 0;
  let index = 0;
  while (index < timesMs.length) {
    const step = Math.floor((timesMs[index] - originMs) / stepMs);
    const endMs = originMs + (step + 1) * stepMs;
    let sum = 0;
    let used = 0;
    let group = GOOD;
    do {
      const value = usableValue(values[index], qualities[index]);
      if (!Number.isNaN(value)) {
        sum += values[index];
        used++;
        if (groupOf(qualities[index]) === UNCERTAIN) group = UNCERTAIN;
      }
      index++;
    } while (index < timesMs.length && timesMs[index] < endMs);
    stepTimes[count] = originMs + step * stepMs;
    means[count] = used === 0 ? NaN : sum / used;
    stepQualities[count] = used === 0 ? BAD : group;
    count++;
  }
  return {
    timesMs: stepTimes.subarray(0, count),
    values: means.subarray(0, count),
    qualities: stepQualities.subarray(0, count),
    statuses: [],
  };
}
