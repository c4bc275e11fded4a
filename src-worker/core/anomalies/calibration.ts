import { quantileOf, quantilesOf } from '../stats/quantile.ts';

/** What makes scores of different detectors and tags comparable: two figures of the scores of the training samples. */
export interface Calibration {
  readonly median: number;
  /** Way from the median to the 90 % quantile; above 0. */
  readonly width: number;
}

/** Leaves scores as they are. */
export const NO_CALIBRATION: Calibration = { median: 0, width: 1 };

/** On the common scale: where a sample becomes anomalous unless a contamination is asked for. */
export const USUAL_LIMIT = 4.5;

/**
 * The common scale of scores: (score - median) / (90 % quantile - median), both of the training samples.
 * 0 is a usual training sample, 1 is what a tenth of the training reaches, 4.5 (`USUAL_LIMIT`) is the usual limit.
 * Adding to or multiplying all scores of a detector does not change it, nor does up to a tenth of abnormal training
 * samples much. Order is kept, so a threshold flags the same samples on either scale. Scores that are NaN are left
 * out. Where the two quantiles are equal the way to the highest score counts, and 1 where all scores are equal.
 * Gives null when nothing is scored.
 */
export function calibrate(trainingScores: Float64Array): Calibration | null {
  const [median, upper] = quantilesOf(trainingScores, [0.5, 0.9]);
  if (Number.isNaN(median)) return null;
  const width = upper - median;
  if (width > 0) return { median, width };
  const range = quantileOf(trainingScores, 1) - median;
  return { median, width: range > 0 ? range : 1 };
}

/** A detector's score on the common scale. */
export const toCommonScale = ({ median, width }: Calibration, score: number): number =>
  (score - median) / width;

/** The detector's score that stands at `value` of the common scale. */
export const fromCommonScale = ({ median, width }: Calibration, value: number): number =>
  median + value * width;
