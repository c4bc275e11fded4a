import { AppFailure } from '@shared/errors.ts';
import { USUAL_LIMIT } from './calibration.ts';
import { quantileOf, quantilesOf } from '../stats/quantile.ts';
import { countKnown, rankedValues } from '../stats/ranked-values.ts';

/** How the threshold follows from the scores of the training samples. */
export type ThresholdRule =
  | { readonly kind: 'contamination'; readonly share: number }
  | { readonly kind: 'training-limit' }
  | { readonly kind: 'fixed'; readonly threshold: number };

/**
 * The score above which a sample is anomalous, from the scores of the training samples.
 * - contamination: see `thresholdFor`;
 * - training-limit: median + 4.5 x (90 % quantile - median), see `calibration.ts`. Up to a tenth of abnormal training samples does not raise
 *   it much, and adding to or multiplying all scores does not change what is flagged. Where the two quantiles are
 *   equal, the largest training score.
 * - fixed: as given.
 * Throws `invalid-input` when nothing is scored.
 */
export function thresholdBy(rule: ThresholdRule, scores: Float64Array): number {
  if (rule.kind === 'contamination') return thresholdFor(scores, rule.share);
  if (rule.kind === 'fixed') return rule.threshold;
  const [median, upper] = quantilesOf(scores, [0.5, 0.9]);
  if (Number.isNaN(median)) throw nothingScored();
  const width = upper - median;
  return width > 0 ? median + USUAL_LIMIT * width : quantileOf(scores, 1);
}

const nothingScored = (): AppFailure =>
  new AppFailure({
    kind: 'invalid-input',
    message: 'No sample of the training range could be scored: too many readings are missing.',
  });

/**
 * The score above which a sample is anomalous: of the n scores that are not NaN, round(n * contamination) lie strictly
 * above it when the scores are distinct; equal scores never make it more. `scores` are those of the training samples.
 * Throws `invalid-input` for a contamination outside (0, 0.5] and when nothing is scored.
 */
export function thresholdFor(scores: Float64Array, contamination: number): number {
  if (!(contamination > 0 && contamination <= 0.5)) {
    throw new AppFailure({
      kind: 'invalid-input',
      message: `The contamination must be above 0 and at most 0.5; it is ${contamination}.`,
    });
  }
  const count = countKnown(scores);
  if (count === 0) throw nothingScored();
  const flagged = Math.min(Math.round(count * contamination), count - 1);
  const [threshold] = rankedValues(scores, count, count - 1 - flagged, count - 1 - flagged);
  return threshold;
}

export interface Flags {
  /** 1 where the score is above the threshold, else 0. */
  readonly flags: Uint8Array;
  readonly anomalousCount: number;
  /** Samples that have a score. */
  readonly scoredCount: number;
}

/** Compares every score with the threshold. A sample without a score (NaN) is not flagged. */
export function flagSamples(scores: Float64Array, threshold: number): Flags {
  const flags = new Uint8Array(scores.length);
  let anomalousCount = 0;
  let scoredCount = 0;
  for (let index = 0; index < scores.length; index++) {
    const score = scores[index];
    if (Number.isNaN(score)) continue;
    scoredCount++;
    if (score > threshold) {
      flags[index] = 1;
      anomalousCount++;
    }
  }
  return { flags, anomalousCount, scoredCount };
}
