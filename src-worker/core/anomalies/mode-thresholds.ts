import type { ModeThreshold } from '@shared/contract/conditions.ts';
import { OPERATING_MODES } from '../samples/operating-modes.ts';
import { type Interval, mergeAnomalies } from './merge.ts';
import type { Operation } from './operation.ts';
import { type Flags, flagSamples, thresholdBy, type ThresholdRule } from './threshold.ts';

/** A mode gets a threshold of its own from so many scored training samples on. */
const LEAST_SAMPLES = 50;

interface ScoredTraining {
  readonly scores: Float64Array;
  readonly trainFrom: number;
  readonly trainTo: number;
  readonly threshold: ThresholdRule;
}

/** The rule applied to the training scores of each mode by itself; modes with fewer than 50 of them have none. */
export function thresholdsByMode(
  input: ScoredTraining,
  { modes }: Pick<Operation, 'modes'>,
): ModeThreshold[] {
  return OPERATING_MODES.flatMap((mode, code) => {
    const own = input.scores
      .subarray(input.trainFrom, input.trainTo)
      .filter((score, at) => modes[input.trainFrom + at] === code && !Number.isNaN(score));
    return own.length < LEAST_SAMPLES ? [] : [{ mode, threshold: thresholdBy(input.threshold, own) }];
  });
}

/**
 * Scores as they are where one threshold is right for all modes: each moved by as much as the threshold of its mode
 * lies above or below `threshold`, which flags the same samples then. Modes without one of their own are left alone.
 * Scores and modes (codes of `MODE`) are of the same rows; shape [rowCount].
 */
export function levelByMode(
  scores: Float64Array,
  threshold: number,
  modeThresholds: readonly ModeThreshold[],
  modes: Uint8Array,
): Float64Array {
  const shifts = OPERATING_MODES.map((mode) => {
    const own = modeThresholds.find((one) => one.mode === mode);
    return own === undefined ? 0 : threshold - own.threshold;
  });
  return scores.map((score, row) => score + shifts[modes[row]]);
}

/** Flags and intervals by the threshold of each sample's mode; `threshold` where the mode has none, and without modes. */
export function flagByMode(
  timesMs: Float64Array,
  scores: Float64Array,
  threshold: number,
  modeThresholds: readonly ModeThreshold[],
  operation: Pick<Operation, 'modes'> | null,
): {
  readonly flagged: Flags;
  readonly intervals: Interval[];
  readonly thresholdAt: (row: number) => number;
} {
  if (operation === null || modeThresholds.length === 0) {
    return {
      flagged: flagSamples(scores, threshold),
      intervals: mergeAnomalies(timesMs, scores, threshold),
      thresholdAt: () => threshold,
    };
  }
  const { modes } = operation;
  const byCode = OPERATING_MODES.map(
    (mode) => modeThresholds.find((one) => one.mode === mode)?.threshold ?? threshold,
  );
  const thresholdAt = (row: number): number => byCode[modes[row]];
  const excess = scores.map((score, row) => score - thresholdAt(row));
  const intervals = mergeAnomalies(timesMs, excess, 0).map((interval) => ({
    ...interval,
    peakScore: scores[interval.peakIndex],
  }));
  return { flagged: flagSamples(excess, 0), intervals, thresholdAt };
}
