import type { ModeThreshold } from '@shared/contract/conditions.ts';
import { levelByMode, thresholdsByMode } from '../anomalies/mode-thresholds.ts';
import { thresholdBy, type ThresholdRule } from '../anomalies/threshold.ts';
import type { RowModes } from './keep-modes.ts';

/** What a run would take from the same training scores. */
export interface LearntThresholds {
  readonly threshold: number;
  /** Of the modes that have one of their own; none where one is for all. */
  readonly modeThresholds: readonly ModeThreshold[];
}

/** By the rule of a run. `modes`: of the training rows, where each mode is to have its own. */
export function learnThresholds(
  rule: ThresholdRule,
  trainScores: Float64Array,
  modes: RowModes['rowModes'],
): LearntThresholds {
  const scored = { scores: trainScores, trainFrom: 0, trainTo: trainScores.length, threshold: rule };
  return {
    threshold: thresholdBy(rule, trainScores),
    modeThresholds: modes === null ? [] : thresholdsByMode(scored, { modes }),
  };
}

/** Scores moved so that `threshold` flags in every mode what the threshold of the mode flags. `modes`: of the same rows. */
export const levelScores = (
  scores: Float64Array,
  { threshold, modeThresholds }: LearntThresholds,
  modes: RowModes['rowModes'],
): Float64Array => (modes === null ? scores : levelByMode(scores, threshold, modeThresholds, modes));
