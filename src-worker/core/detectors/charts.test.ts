import { describe, expect, it } from 'vitest';
import { noCheckpoint } from '../checkpoint.ts';
import type { Matrix } from '../matrix.ts';
import { createRandom } from '../random.ts';
import { cusum } from './cusum.ts';
import type { FittedDetector } from './detector.ts';
import { mewma } from './mewma.ts';

/** Independent standard normals, the first column moved up by `shift`. */
function normals(rowCount: number, columnCount: number, seed: number, shift = 0): Matrix {
  const random = createRandom(seed);
  const data = Float32Array.from(
    { length: rowCount * columnCount },
    (_, at) => random.normal() + (at % columnCount === 0 ? shift : 0),
  );
  return { rowCount, columnCount, data };
}

/** Mean number of samples until the score passes `limit`, over `runs` series that each begin anew. */
function runLength(
  fitted: FittedDetector,
  limit: number,
  shift: number,
  runs: number,
  longest: number,
): number {
  let total = 0;
  for (let run = 0; run < runs; run++) {
    const scores = fitted.scoreSamples(normals(longest, fitted.columnCount, 100 + run, shift));
    const first = scores.findIndex((score) => score > limit);
    total += first < 0 ? longest : first + 1;
  }
  return total / runs;
}

describe('the multivariate EWMA', () => {
  it('is T2 of single samples for a weight of 1', async () => {
    const training = normals(5000, 2, 1);
    const fitted = await mewma.fit(training, { weight: 1 }, 1, noCheckpoint);
    const scores = fitted.scoreSamples(training);
    // T2 over the training has the mean 2, the number of tags.
    expect(scores.reduce((sum, score) => sum + score, 0) / 5000).toBeCloseTo(2, 2);
  });

  it('weighs the samples back by (1 - weight) each and takes the exact variance of their mean', async () => {
    const fitted = await mewma.fit(normals(50_000, 1, 2), { weight: 0.5 }, 1, noCheckpoint);
    const [first, second] = fitted.scoreSamples({ rowCount: 2, columnCount: 1, data: Float32Array.of(2, 5) });
    expect(first).toBeCloseTo(4, 0);
    // Mean (2 + 2 x 5) / 3 = 4, variance (1 + 4) / 9: T2 = 16 x 9 / 5 = 28.8.
    expect((second ?? 0) / 28.8).toBeCloseTo(1, 1);
  });

  it('follows the textbook recursion once its window is full', async () => {
    const samples = normals(400, 2, 7);
    const fitted = await mewma.fit(normals(50_000, 2, 3), { weight: 0.2 }, 1, noCheckpoint);
    const scores = fitted.scoreSamples(samples);
    const mean = [0, 0];
    let largest = 0;
    for (let row = 0; row < 400; row++) {
      for (const at of [0, 1]) {
        mean[at] = 0.2 * (samples.data[row * 2 + at] ?? NaN) + 0.8 * (mean[at] ?? NaN);
      }
      // The covariance of independent normals is 1, that of their weighted mean 0.2 / 1.8.
      const t2 = ((mean[0] ?? NaN) ** 2 + (mean[1] ?? NaN) ** 2) / (0.2 / 1.8);
      if (row >= 100) largest = Math.max(largest, Math.abs(t2 - (scores[row] ?? NaN)) / (1 + t2));
    }
    expect(largest).toBeLessThan(0.05);
  });

  it('raises one false alarm in 200 samples at the published limit', async () => {
    // Lowry et al. 1992: two tags, weight 0.1, limit 8.66.
    const fitted = await mewma.fit(normals(50_000, 2, 3), { weight: 0.1 }, 1, noCheckpoint);
    const samples = runLength(fitted, 8.66, 0, 300, 1500);
    expect(samples).toBeGreaterThan(160);
    expect(samples).toBeLessThan(240);
  });
});

describe('the CUSUM', () => {
  it('adds what exceeds the slack and starts again at 0', async () => {
    const fitted = await cusum.fit(normals(50_000, 1, 4), {}, 1, noCheckpoint);
    const scores = fitted.scoreSamples({
      rowCount: 6,
      columnCount: 1,
      data: Float32Array.of(1, 1, -1, -2, -2, 0),
    });
    // Upwards 0.5, 1, 0, 0, 0, 0; downwards 0, 0, 0.5, 2, 3.5, 3.
    [0.5, 1, 0.5, 2, 3.5, 3].forEach((expected, row) => expect(scores[row]).toBeCloseTo(expected, 1));
  });

  it('has the published run lengths', async () => {
    // Montgomery, table 9.3, slack 0.5, limit 4: 168 in control, 8.38 for a shift of one deviation.
    const fitted = await cusum.fit(normals(50_000, 1, 5), {}, 1, noCheckpoint);
    const inControl = runLength(fitted, 4, 0, 300, 1200);
    expect(inControl).toBeGreaterThan(168 * 0.8);
    expect(inControl).toBeLessThan(168 * 1.2);
    expect(Math.abs(runLength(fitted, 4, 1, 300, 200) - 8.38)).toBeLessThan(0.7);
  });

  it('reaches back no further than its window', async () => {
    const fitted = await cusum.fit(normals(5000, 1, 6), { windowSamples: 10 }, 1, noCheckpoint);
    const scores = fitted.scoreSamples({ rowCount: 40, columnCount: 1, data: new Float32Array(40).fill(3) });
    expect(scores[9]).toBeGreaterThan(scores[8] ?? NaN);
    expect(scores[39]).toBe(scores[9]);
  });
});
