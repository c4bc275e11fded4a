import type { TrendLane } from '@shared/contract/readings.ts';
import { GAP_STEPS } from '../chunks/chunk-header.ts';
import { createPointList } from './point-list.ts';
import type { Summaries } from './summaries.ts';

/** A stretch that reaches over the edge of a pixel still counts as one, if it is this much shorter than a pixel. */
const LARGEST_SHARE_OF_PIXEL = 1 / 2;

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
  let readingCount = 0;
  let missingCount = 0;

  // The pixel being filled.
  let pixelEndMs = -Infinity;
  let isEmpty = true;
  let firstMs = 0;
  let first = 0;
  let minMs = 0;
  let min = 0;
  let maxMs = 0;
  let max = 0;
  let lastMs = 0;
  let last = 0;

  // What lies before the next value.
  let valueBeforeMs = NaN;
  let stepBeforeMs = 0;
  let isMissingBetween = false;

  const flush = (): void => {
    if (isEmpty) return;
    points.add(firstMs, first);
    const isMinFirst = minMs < maxMs;
    const earlierMs = isMinFirst ? minMs : maxMs;
    const laterMs = isMinFirst ? maxMs : minMs;
    if (earlierMs > firstMs && earlierMs < lastMs) points.add(earlierMs, isMinFirst ? min : max);
    if (laterMs > firstMs && laterMs < lastMs && laterMs !== earlierMs)
      points.add(laterMs, isMinFirst ? max : min);
    if (lastMs > firstMs) points.add(lastMs, last);
    isEmpty = true;
  };

  const moveTo = (timeMs: number): void => {
    flush();
    const pixel = Math.floor((timeMs - fromMs) / pixelMs) + 1;
    pixelEndMs = pixel >= pixels ? Infinity : fromMs + pixel * pixelMs;
    if (pixelEndMs <= timeMs) pixelEndMs += pixelMs;
  };

  /** Sees the next value coming and draws the gap before it, if there is one. */
  const bridgeTo = (timeMs: number, stepMs: number): void => {
    const distance = timeMs - valueBeforeMs;
    if (distance >= pixelMs) {
      const usual = Math.max(stepMs, stepBeforeMs);
      if (isMissingBetween || (usual > 0 && distance > GAP_STEPS * usual)) {
        flush();
        points.add(valueBeforeMs + distance / 2, NaN);
      }
    }
    isMissingBetween = false;
    stepBeforeMs = stepMs;
  };

  /** The hot loop: readings that need no decision, in the pixel being filled. Returns the index of the first that does. */
  const takeRun = (timesMs: Float64Array, values: Float64Array, from: number, to: number): number => {
    const limitMs = Math.min(pixelEndMs, toMs);
    let lowest = min;
    let lowestMs = minMs;
    let highest = max;
    let highestMs = maxMs;
    let beforeMs = valueBeforeMs;
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
    min = lowest;
    minMs = lowestMs;
    max = highest;
    maxMs = highestMs;
    last = values[i - 1];
    lastMs = valueBeforeMs = beforeMs;
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
      const stretchFirstMs = stretches.firstValueMs[at];
      if (stretchFirstMs > startMs) isMissingBetween = true;
      bridgeTo(stretchFirstMs, stepMs);
      const middleMs = (startMs + endMs) / 2;
      if (middleMs >= pixelEndMs) moveTo(middleMs);
      if (isEmpty) {
        firstMs = stretchFirstMs;
        first = stretches.firstValue[at];
      }
      if (isEmpty || stretches.min[at] < min) {
        min = stretches.min[at];
        minMs = stretches.minMs[at];
      }
      if (isEmpty || stretches.max[at] > max) {
        max = stretches.max[at];
        maxMs = stretches.maxMs[at];
      }
      isEmpty = false;
      last = stretches.lastValue[at];
      lastMs = stretches.lastValueMs[at];
      valueBeforeMs = lastMs;
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
        if (timeMs >= pixelEndMs) moveTo(timeMs);
        if (isEmpty) {
          isEmpty = false;
          firstMs = minMs = maxMs = timeMs;
          first = min = max = value;
        } else if (value < min) {
          min = value;
          minMs = timeMs;
        } else if (value > max) {
          max = value;
          maxMs = timeMs;
        }
        last = value;
        lastMs = valueBeforeMs = timeMs;
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
