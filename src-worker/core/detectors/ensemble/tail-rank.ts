import { quantileOf } from '../../stats/quantile.ts';

/** How rare a score is among those of the training: knots of score over surprise, both rising. */
export interface TailRank {
  readonly scores: Float64Array;
  /** -log10 of the share of training scores above. */
  readonly surprises: Float64Array;
}

const SHARES = [0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001];

/** Knots where at least five training scores lie above, and at half and a tenth of them. */
export function fitTailRank(trainingScores: Float64Array): TailRank {
  const scored = trainingScores.filter((score) => !Number.isNaN(score));
  const knots: { score: number; surprise: number }[] = [];
  for (const share of SHARES) {
    const score = quantileOf(scored, 1 - share);
    const isNew = knots.every((knot) => score > knot.score);
    if (isNew && (share >= 0.1 || share * scored.length >= 5))
      knots.push({ score, surprise: -Math.log10(share) });
  }
  if (knots.length === 0) knots.push({ score: 0, surprise: -Math.log10(0.5) });
  if (knots.length === 1) {
    const highest = quantileOf(scored, 1);
    const way = highest > knots[0].score ? highest - knots[0].score : 1;
    knots.push({ score: knots[0].score + way, surprise: 1 });
  }
  return {
    scores: Float64Array.from(knots, ({ score }) => score),
    surprises: Float64Array.from(knots, ({ surprise }) => surprise),
  };
}

/**
 * -log10 of the share of training scores above `score`: straight lines between the knots; beyond the last one the tail
 * goes on exponentially, as steep as from the first knot to the last; below the first one likewise. NaN stays NaN.
 */
export function surpriseOf({ scores, surprises }: TailRank, score: number): number {
  const last = scores.length - 1;
  const slope = (surprises[last] - surprises[0]) / (scores[last] - scores[0]);
  if (score <= scores[0]) return surprises[0] + slope * (score - scores[0]);
  if (score >= scores[last]) return surprises[last] + slope * (score - scores[last]);
  let above = 1;
  while (scores[above] < score) above++;
  const way = (score - scores[above - 1]) / (scores[above] - scores[above - 1]);
  return surprises[above - 1] + way * (surprises[above] - surprises[above - 1]);
}
