import { everyNth } from '../stats/every-nth.ts';
import { quantileOf } from '../stats/quantile.ts';
import { usualStepMs } from '../stats/usual-step.ts';
import { findModesByKernel } from './modes-by-kernel.ts';

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

const RATED_ROWS = 50_000;

/** The load that counts as rated: the 99 % quantile of the load in the training rows; NaN without a load above 0. */
export function ratedLoadOf(trainingLoad: Loads): number {
  const step = Math.ceil(trainingLoad.length / RATED_ROWS);
  const rated = quantileOf(everyNth(trainingLoad, step), 0.99);
  return rated > 0 ? rated : NaN;
}

/** One per sample; NaN = missing. */
type Loads = Float32Array | Float64Array;

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
export function findModes(timesMs: Float64Array, load: Loads, ratedLoad: number): Uint8Array {
  if (!(ratedLoad > 0)) return new Uint8Array(load.length);
  const windowMs = Math.max(WINDOW_MS, 3 * usualStepMs(timesMs));
  return (
    findModesByKernel(timesMs, load, ratedLoad, windowMs) ??
    findModesPlainly(timesMs, load, ratedLoad, windowMs)
  );
}

export function findModesPlainly(
  timesMs: Float64Array,
  load: Loads,
  ratedLoad: number,
  windowMs: number,
): Uint8Array {
  const modes = new Uint8Array(load.length);
  let mode: number = MODE.unknown;
  let settledFromMs = NaN;
  let lastKnownMs = -Infinity;
  const changes = loadChanges(timesMs, load, windowMs);
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
    const change = Math.abs(changes[row]) / ratedLoad;
    if (share >= RUNNING_FROM) {
      if (Number.isNaN(settledFromMs)) settledFromMs = timeMs;
    } else settledFromMs = NaN;
    const isSettled = timeMs - settledFromMs >= SETTLED_MS;
    mode = nextMode(mode, share, isSettled, change);
    modes[row] = mode;
  }
  return modes;
}

function nextMode(before: number, share: number, isSettled: boolean, change: number): number {
  if (share < OFF_BELOW || (before === MODE.off && share < OFF_ENDS_AT)) return MODE.off;
  if (before === MODE.off) return MODE.startUp;
  if (before === MODE.startUp && !isSettled) return MODE.startUp;
  if (before === MODE.shutdown && share < RUNNING_FROM) return MODE.shutdown;
  if (share < RUNNING_ENDS_BELOW) return before === MODE.startUp ? MODE.startUp : MODE.shutdown;
  return change >= (before === MODE.loadChange ? CHANGE_ENDS_BELOW : CHANGE_FROM)
    ? MODE.loadChange
    : MODE.steady;
}

/** Rows after which the sums are taken anew, so that rounding does not add up. */
const RENEW_ROWS = 1024;

/**
 * By row: the rise of the straight line through the load of the last window, from the first to the last row of the
 * window; 0 with fewer than three readings. Sums are kept up to date: each row enters once and leaves once.
 */
function loadChanges(timesMs: Float64Array, load: Loads, windowMs: number): Float64Array {
  const changes = new Float64Array(load.length);
  let count = 0;
  // Sums of time, load, time x time and time x load; times in windows since the origin.
  let sumTime = 0;
  let sumLoad = 0;
  let sumTimeTime = 0;
  let sumTimeLoad = 0;
  let first = 0;
  let next = 0;
  let renewedRow = 0;
  let originMs = timesMs[0];
  for (let row = 0; row < load.length; row++) {
    // A missing load lets the mode stand as it is: nobody asks for its change.
    if (Number.isNaN(load[row])) continue;
    const rowMs = timesMs[row];
    while (timesMs[first] < rowMs - windowMs) {
      const value = load[first];
      if (first < next && !Number.isNaN(value)) {
        const time = (timesMs[first] - originMs) / windowMs;
        count--;
        sumTime -= time;
        sumLoad -= value;
        sumTimeTime -= time * time;
        sumTimeLoad -= time * value;
      }
      first++;
    }
    if (row - renewedRow >= RENEW_ROWS) {
      count = 0;
      sumTime = 0;
      sumLoad = 0;
      sumTimeTime = 0;
      sumTimeLoad = 0;
      // Not the row that the sums begin at: a window can be longer than what lies between two renewals.
      renewedRow = row;
      originMs = timesMs[first];
      next = first;
    }
    for (next = Math.max(next, first); next <= row; next++) {
      const value = load[next];
      if (Number.isNaN(value)) continue;
      const time = (timesMs[next] - originMs) / windowMs;
      count++;
      sumTime += time;
      sumLoad += value;
      sumTimeTime += time * time;
      sumTimeLoad += time * value;
    }
    if (count < 3) continue;
    const squares = sumTimeTime - (sumTime * sumTime) / count;
    const products = sumTimeLoad - (sumTime * sumLoad) / count;
    if (squares > 1e-9) changes[row] = (products / squares) * ((rowMs - timesMs[first]) / windowMs);
  }
  return changes;
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
