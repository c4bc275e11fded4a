import type { ColumnBehaviour } from './column-behaviour.ts';
import type { Stretch } from './stretch.ts';

/** Chance that a healthy tag repeats itself as long as that: once in a thousand million samples. */
const CHANCE = 1e-9;
const LEAST_READINGS = 5;
/** A tag that repeats itself nearly always tells nothing by doing so. */
const MOST_REPEATS = 0.97;

/** Readings of one value that healthy noise and resolution would not give; Infinity for a tag that repeats itself anyway. */
export function stuckFrom({ repeatShare }: ColumnBehaviour): number {
  if (repeatShare > MOST_REPEATS) return Infinity;
  if (repeatShare === 0) return LEAST_READINGS;
  return Math.max(LEAST_READINGS, Math.ceil(Math.log(CHANCE) / Math.log(repeatShare)) + 1);
}

/** Stretches of exactly one value with at least `needed` readings (see `stuckFrom`). Missing readings neither end nor lengthen them. */
export function findRepeats(values: Float64Array, needed: number): Stretch[] {
  const found: Stretch[] = [];
  if (needed === Infinity) return found;
  let from = -1;
  let last = -1;
  let held = NaN;
  let count = 0;
  const close = (): void => void found.push({ from, to: last + 1 });
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (value === held) {
      count++;
      last = row;
    } else if (!Number.isNaN(value)) {
      if (count >= needed) close();
      from = row;
      last = row;
      held = value;
      count = 1;
    }
  }
  if (count >= needed) close();
  return found;
}
