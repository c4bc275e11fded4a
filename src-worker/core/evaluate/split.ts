import { usualStepMs } from '../stats/usual-step.ts';
import type { RowWindow } from './windows.ts';

/** The rows on which figures are measured. */
export interface MeasuredRows {
  /** Stretches of rows, in order, both ends included. */
  readonly segments: readonly RowWindow[];
  readonly rowCount: number;
  /** `held-out`: no detector has learnt from them. `in-sample`: everything was learnt from, so there is nothing else. */
  readonly scope: 'held-out' | 'in-sample';
}

/** Everything that is not learnt from; all rows where nothing else is left. `trainTo` is the row after the last one. */
export function rowsToMeasure(rowCount: number, trainFrom: number, trainTo: number): MeasuredRows {
  const before = { from: 0, to: trainFrom - 1 };
  const after = { from: trainTo, to: rowCount - 1 };
  const segments = [before, after].filter(({ from, to }) => to >= from);
  if (segments.length === 0)
    return { segments: [{ from: 0, to: rowCount - 1 }], rowCount, scope: 'in-sample' };
  return { segments, rowCount: countRows(segments), scope: 'held-out' };
}

export const countRows = (segments: readonly RowWindow[]): number =>
  segments.reduce((sum, { from, to }) => sum + to - from + 1, 0);

/** Neighbouring rows further apart than this many usual steps are a gap. */
const GAP_STEPS = 5;

/** Time that the rows of the segments cover, in days: each row stands until the next one, a usual step where a gap follows. */
export function daysCovered(timesMs: Float64Array, segments: readonly RowWindow[]): number {
  const stepMs = usualStepMs(timesMs);
  let coveredMs = 0;
  for (const { from, to } of segments) {
    for (let row = from; row <= to; row++) {
      const untilNext = row < timesMs.length - 1 ? timesMs[row + 1] - timesMs[row] : stepMs;
      coveredMs += untilNext > GAP_STEPS * stepMs ? stepMs : untilNext;
    }
  }
  return coveredMs / 86_400_000;
}

/** The values of the rows of the segments, one after the other. */
export function pickSegments<T extends Float64Array | Uint8Array>(
  values: T,
  segments: readonly RowWindow[],
): T;
export function pickSegments(
  values: Float64Array | Uint8Array,
  segments: readonly RowWindow[],
): Float64Array | Uint8Array {
  const [only] = segments;
  if (segments.length === 1) return values.subarray(only.from, only.to + 1);
  const picked =
    values instanceof Float64Array
      ? new Float64Array(countRows(segments))
      : new Uint8Array(countRows(segments));
  let at = 0;
  for (const { from, to } of segments) {
    picked.set(values.subarray(from, to + 1), at);
    at += to - from + 1;
  }
  return picked;
}
