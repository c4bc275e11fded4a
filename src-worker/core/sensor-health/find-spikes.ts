import type { Stretch } from './stretch.ts';

/** A spike lasts so many samples at most; what stays longer is a step. */
const MOST_SPIKE = 3;

/** So many within so many rows are a rough or swinging signal and no spikes. */
const CROWD = 3;
const CROWD_ROWS = 30;

/** Spikes that stand alone, out of those that `findJumpsAndBack` gives. */
export const loneSpikes = (spikes: readonly Stretch[]): Stretch[] =>
  spikes.filter(({ from }, at) => {
    for (let first = Math.max(0, at - CROWD + 1); first <= at; first++) {
      const last = spikes[first + CROWD - 1];
      if (
        first + CROWD - 1 < spikes.length &&
        last.from - spikes[first].from <= CROWD_ROWS &&
        last.from >= from
      )
        return false;
    }
    return true;
  });

/** A tag without a usual jump has no spikes. */
export const canJump = (jumpLimit: number): boolean => Number.isFinite(jumpLimit) && jumpLimit > 0;

/** Readings that leave by more than the tag's usual jump and are back, within half of it, after at most three samples. */
export function findJumpsAndBack(values: Float64Array, jumpLimit: number): Stretch[] {
  const found: Stretch[] = [];
  if (!canJump(jumpLimit)) return found;
  let before = NaN;
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (Math.abs(value - before) <= jumpLimit) {
      before = value;
      continue;
    }
    if (Number.isNaN(value)) continue;
    if (Number.isNaN(before)) {
      before = value;
      continue;
    }
    const back = firstBack(values, row, before, jumpLimit);
    if (back > 0) {
      found.push({ from: row, to: back });
      row = back - 1;
    } else before = value;
  }
  return found;
}

/** The row at which the readings are back, or -1 if they do not come back in time. */
function firstBack(values: Float64Array, from: number, before: number, jumpLimit: number): number {
  const sign = Math.sign(values[from] - before);
  let seen = 0;
  for (let row = from; row < values.length && seen <= MOST_SPIKE; row++) {
    if (Number.isNaN(values[row])) continue;
    const away = sign * (values[row] - before);
    if (away <= 0.5 * jumpLimit) return row;
    seen++;
  }
  return -1;
}
