import { describe, expect, it } from 'vitest';
import { noCheckpoint } from '../checkpoint.ts';
import type { FittedDetector } from '../detectors/detector.ts';
import type { Matrix } from '../matrix.ts';
import { contributionsAt } from './contributions.ts';

/** Score = sum of the absolute distances from zero, each column with its weight; missing counts as zero. */
const weightedDistance = (weights: readonly number[]): FittedDetector => ({
  detectorId: 'weighted-distance',
  columnCount: weights.length,
  contextRows: 0,
  scoreSamples: (samples) =>
    Float64Array.from({ length: samples.rowCount }, (_, row) =>
      weights.reduce((sum, weight, column) => {
        const value = samples.data[row * weights.length + column] ?? NaN;
        return sum + (Number.isNaN(value) ? 0 : weight * Math.abs(value));
      }, 0),
    ),
  toJSON: () => null,
});

const row = (...values: number[]): Matrix => ({
  rowCount: 1,
  columnCount: values.length,
  data: Float32Array.from(values),
});

describe('contributions to an anomaly', () => {
  it('are the falls of the score, as shares of 1, largest first', async () => {
    const [found] = await contributionsAt(
      weightedDistance([1, 1, 1]),
      row(1, 0, 3),
      [0],
      Float32Array.of(0, 0, 0),
      noCheckpoint,
    );
    expect(found).toEqual([
      { column: 2, share: 0.75, actual: 3, usual: 0 },
      { column: 0, share: 0.25, actual: 1, usual: 0 },
    ]);
  });

  it('name no column whose usual value would not lower the score', async () => {
    const [found] = await contributionsAt(
      weightedDistance([1, 1]),
      row(2, 1),
      [0],
      Float32Array.of(0, 5),
      noCheckpoint,
    );
    expect(found?.map((one) => [one.column, one.share])).toEqual([[0, 1]]);
  });

  it('give a missing reading no share', async () => {
    const [found] = await contributionsAt(
      weightedDistance([1, 1]),
      row(NaN, 1),
      [0],
      Float32Array.of(0, 0),
      noCheckpoint,
    );
    expect(found?.map((one) => one.column)).toEqual([1]);
  });

  it('are equal where no column alone lowers the score', async () => {
    const [found] = await contributionsAt(
      weightedDistance([0, 0]),
      row(1, 2),
      [0],
      Float32Array.of(0, 0),
      noCheckpoint,
    );
    expect(found?.map((one) => one.share)).toEqual([0.5, 0.5]);
  });

  it('name at most eight columns, whose shares add up to 1', async () => {
    const [found] = await contributionsAt(
      weightedDistance(Array.from({ length: 12 }, () => 1)),
      row(...Array.from({ length: 12 }, (_, column) => column + 1)),
      [0],
      new Float32Array(12),
      noCheckpoint,
    );
    expect(found).toHaveLength(8);
    expect(found?.[0]).toMatchObject({ column: 11, actual: 12 });
    expect(found?.reduce((sum, one) => sum + one.share, 0)).toBeCloseTo(1, 12);
  });

  it('come for many samples in the order asked for', async () => {
    const rowCount = 20_000;
    const samples = {
      rowCount,
      columnCount: 1,
      data: Float32Array.from({ length: rowCount }, (_, at) => at + 1),
    };
    const rows = Array.from({ length: rowCount }, (_, at) => rowCount - 1 - at);
    const found = await contributionsAt(
      weightedDistance([1]),
      samples,
      rows,
      Float32Array.of(0),
      noCheckpoint,
    );
    expect(found.map((one) => one[0]?.actual)).toEqual(rows.map((at) => at + 1));
  });

  it('give a detector that looks back the usual value in all the rows it looks at', async () => {
    // Score = size of the mean of the last three rows, summed over both columns.
    const lookingBack: FittedDetector = {
      ...weightedDistance([1, 1]),
      contextRows: 2,
      scoreSamples: ({ data, rowCount }) =>
        Float64Array.from({ length: rowCount }, (_, at) => {
          const rows = data.subarray(2 * Math.max(0, at - 2), 2 * at + 2);
          return Math.abs(rows.reduce((sum, value) => sum + value, 0)) / 3;
        }),
    };
    const samples = { rowCount: 5, columnCount: 2, data: Float32Array.of(9, 9, 9, 9, 6, 2, 6, 2, 6, 2) };
    const [found] = await contributionsAt(lookingBack, samples, [4], Float32Array.of(0, 0), noCheckpoint);
    expect(found).toEqual([
      { column: 0, share: 0.75, actual: 6, usual: 0 },
      { column: 1, share: 0.25, actual: 2, usual: 0 },
    ]);
  });

  it('come from the detector where it can explain its scores', async () => {
    const explaining: FittedDetector = {
      ...weightedDistance([1, 1, 1]),
      columnWeights: (_samples, rows) => Float64Array.from(rows.flatMap((at) => [at, 2, 1])),
    };
    const samples = { rowCount: 2, columnCount: 3, data: Float32Array.of(1, 1, 1, 1, 5, NaN) };
    const [found] = await contributionsAt(explaining, samples, [1], new Float32Array(3), noCheckpoint);
    expect(found?.map(({ column, share }) => [column, share])).toEqual([
      [1, 2 / 3],
      [0, 1 / 3],
    ]);
  });
});
