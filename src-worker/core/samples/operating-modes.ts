import { quantileOf } from '../stats/quantile.ts';
import { usualStepMs } from '../stats/usual-step.ts';

/** In the order of their codes. `unknown`: there is no load to tell by. */
export const OPERATING_MODES = ['unknown', 'off', 'start-up', 'steady', 'load change', 'shutdown'] as const;
export type OperatingMode = (typeof OPERATING_MODES)[number];

export const MODE = { unknown: 0, off: 1, startUp: 2, steady: 3, loadChange: 4, shutdown: 5 } as const;

/** Shares of the rated load. Engineering estimates: a coal unit runs between about 40 % and 105 %. */
const OFF_BELOW = 0.03;
const OFF_ENDS_AT = 0.05;
const RUNNING_FROM = 0.4;
const RUNNING_ENDS_BELOW = 0.35;
/** A start-up ends when the unit has run above `RUNNING_FROM` for this long. */
const SETTLED_MS = 15 * 60_000;

/** Net change of load within the window that makes a load change, and the one that ends it; shares of the rated load. */
const WINDOW_MS = 30 * 60_000;
const CHANGE_FROM = 0.04;
const CHANGE_ENDS_BELOW = 0.025;
/** A longer silence than this many windows says nothing about what went before. */
const FORGET_WINDOWS = 4;

/** The load that counts as rated: the 99 % quantile of the load in the training rows; NaN without a load above 0. */
export function ratedLoadOf(trainingLoad: Float64Array): number {
  const rated = quantileOf(trainingLoad, 0.99);
  return rated > 0 ? rated : NaN;
}

/**
 * The operating mode of every sample, from load alone and never from what comes later. `load` holds one value per
 * sample (NaN = missing: the mode before it goes on for four windows, then it is unknown). Shape [rowCount], codes of `MODE`.
 *
 * - off: below 3 % of the rated load, until 5 % are reached;
 * - start-up: after off (or at the beginning of a climb that began there) until 15 minutes above 40 %;
 * - shutdown: below 35 % after running, until the unit is off or above 40 % again;
 * - load change: running, and the trend of the last 30 minutes is at least 4 % of rated load, until it is under 2.5 %;
 * - steady: running otherwise.
 *
 * A load that is never rated (`ratedLoad` NaN) gives `unknown` throughout.
 */
export function findModes(timesMs: Float64Array, load: Float64Array, ratedLoad: number): Uint8Array {
  const modes = new Uint8Array(load.length);
  if (!(ratedLoad > 0)) return modes;
  const windowMs = Math.max(WINDOW_MS, 3 * usualStepMs(timesMs));
  let mode: number = MODE.unknown;
  let settledFromMs = NaN;
  let lastKnownMs = -Infinity;
  let first = 0;
  for (let row = 0; row < load.length; row++) {
    const timeMs = timesMs[row];
    const share = load[row] / ratedLoad;
    if (Number.isNaN(share)) {
      if (timeMs - lastKnownMs > FORGET_WINDOWS * windowMs) mode = MODE.unknown;
      modes[row] = mode;
      continue;
    }
    if (timeMs - lastKnownMs > FORGET_WINDOWS * windowMs) mode = MODE.unknown;
    lastKnownMs = timeMs;
    while (timesMs[first] < timeMs - windowMs) first++;
    if (share >= RUNNING_FROM) {
      if (Number.isNaN(settledFromMs)) settledFromMs = timeMs;
    } else settledFromMs = NaN;
    const isSettled = timeMs - settledFromMs >= SETTLED_MS;
    mode = nextMode(
      mode,
      share,
      isSettled,
      () => Math.abs(changeWithin(timesMs, load, first, row)) / ratedLoad,
    );
    modes[row] = mode;
  }
  return modes;
}

function nextMode(before: number, share: number, isSettled: boolean, change: () => number): number {
  if (share < OFF_BELOW || (before === MODE.off && share < OFF_ENDS_AT)) return MODE.off;
  if (before === MODE.off) return MODE.startUp;
  if (before === MODE.startUp && !isSettled) return MODE.startUp;
  if (before === MODE.shutdown && share < RUNNING_FROM) return MODE.shutdown;
  if (share < RUNNING_ENDS_BELOW) return before === MODE.startUp ? MODE.startUp : MODE.shutdown;
  return change() >= (before === MODE.loadChange ? CHANGE_ENDS_BELOW : CHANGE_FROM)
    ? MODE.loadChange
    : MODE.steady;
}

/** Change of load that the straight line through the rows of the window makes from its first to its last. */
function changeWithin(timesMs: Float64Array, load: Float64Array, first: number, last: number): number {
  const originMs = timesMs[first];
  let count = 0;
  let sumTime = 0;
  let sumLoad = 0;
  for (let row = first; row <= last; row++) {
    if (Number.isNaN(load[row])) continue;
    count++;
    sumTime += timesMs[row] - originMs;
    sumLoad += load[row];
  }
  if (count < 3) return 0;
  const meanTime = sumTime / count;
  const meanLoad = sumLoad / count;
  let products = 0;
  let squares = 0;
  for (let row = first; row <= last; row++) {
    if (Number.isNaN(load[row])) continue;
    const time = timesMs[row] - originMs - meanTime;
    products += time * (load[row] - meanLoad);
    squares += time * time;
  }
  return squares === 0 ? 0 : (products / squares) * (timesMs[last] - originMs);
}

/** A stretch of one mode. Rows from (included) to (excluded). */
export interface ModeStretch {
  readonly mode: OperatingMode;
  readonly from: number;
  readonly to: number;
}

/** Neighbouring samples of the same mode as stretches, in order. */
export function stretchesOf(modes: Uint8Array): ModeStretch[] {
  const stretches: ModeStretch[] = [];
  for (let from = 0; from < modes.length;) {
    let to = from + 1;
    while (to < modes.length && modes[to] === modes[from]) to++;
    stretches.push({ mode: OPERATING_MODES[modes[from]] ?? 'unknown', from, to });
    from = to;
  }
  return stretches;
}
