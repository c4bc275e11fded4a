import { describe, expect, it } from 'vitest';
import { noCheckpoint } from '../../checkpoint.ts';
import type { Matrix } from '../../matrix.ts';
import { createRandom } from '../../random.ts';
import { toCompleteTrees, walkTrees } from './complete-trees.ts';
import { growForest } from './grow-forest.ts';
import { createMaskSummer } from './mask-scorer.ts';

/** Normal values, a tenth of them rounded so that equal values and values on thresholds occur. */
function samplesOf(rowCount: number, columnCount: number, seed: number): Matrix {
  const random = createRandom(seed);
  const data = Float32Array.from({ length: rowCount * columnCount }, (_, at) => {
    const value = random.normal();
    return at % 10 === 0 ? Math.round(value) : value;
  });
  return { rowCount, columnCount, data };
}

const growOn = (samples: Matrix, trees: number, subsample: number) =>
  growForest(
    { samples, medians: new Float32Array(samples.columnCount), usableRows: null },
    { trees, subsample },
    9,
    noCheckpoint,
  );

describe('scoring by bit masks', () => {
  it.each([
    ['the usual forest', 5, 100, 256],
    ['one column', 1, 30, 256],
    ['many columns', 70, 50, 256],
    ['more columns than splits', 900, 3, 32],
    ['one tree', 5, 1, 256],
    ['trees of two samples', 3, 7, 2],
    ['trees of more leaves than a unit has bits', 4, 3, 4096],
    ['more trees than one group of codes holds', 5, 400, 256],
  ])('gives the same bits as walking the trees: %s', async (_, columnCount, trees, subsample) => {
    const samples = samplesOf(5003, columnCount, columnCount);
    const forest = await growOn(samples, trees, subsample);
    const sum = createMaskSummer(forest);
    expect(sum?.(samples)).toEqual(walkTrees(toCompleteTrees(forest), samples));
  });

  it('gives the same bits for values on, just above and just below the thresholds, and far away', async () => {
    const forest = await growOn(samplesOf(2000, 1, 4), 20, 256);
    const next = (value: number): number => Math.fround(value + Math.abs(value) * 2 ** -23);
    const before = (value: number): number => Math.fround(value - Math.abs(value) * 2 ** -23);
    const values = [...forest.thresholds].flatMap((value) => [value, next(value), before(value)]);
    const data = Float32Array.from([...values, 0, -0, 3e38, -3e38, 1e-45, -1e-45]);
    const samples = { rowCount: data.length, columnCount: 1, data };
    const sum = createMaskSummer(forest);
    expect(sum?.(samples)).toEqual(walkTrees(toCompleteTrees(forest), samples));
  });

  it('gives the same bits for any number of rows', async () => {
    const samples = samplesOf(1100, 2, 6);
    const forest = await growOn(samples, 10, 64);
    const sum = createMaskSummer(forest);
    const whole = walkTrees(toCompleteTrees(forest), samples);
    for (const rowCount of [0, 1, 7, 8, 9, 511, 512, 513, 1100]) {
      const part = { rowCount, columnCount: 2, data: samples.data.subarray(0, rowCount * 2) };
      expect(sum?.(part)).toEqual(whole.subarray(0, rowCount));
    }
  });

  it('sums a forest of single leaves', async () => {
    const samples = { rowCount: 3, columnCount: 1, data: Float32Array.of(4, 4, 4) };
    const forest = await growOn(samples, 3, 256);
    // Three trees that are one leaf of three samples: 3 * c(3).
    const [first] = createMaskSummer(forest)?.(samples) ?? [];
    expect(first).toBeCloseTo(3 * 1.2073923576, 8);
  });
});
