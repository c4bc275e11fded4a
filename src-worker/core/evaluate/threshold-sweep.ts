import type { Checkpoint } from '../checkpoint.ts';
import { type AlarmFigures, figuresOf, type Judged, judgeAlarms } from './judge-alarms.ts';

const FINE_STEP = 0.1;
const FINE_TO = 10;
const GROWTH = 1.06;
const MOST = 400;

/**
 * Thresholds on the common scale of scores from 0 to just above `highest`: steps of 0.1 up to 10, then of 6 %, so that
 * detectors with bounded and with unbounded scores can be looked at with one slider. A shorter grid is the beginning of a
 * longer one.
 */
export function thresholdGrid(highest: number): number[] {
  const grid: number[] = [];
  for (let step = 0; step * FINE_STEP <= FINE_TO; step++) {
    grid.push(Number((step * FINE_STEP).toFixed(1)));
    if (step * FINE_STEP > highest) return grid;
  }
  for (let value = FINE_TO * GROWTH; grid.length < MOST; value *= GROWTH) {
    grid.push(Number(value.toPrecision(3)));
    if (value > highest) break;
  }
  return grid;
}

/** What each threshold gives; `scores` and thresholds are on the common scale. */
export async function sweepThresholds(
  judged: Judged,
  scores: Float64Array,
  grid: readonly number[],
  checkpoint: Checkpoint,
): Promise<AlarmFigures[]> {
  const figures: AlarmFigures[] = [];
  for (const [at, threshold] of grid.entries()) {
    await checkpoint(at / grid.length, 'Trying thresholds');
    figures.push(figuresOf(judgeAlarms(judged, scores, threshold)));
  }
  return figures;
}
