import { flagOverlap, rankCorrelation } from './rank-correlation.ts';

export interface Agreement {
  /** Rank correlation of the scores of each pair, row by row; null where a score is the same everywhere. */
  readonly correlations: readonly (readonly (number | null)[])[];
  /** Share of flagged samples in common, of those that either flags; null where neither flags any. */
  readonly overlaps: readonly (readonly (number | null)[])[];
  /** Samples that the correlation was taken on. */
  readonly correlationRows: number;
}

const MOST_ROWS = 20_000;

/** How far detectors say the same of the measured samples; correlations on at most about 20,000 of them, evenly spread. */
export function measureAgreement(scores: readonly Float64Array[], flags: readonly Uint8Array[]): Agreement {
  const step = Math.max(1, Math.ceil((scores.at(0)?.length ?? 0) / MOST_ROWS));
  const thinned = scores.map((one) => one.filter((_, row) => row % step === 0));
  const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);
  return {
    correlations: thinned.map((one) => thinned.map((other) => orNull(rankCorrelation(one, other)))),
    overlaps: flags.map((one) => flags.map((other) => orNull(flagOverlap(one, other)))),
    correlationRows: thinned.at(0)?.length ?? 0,
  };
}
