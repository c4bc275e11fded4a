import type { ReadingBlock } from '../reading-block.ts';
import { usableValue } from './average-steps.ts';

/**
 * Writes what an analysis takes from the readings `from` to `to` (see `usableValue`) to every `stride`th place of
 * `target` from `at` on.
 */
export function writeUsableValues(
  { values, qualities }: Pick<ReadingBlock, 'values' | 'qualities'>,
  from: number,
  to: number,
  target: Float32Array,
  at: number,
  stride: number,
): void {
  if (areGood(qualities)) {
    for (let index = from; index < to; index++, at += stride) {
      target[at] = values[index];
      // Zero for every value but one that is infinite as float32, or missing.
      if (target[at] - target[at] !== 0) target[at] = NaN;
    }
    return;
  }
  for (let index = from; index < to; index++, at += stride) {
    target[at] = usableValue(values[index], qualities[index]);
  }
}

function areGood(qualities: Uint8Array): boolean {
  for (let index = 0; index < qualities.length; index++) if (qualities[index] !== 0) return false;
  return true;
}
