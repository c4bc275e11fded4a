import type { TrendLane } from '@shared/contract/readings.ts';
import { GAP_STEPS } from '../chunks/chunk-header.ts';
import { createPointList } from './point-list.ts';
import type { Summaries } from './summaries.ts';

/** A stretch that reaches over the edge of a pixel still counts as one, if it is this much shorter than a pixel. */
const LARGEST_SHARE_OF_PIXEL = 1 / 2;

/** Places in the sampler's state: the pixel being filled, then what lies before the next value. */
const PIXEL_END = 0;
const FIRST_MS = 1;
const FIRST = 2;
const MIN_MS = 3;
const MIN = 4;
const MAX_MS = 5;
const MAX = 6;
const LAST_MS = 7;
const LAST = 8;
const VALUE_BEFORE = 9;
const STEP_BEFORE = 10;
const STATE_SIZE = 11;

export interface TrendWindow {
  /** Both included. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly pixels: number;
}

/**
 * Fed with one series from left to right, keeps the first, lowest, highest and last reading of every pixel and the gaps.
 *
 * A gap is drawn (one NaN point) between two values that are at least a pixel apart, when a missing reading lies between
 * them or more than three usual steps. Narrower ones cannot be seen, and drawing them would tear the line.
 */
export interface TrendSampler {
  /** Width of a pixel, ms. */
  readonly pixelMs: number;
  /** True when `takeStretch` would take it. */
  canTake(stretches: Summaries, at: number): boolean;
  /**
   * Takes a stretch whole, or says no: then its parts must be given instead. It is taken where it lies in the window
   * and in one pixel, or is at most half a pixel long; so a pixel's edge may move by a quarter of its width.
   */
  takeStretch(stretches: Summaries, at: number, stepMs: number): boolean;
  /** Takes the readings from (included) to (excluded) that lie in the window. */
  takeReadings(timesMs: Float64Array, values: Float64Array, from: number, to: number, stepMs: number): void;
  finish(): TrendLane;
}

export function createTrendSampler(window: TrendWindow): TrendSampler {
  const { fromMs, toMs, pixels } = window;
  const pixelMs = toMs > fromMs ? (toMs - fromMs) / pixels : 1;
  const points = createPointList();
  /** Numbers that change with every pixel: variables of a closure would be boxed anew at each assignment. */
  const state = new Float64Array(STATE_SIZE);
  state[PIXEL_END] = -Infinity;
  state[VALUE_BEFORE] = NaN;
  let readingCount = 0;
  let missingCount = 0;
  let isEmpty = true;
  let isMissingBetween = false;

  const flush = (): void => {
    if (isEmpty) return;
    const firstMs = state[FIRST_MS];
    const lastMs = state[LAST_MS];
    const minMs = state[MIN_MS];
    const maxMs = state[MAX_MS];
    points.add(firstMs, state[FIRST]);
    const isMinFirst = minMs < maxMs;
    const earlierMs = isMinFirst ? minMs : maxMs;
    const laterMs = isMinFirst ? maxMs : minMs;
    if (earlierMs > firstMs && earlierMs < lastMs) points.add(earlierMs, state[isMinFirst ? MIN : MAX]);
    if (laterMs > firstMs && laterMs < lastMs && laterMs !== earlierMs)
      points.add(laterMs, state[isMinFirst ? MAX : MIN]);
    if (lastMs > firstMs) points.add(lastMs, state[LAST]);
    isEmpty = true;
  };

  const moveTo = (timeMs: number): void => {
    flush();
    const pixel = Math.floor((timeMs - fromMs) / pixelMs) + 1;
    let endMs = pixel >= pixels ? Infinity : fromMs + pixel * pixelMs;
    if (endMs <= timeMs) endMs += pixelMs;
    state[PIXEL_END] = endMs;
  };

  /** Sees the next value coming and draws the gap before it, if there is one. */
  const bridgeTo = (timeMs: number, stepMs: number): void => {
    const distance = timeMs - state[VALUE_BEFORE];
    if (distance >= pixelMs) {
      const usual = Math.max(stepMs, state[STEP_BEFORE]);
      if (isMissingBetween || (usual > 0 && distance > GAP_STEPS * usual)) {
        flush();
        points.add(state[VALUE_BEFORE] + distance / 2, NaN);
      }
    }
    isMissingBetween = false;
    state[STEP_BEFORE] = stepMs;
  };

  /** The hot loop: readings that need no decision, in the pixel being filled. Returns the index of the first that does. */
  const takeRun = (timesMs: Float64Array, values: Float64Array, from: number, to: number): number => {
    const limitMs = Math.min(state[PIXEL_END], toMs);
    let lowest = state[MIN];
    let lowestMs = state[MIN_MS];
    let highest = state[MAX];
    let highestMs = state[MAX_MS];
    let beforeMs = state[VALUE_BEFORE];
    let i = from;
    for (; i < to; i++) {
      const timeMs = timesMs[i];
      const value = values[i];
      if (value !== value || timeMs >= limitMs || timeMs - beforeMs >= pixelMs) break;
      if (value < lowest) {
        lowest = value;
        lowestMs = timeMs;
      } else if (value > highest) {
        highest = value;
        highestMs = timeMs;
      }
      beforeMs = timeMs;
    }
    if (i === from) return from;
    readingCount += i - from;
    state[MIN] = lowest;
    state[MIN_MS] = lowestMs;
    state[MAX] = highest;
    state[MAX_MS] = highestMs;
    state[LAST] = values[i - 1];
    state[LAST_MS] = state[VALUE_BEFORE] = beforeMs;
    isMissingBetween = false;
    return i;
  };

  const canTake = (stretches: Summaries, at: number): boolean => {
    const startMs = stretches.firstMs[at];
    const endMs = stretches.lastMs[at];
    if (startMs < fromMs || endMs > toMs) return false;
    return (
      endMs - startMs <= pixelMs * LARGEST_SHARE_OF_PIXEL ||
      Math.floor((startMs - fromMs) / pixelMs) === Math.floor((endMs - fromMs) / pixelMs)
    );
  };

  return {
    pixelMs,
    canTake,
    takeStretch(stretches, at, stepMs) {
      if (!canTake(stretches, at)) return false;
      const startMs = stretches.firstMs[at];
      const endMs = stretches.lastMs[at];
      readingCount += stretches.readingCounts[at];
      missingCount += stretches.missingCounts[at];
      if (stretches.missingCounts[at] === stretches.readingCounts[at]) {
        isMissingBetween = true;
        return true;
      }
      const firstMs = stretches.firstValueMs[at];
      const lastMs = stretches.lastValueMs[at];
      if (firstMs > startMs) isMissingBetween = true;
      bridgeTo(firstMs, stepMs);
      const middleMs = (startMs + endMs) / 2;
      if (middleMs >= state[PIXEL_END]) moveTo(middleMs);
      if (isEmpty) {
        state[FIRST_MS] = firstMs;
        state[FIRST] = stretches.firstValue[at];
      }
      if (isEmpty || stretches.min[at] < state[MIN]) {
        state[MIN] = stretches.min[at];
        state[MIN_MS] = stretches.minMs[at];
      }
      if (isEmpty || stretches.max[at] > state[MAX]) {
        state[MAX] = stretches.max[at];
        state[MAX_MS] = stretches.maxMs[at];
      }
      isEmpty = false;
      state[LAST] = stretches.lastValue[at];
      state[LAST_MS] = state[VALUE_BEFORE] = lastMs;
      isMissingBetween = lastMs < endMs;
      return true;
    },
    takeReadings(timesMs, values, from, to, stepMs) {
      for (let i = from; i < to; i++) {
        if (!isEmpty) i = takeRun(timesMs, values, i, to);
        if (i === to) return;
        const timeMs = timesMs[i];
        if (timeMs < fromMs || timeMs > toMs) continue;
        const value = values[i];
        readingCount++;
        if (value !== value) {
          missingCount++;
          isMissingBetween = true;
          continue;
        }
        bridgeTo(timeMs, stepMs);
        if (timeMs >= state[PIXEL_END]) moveTo(timeMs);
        if (isEmpty) {
          isEmpty = false;
          state[FIRST_MS] = state[MIN_MS] = state[MAX_MS] = timeMs;
          state[FIRST] = state[MIN] = state[MAX] = value;
        } else if (value < state[MIN]) {
          state[MIN] = value;
          state[MIN_MS] = timeMs;
        } else if (value > state[MAX]) {
          state[MAX] = value;
          state[MAX_MS] = timeMs;
        }
        state[LAST] = value;
        state[LAST_MS] = state[VALUE_BEFORE] = timeMs;
      }
    },
    finish() {
      flush();
      const drawn = points.valueCount();
      return {
        ...points.columns(),
        readingCount,
        missingCount,
        readingsPerPoint: drawn === 0 ? 1 : (readingCount - missingCount) / drawn,
      };
    },
  };
}
