import { type Calibration, calibrate, NO_CALIBRATION, toCommonScale } from '../../anomalies/calibration.ts';
import { fitTailRank, surpriseOf, type TailRank } from './tail-rank.ts';

export const combinations = ['mean', 'maximum', 'rank', 'agreement'] as const;
export type Combination = (typeof combinations)[number];

/** What is known of a member's scores in training. */
export interface MemberScale {
  readonly calibration: Calibration;
  readonly rank: TailRank;
  /** Share in the combination `agreement`; the weights of the members add up to 1. */
  readonly weight: number;
}

/** The scores that one member gave to the training samples become its scale; weights by agreement. */
export function fitScales(trainingScores: readonly Float64Array[]): MemberScale[] {
  const calibrations = trainingScores.map((scores) => calibrate(scores) ?? NO_CALIBRATION);
  const weights = agreementWeights(
    trainingScores.map((scores, at) =>
      scores.map((score) => Math.min(MOST, toCommonScale(calibrations[at], score))),
    ),
  );
  return trainingScores.map((scores, at) => ({
    calibration: calibrations[at],
    rank: fitTailRank(scores),
    weight: weights[at],
  }));
}

/** One abnormal training sample must not decide about agreement. */
const MOST = 10;

/**
 * A member weighs as much as its scores go along with those of the others: mean correlation with them in training,
 * negative ones counting as 0; all the same where nobody agrees. Source: the idea of Zimek, Campello and Sander,
 * "Ensembles for unsupervised outlier detection", SIGKDD Explorations 2014, section 4.
 */
export function agreementWeights(scores: readonly Float64Array[]): number[] {
  const agreements = scores.map((own, at) => {
    const others = scores.filter((_, other) => other !== at);
    const sum = others.reduce((total, other) => total + Math.max(0, correlationOf(own, other)), 0);
    return others.length === 0 ? 1 : sum / others.length;
  });
  const total = agreements.reduce((sum, agreement) => sum + agreement, 0);
  return agreements.map((agreement) => (total > 0 ? agreement / total : 1 / scores.length));
}

function correlationOf(one: Float64Array, other: Float64Array): number {
  let count = 0;
  const sums = { one: 0, other: 0, oneSquare: 0, otherSquare: 0, product: 0 };
  for (let at = 0; at < one.length; at++) {
    if (Number.isNaN(one[at]) || Number.isNaN(other[at])) continue;
    count++;
    sums.one += one[at];
    sums.other += other[at];
    sums.oneSquare += one[at] ** 2;
    sums.otherSquare += other[at] ** 2;
    sums.product += one[at] * other[at];
  }
  const covariance = sums.product - (sums.one * sums.other) / count;
  const variances = (sums.oneSquare - sums.one ** 2 / count) * (sums.otherSquare - sums.other ** 2 / count);
  return variances > 0 ? covariance / Math.sqrt(variances) : 0;
}

/**
 * One score from those of the members, shape [rowCount]:
 * - mean: of the scores on the common scale; agreement: the same, weighted;
 * - maximum: the highest score on the common scale;
 * - rank: mean over the members of -log10 of the share of training scores above (Fisher's way of joining tails).
 */
export function combineScores(
  combination: Combination,
  scales: readonly MemberScale[],
  scores: readonly Float64Array[],
): Float64Array {
  const rowCount = scores[0].length;
  const combined = new Float64Array(rowCount).fill(combination === 'maximum' ? -Infinity : 0);
  scales.forEach(({ calibration, rank, weight }, at) => {
    const share = combination === 'agreement' ? weight : 1 / scales.length;
    for (let row = 0; row < rowCount; row++) {
      const score = scores[at][row];
      if (combination === 'maximum') {
        combined[row] = Math.max(combined[row], toCommonScale(calibration, score));
      } else if (combination === 'rank') {
        combined[row] += share * surpriseOf(rank, score);
      } else {
        combined[row] += share * toCommonScale(calibration, score);
      }
    }
  });
  return combined;
}
