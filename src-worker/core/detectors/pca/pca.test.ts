import { describe, expect, it } from 'vitest';
import { noCheckpoint } from '../../checkpoint.ts';
import type { Matrix } from '../../matrix.ts';
import { createRandom } from '../../random.ts';
import { countComponents, fitComponents, measureSamples } from './components.ts';
import { mahalanobis } from './pca.ts';

/** Two tags that follow each other with a correlation of about 0.995. */
function pair(rowCount = 2000): Matrix {
  const random = createRandom(8);
  const data = new Float32Array(rowCount * 2);
  for (let row = 0; row < rowCount; row++) {
    const common = random.normal();
    data[row * 2] = 100 + common;
    data[row * 2 + 1] = 5 + common + 0.1 * random.normal();
  }
  return { rowCount, columnCount: 2, data };
}

describe('principal components', () => {
  it('of two tags hold 1 + r and 1 - r of the variance', async () => {
    const samples = pair();
    const { variances } = await fitComponents(samples, noCheckpoint);
    expect((variances[0] ?? 0) + (variances[1] ?? 0)).toBeCloseTo(2, 10);
    expect(variances[0]).toBeGreaterThan(1.98);
    expect(countComponents(variances, 0.9)).toBe(1);
  });

  it('T2 over all components has the mean columns over the training samples', async () => {
    const samples = pair();
    const components = await fitComponents(samples, noCheckpoint);
    const { t2 } = measureSamples(components, samples, 2);
    expect(t2.reduce((sum, value) => sum + value, 0) / samples.rowCount).toBeCloseTo(2, 6);
  });
});

it('sees a broken relation of two tags that are each in their usual range', async () => {
  const fitted = await mahalanobis.fit(pair(), {}, 1, noCheckpoint);
  const [together, apart] = fitted.scoreSamples({
    rowCount: 2,
    columnCount: 2,
    data: Float32Array.of(101.5, 6.5, 101.5, 3.5),
  });
  expect(together).toBeLessThan(3);
  expect(apart).toBeGreaterThan(10);
});

describe('what a distance expects and blames', () => {
  const at = (first: number, second: number): Matrix => ({
    rowCount: 1,
    columnCount: 2,
    data: Float32Array.of(first, second),
  });

  it('expects each tag where the other one puts it', async () => {
    const fitted = await mahalanobis.fit(pair(20_000), {}, 1, noCheckpoint);
    const expected = fitted.expectedValues?.(at(102, 5)).data ?? new Float32Array(2);
    // Regression of the second on the first has the slope 1, of the first on the second 1 / 1.01.
    expect(expected[0]).toBeCloseTo(100, 1);
    expect(expected[1]).toBeCloseTo(7, 1);
  });

  it('weighs a tag by what the distance would lose if that tag alone were as expected', async () => {
    const samples = at(101, 8);
    const fitted = await mahalanobis.fit(pair(), {}, 1, noCheckpoint);
    const expected = fitted.expectedValues?.(samples).data ?? new Float32Array(2);
    const squareOf = (block: Matrix) => (fitted.scoreSamples(block)[0] ?? NaN) ** 2 * 2;
    const weights = fitted.columnWeights?.(samples, [0]) ?? new Float64Array(2);
    expect(weights[0]).toBeCloseTo(squareOf(samples) - squareOf(at(expected[0] ?? NaN, 8)), 1);
    expect(weights[1]).toBeCloseTo(squareOf(samples) - squareOf(at(101, expected[1] ?? NaN)), 1);
  });

  it('averages a score over the samples asked for, and opens what was saved before that', async () => {
    const samples = pair(50);
    const single = await mahalanobis.fit(pair(), {}, 1, noCheckpoint);
    const smooth = await mahalanobis.fit(pair(), { smoothSamples: 5 }, 1, noCheckpoint);
    const own = single.scoreSamples(samples);
    const mean = own.subarray(20, 25).reduce((sum, score) => sum + score, 0) / 5;
    expect(smooth.scoreSamples(samples)[24]).toBeCloseTo(mean, 4);
    const json = single.toJSON();
    const old = mahalanobis.fromJSON(Object.assign({}, json, { formatVersion: 1 }));
    expect(old.scoreSamples(samples)).toEqual(own);
  });
});
