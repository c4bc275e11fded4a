import { describe, expect, it } from 'vitest';
import { calibrate, NO_CALIBRATION } from '../../anomalies/calibration.ts';
import { noCheckpoint } from '../../checkpoint.ts';
import { type Matrix, rowRange } from '../../matrix.ts';
import { createRandom } from '../../random.ts';
import { agreementWeights, combineScores, fitScales } from './combine.ts';
import { ensemble } from './ensemble.ts';
import { fitTailRank, surpriseOf } from './tail-rank.ts';

const random = createRandom(31);
const normals = (count: number) => Float64Array.from({ length: count }, () => random.normal());

describe('the tail rank', () => {
  const rank = fitTailRank(Float64Array.from({ length: 1001 }, (_, at) => at));

  it('is -log10 of the share of training scores above', () => {
    expect(surpriseOf(rank, 500)).toBeCloseTo(Math.log10(2), 9);
    expect(surpriseOf(rank, 900)).toBeCloseTo(1, 9);
    expect(surpriseOf(rank, 990)).toBeCloseTo(2, 9);
  });

  it('goes on rising beyond the training and falling below its median', () => {
    expect(surpriseOf(rank, 2000)).toBeGreaterThan(surpriseOf(rank, 1001) + 1);
    expect(surpriseOf(rank, 0)).toBeLessThan(0);
    expect(surpriseOf(rank, NaN)).toBeNaN();
  });

  it('does not depend on the unit of the scores', () => {
    const scores = normals(400);
    const other = fitTailRank(scores.map((score) => 100 * score - 3));
    expect(surpriseOf(other, 100 * 4 - 3)).toBeCloseTo(surpriseOf(fitTailRank(scores), 4), 9);
  });

  it('works where the training scores are equal', () => {
    const equal = fitTailRank(new Float64Array(50).fill(2));
    expect(surpriseOf(equal, 2)).toBeCloseTo(Math.log10(2), 9);
    expect(surpriseOf(equal, 3)).toBeGreaterThan(0.9);
  });
});

describe('joining scores', () => {
  const scale = { calibration: NO_CALIBRATION, rank: fitTailRank(normals(1000)), weight: 0.5 };
  const joined = (combination: 'mean' | 'maximum' | 'agreement', weights: readonly [number, number]) =>
    combineScores(
      combination,
      weights.map((weight) => ({ ...scale, weight })),
      [Float64Array.of(1, 8), Float64Array.of(3, 0)],
    );

  it('takes the mean, the maximum or the weighted mean on the common scale', () => {
    expect(joined('mean', [0.5, 0.5])).toEqual(Float64Array.of(2, 4));
    expect(joined('maximum', [0.5, 0.5])).toEqual(Float64Array.of(3, 8));
    expect(joined('agreement', [0.25, 0.75])).toEqual(Float64Array.of(2.5, 2));
  });

  it('gives a member that goes its own way no weight', () => {
    const common = normals(2000);
    const noisy = () => common.map((value) => value + 0.3 * random.normal());
    const weights = agreementWeights([noisy(), noisy(), normals(2000)]);
    expect(weights[0]).toBeCloseTo(0.5, 1);
    expect(weights[2]).toBeLessThan(0.05);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
  });

  it('joins ranks so that neither the unit nor the spread of a member counts', () => {
    const [one, other] = [normals(1000), normals(1000)];
    const wide = other.map((score) => 1e6 * score);
    const plain = combineScores('rank', fitScales([one, other]), [one, other]);
    const scaled = combineScores('rank', fitScales([one, wide]), [one, wide]);
    plain.forEach((score, row) => expect(scaled[row]).toBeCloseTo(score, 9));
  });
});

describe('the ensemble', () => {
  const samples: Matrix = { rowCount: 600, columnCount: 3, data: Float32Array.from(normals(1800)) };
  for (let row = 500; row < 600; row++) samples.data[row * 3] = 4;
  const training = rowRange(samples, 0, 400);

  it.each(['mean', 'maximum', 'rank', 'agreement'])('sees a lasting shift with "%s"', async (combine) => {
    const fitted = await ensemble.fit(training, { ...ensemble.defaultOptions, combine }, 1, noCheckpoint);
    const scores = fitted.scoreSamples(samples);
    expect(Math.min(...scores.subarray(530))).toBeGreaterThan(2 * Math.max(...scores.subarray(0, 500)));
    expect(calibrate(scores.subarray(0, 400))?.width).toBeGreaterThan(0);
  });

  it('refuses members and combinations that there are not', async () => {
    const fit = (options: Record<string, string>) => ensemble.fit(training, options, 1, noCheckpoint);
    await expect(fit({ members: 'knn,ensemble' })).rejects.toThrow(
      /"members" must be different ones of: .*it is knn,ensemble/,
    );
    await expect(fit({ members: 'knn,knn' })).rejects.toThrow(/different/);
    await expect(fit({ combine: 'median' })).rejects.toThrow(/mean, maximum, rank, agreement/);
  });
});
