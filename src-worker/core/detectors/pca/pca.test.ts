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
