import { describe, expect, it } from 'vitest';
import { noCheckpoint } from '../../checkpoint.ts';
import { type Matrix, rowRange } from '../../matrix.ts';
import { createRandom } from '../../random.ts';
import { aakr } from './aakr.ts';
import { estimateRows } from './kernel-estimate.ts';
import { selectMemory } from './memory.ts';

/** Two tags on a half circle, so that either tells the other, with a little noise. */
function halfCircle(rowCount: number): Matrix {
  const random = createRandom(9);
  const data = new Float32Array(rowCount * 2);
  for (let row = 0; row < rowCount; row++) {
    const angle = Math.PI * random.uniform();
    data[row * 2] = 100 * Math.cos(angle) + random.normal();
    data[row * 2 + 1] = 100 * Math.sin(angle) + random.normal();
  }
  return { rowCount, columnCount: 2, data };
}

describe('the kernel estimate', () => {
  it('weighs the remembered vectors by the Gaussian of their distance', () => {
    // Distances 1 and 2, bandwidth 1: weights e^-1/2 and e^-2.
    const near = Math.exp(-0.5);
    const far = Math.exp(-2);
    expect(estimateRows(Float64Array.of(0), Float64Array.of(1, -2), 1, 1)[0]).toBeCloseTo(
      (near - 2 * far) / (near + far),
      12,
    );
  });

  it('takes the nearest vector where all are far away', () => {
    expect(estimateRows(Float64Array.of(1e6), Float64Array.of(1, -2), 1, 0.1)[0]).toBe(1);
    expect(estimateRows(Float64Array.of(1e200), Float64Array.of(1, -2), 1, 0.1)[0]).toBe(1);
  });
});

describe('choosing what is remembered', () => {
  it('takes the extremes of every column and rows from near to far', () => {
    const z = Float64Array.from({ length: 100 }, (_, row) => ((row * 37) % 100) - 50);
    const chosen = selectMemory(z, 1, 10).map((row) => z[row] ?? NaN);
    expect(chosen).toHaveLength(10);
    expect(Math.min(...chosen)).toBe(-50);
    expect(Math.max(...chosen)).toBe(49);
    expect(chosen.some((value) => Math.abs(value) < 5)).toBe(true);
  });

  it('takes all rows where there are few', () => {
    expect(selectMemory(Float64Array.of(3, 1, 2), 1, 10)).toEqual([0, 1, 2]);
  });
});

describe('kernel regression', () => {
  it('sees a sample off the curve though each tag is in its range, and expects it back on it', async () => {
    const samples = halfCircle(800);
    const fitted = await aakr.fit(samples, { smoothSamples: 1, bandwidth: 0.1 }, 1, noCheckpoint);
    const corner: Matrix = { rowCount: 1, columnCount: 2, data: Float32Array.of(95, 95) };
    const usual = fitted.scoreSamples(rowRange(samples, 0, 200));
    expect(fitted.scoreSamples(corner)[0]).toBeGreaterThan(2 * Math.max(...usual));
    const expected = fitted.expectedValues?.(rowRange(samples, 0, 50)).data ?? new Float32Array(100);
    const errors = expected.map((value, at) => Math.abs(value - (samples.data[at] ?? NaN)));
    expect(Math.max(...errors)).toBeLessThan(30);
  });

  it('gives the weight to the tag that is off', async () => {
    const samples = halfCircle(800);
    const fitted = await aakr.fit(samples, aakr.defaultOptions, 1, noCheckpoint);
    const block: Matrix = { rowCount: 30, columnCount: 2, data: samples.data.slice(0, 60) };
    for (let row = 0; row < 30; row++) block.data[row * 2] = 300;
    const weights = fitted.columnWeights?.(block, [29]) ?? new Float64Array(2);
    expect(weights[0]).toBeGreaterThan(5 * (weights[1] ?? NaN));
  });
});
