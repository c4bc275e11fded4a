import { afterEach, describe, expect, it, vi } from 'vitest';
import { noCheckpoint } from '../../checkpoint.ts';
import { rowRange } from '../../matrix.ts';
import { createRandom } from '../../random.ts';
import { isolationForest } from './isolation-forest.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('scoring many rows', () => {
  it('gives the same bits as scoring them a few at a time', async () => {
    const random = createRandom(2);
    const rowCount = 20_000;
    const data = Float32Array.from({ length: rowCount * 4 }, () => random.normal());
    data[50_000] = NaN;
    const samples = { rowCount, columnCount: 4, data };
    const fitted = await isolationForest.fit(samples, {}, 1, noCheckpoint);
    const whole = fitted.scoreSamples(samples);
    for (let from = 0; from < rowCount; from += 1000) {
      expect(fitted.scoreSamples(rowRange(samples, from, from + 1000))).toEqual(
        whole.subarray(from, from + 1000),
      );
    }
  });

  it('gives the same bits on a host without WebAssembly', async () => {
    const random = createRandom(3);
    const samples = {
      rowCount: 9000,
      columnCount: 3,
      data: Float32Array.from({ length: 27_000 }, () => random.normal()),
    };
    const fitted = await isolationForest.fit(samples, {}, 1, noCheckpoint);
    const scores = fitted.scoreSamples(samples);
    vi.stubGlobal('WebAssembly', undefined);
    vi.resetModules();
    const elsewhere = await import('./isolation-forest.ts');
    expect(elsewhere.isolationForest.fromJSON(fitted.toJSON()).scoreSamples(samples)).toEqual(scores);
  });
});
