/** Samples counted by what was said about them and what they are. */
export interface Outcomes {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
  readonly falseNegatives: number;
}

export const noOutcomes: Outcomes = {
  truePositives: 0,
  falsePositives: 0,
  trueNegatives: 0,
  falseNegatives: 0,
};

/** Compares sample by sample, without tolerance: 1 = anomalous, 0 = not. Both have the same length. */
export function countOutcomes(flags: Uint8Array, labels: Uint8Array): Outcomes {
  const counts = [0, 0, 0, 0];
  for (let at = 0; at < labels.length; at++)
    counts[2 * (flags[at] === 0 ? 0 : 1) + (labels[at] === 0 ? 0 : 1)]++;
  return {
    trueNegatives: counts[0],
    falseNegatives: counts[1],
    falsePositives: counts[2],
    truePositives: counts[3],
  };
}

export const addOutcomes = (one: Outcomes, other: Outcomes): Outcomes => ({
  truePositives: one.truePositives + other.truePositives,
  falsePositives: one.falsePositives + other.falsePositives,
  trueNegatives: one.trueNegatives + other.trueNegatives,
  falseNegatives: one.falseNegatives + other.falseNegatives,
});

export interface Rates {
  /** TP / (TP + (FN + FP) / 2). */
  readonly f1: number;
  /** FP / (FP + TN): share of the normal samples that are flagged, 0..1. */
  readonly falseAlarmRate: number;
  /** FN / (FN + TP): share of the anomalous samples that are missed, 0..1. */
  readonly missedAlarmRate: number;
}

/** NaN where there is nothing to divide by. */
export function ratesOf({ truePositives, falsePositives, trueNegatives, falseNegatives }: Outcomes): Rates {
  return {
    f1: truePositives / (truePositives + (falseNegatives + falsePositives) / 2),
    falseAlarmRate: falsePositives / (falsePositives + trueNegatives),
    missedAlarmRate: falseNegatives / (falseNegatives + truePositives),
  };
}
