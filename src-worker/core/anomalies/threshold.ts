import { AppFailure } from '@shared/errors.ts';
import { selectNth } from '../stats/select-nth.ts';

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
  const known = new Float64Array(scores.length);
  let count = 0;
  for (const score of scores) if (!Number.isNaN(score)) known[count++] = score;
  if (count === 0) {
    throw new AppFailure({
      kind: 'invalid-input',
      message: 'No sample of the training range could be scored: too many readings are missing.',
    });
  }
  const flagged = Math.min(Math.round(count * contamination), count - 1);
  return selectNth(known.subarray(0, count), count - 1 - flagged);
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
