import type { DetectorOptions } from '@shared/contract/runs.ts';
import { describe, expect, it } from 'vitest';
import { cancelled, noCheckpoint } from '../checkpoint.ts';
import { type Matrix, rowRange } from '../matrix.ts';
import { createRandom } from '../random.ts';
import { scoreInChunks } from '../analyse-samples.ts';
import { scoreRows } from './detector.ts';
import { detectors, findDetector } from './registry.ts';

const matrixOf = (rows: readonly (readonly number[])[]): Matrix => ({
  rowCount: rows.length,
  columnCount: rows[0]?.length ?? 0,
  data: Float32Array.from(rows.flat()),
});

/** Independent standard normals. */
function normalSamples(rowCount: number, columnCount: number, seed = 3): Matrix {
  const random = createRandom(seed);
  const data = Float32Array.from({ length: rowCount * columnCount }, () => random.normal());
  return { rowCount, columnCount, data };
}

/** The samples with some values changed: [row, column, value]. */
function withValues(samples: Matrix, changes: readonly (readonly [number, number, number])[]): Matrix {
  const data = samples.data.slice();
  for (const [row, column, value] of changes) data[row * samples.columnCount + column] = value;
  return { ...samples, data };
}

it('finds a detector by its id and names the known ones otherwise', () => {
  expect(findDetector('isolation-forest').id).toBe('isolation-forest');
  expect(() => findDetector('oracle')).toThrow(/"oracle".*isolation-forest/);
});

/** The others must not depend on the seed. */
const usesChance = new Set([
  'isolation-forest',
  'extended-isolation-forest',
  'knn',
  'ensemble',
  'lstm-autoencoder',
  'autoencoder',
]);

/** Training in epochs takes its time; what is asked here holds for small networks too. */
const smallOptions: Readonly<Record<string, DetectorOptions>> = {
  'lstm-autoencoder': { windowSamples: 5, hiddenUnits: 4, epochs: 2 },
  autoencoder: { windowSamples: 3, hiddenUnits: 6, bottleneckUnits: 2, epochs: 3 },
};

/** Forests and networks draw by the place of a tag, so another order is like another seed. */
const dependsOnTagOrder = (id: string): boolean => id.endsWith('forest') || id.endsWith('autoencoder');

describe.each(detectors)('$id', (detector) => {
  const fit = (samples: Matrix, seed = 42) =>
    detector.fit(samples, smallOptions[detector.id] ?? detector.defaultOptions, seed, noCheckpoint);

  it('gives the same bytes for the same seed, and others for another where it uses chance', async () => {
    const samples = normalSamples(400, 3);
    const first = JSON.stringify((await fit(samples)).toJSON());
    expect(JSON.stringify((await fit(samples)).toJSON())).toBe(first);
    const other = JSON.stringify((await fit(samples, 43)).toJSON());
    expect(other !== first).toBe(usesChance.has(detector.id));
  });

  it('gives the same scores after it was saved and reloaded', async () => {
    const samples = withValues(normalSamples(500, 4), [[7, 2, NaN]]);
    const fitted = await fit(samples);
    const reloaded = detector.fromJSON(JSON.parse(JSON.stringify(fitted.toJSON())));
    expect(reloaded.detectorId).toBe(detector.id);
    expect(reloaded.columnCount).toBe(4);
    expect(reloaded.scoreSamples(samples)).toEqual(fitted.scoreSamples(samples));
  });

  it('gives the same scores after its parts went to another thread, where it has parts', async () => {
    const samples = withValues(normalSamples(500, 4), [[7, 2, NaN]]);
    const fitted = await fit(samples);
    if (fitted.toParts === undefined) return;
    const restored = detector.fromParts?.(structuredClone(fitted.toParts()));
    expect(restored?.scoreSamples(samples)).toEqual(fitted.scoreSamples(samples));
    expect(() => detector.fromParts?.({})).toThrow('parts');
  });

  it('scores a far sample higher than every near one', async () => {
    const samples = normalSamples(1000, 3);
    const fitted = await fit(samples);
    const near = fitted.scoreSamples(
      matrixOf([
        [0, 0, 0],
        [0.1, -0.2, 0.1],
      ]),
    );
    const far = fitted.scoreSamples(matrixOf([[8, -8, 8]]));
    expect(far[0]).toBeGreaterThan(Math.max(...near));
  });

  it('scores do not depend on how the rows are cut into chunks', async () => {
    const samples = withValues(normalSamples(1003, 3), [[500, 1, NaN]]);
    const fitted = await fit(samples);
    const whole = fitted.scoreSamples(samples);
    // Small pieces only at the end, where a detector looks back furthest.
    for (const [size, start] of [
      [1, 970],
      [7, 800],
      [64, 0],
      [1000, 0],
    ] as const) {
      const pieces: number[] = [];
      for (let from = start; from < samples.rowCount; from += size) {
        const to = Math.min(samples.rowCount, from + size);
        pieces.push(...scoreRows(fitted, samples, from, to));
      }
      expect(Float64Array.from(pieces)).toEqual(whole.subarray(start));
    }
    expect(await scoreInChunks(fitted, samples, noCheckpoint, 100)).toEqual(whole);
    expect(await scoreInChunks(fitted, samples, noCheckpoint)).toEqual(whole);
  });

  it('never looks ahead', async () => {
    const samples = normalSamples(600, 3);
    const fitted = await fit(samples);
    const later = withValues(samples, [[400, 1, 50]]);
    expect(fitted.scoreSamples(later).subarray(0, 400)).toEqual(
      fitted.scoreSamples(samples).subarray(0, 400),
    );
  });

  it('scores the same in other units, up to rounding', async () => {
    const samples = normalSamples(600, 3);
    const other = { ...samples, data: samples.data.map((value, at) => value * (at % 3 === 1 ? 0.25 : 1024)) };
    const scores = (await fit(samples)).scoreSamples(samples);
    const converted = (await fit(other)).scoreSamples(other);
    scores.forEach((score, row) => expect(converted[row]).toBeCloseTo(score, 9));
  });

  it('works with constant columns, and with nothing else', async () => {
    const half = matrixOf(Array.from({ length: 50 }, (_, row) => [5, row % 7]));
    expect((await fit(half)).scoreSamples(half).every(Number.isFinite)).toBe(true);
    const constant = matrixOf(Array.from({ length: 50 }, () => [5, 2]));
    const scores = (await fit(constant)).scoreSamples(constant);
    expect(new Set(scores).size).toBe(1);
    expect(scores.every(Number.isFinite)).toBe(true);
  });

  it('works with one training sample', async () => {
    const one = matrixOf([[1, 2, 3]]);
    expect((await fit(one)).scoreSamples(one).every(Number.isFinite)).toBe(true);
  });

  it('scores no rows as no scores', async () => {
    const samples = normalSamples(20, 2);
    expect((await fit(samples)).scoreSamples(rowRange(samples, 0, 0))).toHaveLength(0);
  });

  it('takes the training median for a missing value', async () => {
    const samples = matrixOf(Array.from({ length: 101 }, (_, row) => [row, row % 10, (row * 7) % 13]));
    const fitted = await fit(samples);
    const missing = fitted.scoreSamples(matrixOf([[NaN, 3, 4]]));
    expect(missing).toEqual(fitted.scoreSamples(matrixOf([[50, 3, 4]])));
  });

  it('scores a sample with exactly half of its columns missing', async () => {
    const samples = withValues(normalSamples(300, 4), [
      [4, 0, NaN],
      [4, 3, NaN],
    ]);
    expect((await fit(samples)).scoreSamples(samples)[4]).toSatisfy(Number.isFinite);
  });

  it('gives no score where more than half is missing, and does not learn from such a sample', async () => {
    const samples = normalSamples(300, 3);
    const holed = withValues(samples, [
      [4, 0, NaN],
      [4, 1, NaN],
      [9, 2, NaN],
    ]);
    const scores = (await fit(holed)).scoreSamples(holed);
    expect(scores[4]).toBeNaN();
    expect(scores.filter((score) => Number.isNaN(score))).toHaveLength(1);
    const outlier = withValues(holed, [[4, 2, 1e6]]);
    expect((await fit(outlier)).scoreSamples(samples)).toEqual((await fit(holed)).scoreSamples(samples));
  });

  it('refuses a column without a value, infinities and unknown options, saying which', async () => {
    await expect(
      fit(
        matrixOf([
          [1, NaN],
          [2, NaN],
        ]),
      ),
    ).rejects.toThrow(/Column 2/);
    await expect(
      fit(
        matrixOf([
          [1, 2],
          [Infinity, 3],
        ]),
      ),
    ).rejects.toThrow(/Column 1 of sample 2/);
    const fitted = await fit(normalSamples(30, 2));
    expect(() => fitted.scoreSamples(matrixOf([[0, -Infinity]]))).toThrow(/Column 2 of sample 1/);
    expect(() => fitted.scoreSamples(matrixOf([[0, 1, 2]]))).toThrow(/2 columns.*3/);
    await expect(detector.fit(normalSamples(30, 2), { wings: 2 }, 1, noCheckpoint)).rejects.toThrow(/wings/);
    await expect(fit(matrixOf([]))).rejects.toThrow(/no training samples/);
  });

  it('works with values at 1e30 and 1e-30', async () => {
    const large = normalSamples(300, 3);
    const scaled = { ...large, data: large.data.map((value, at) => value * (at % 3 === 0 ? 1e30 : 1e-30)) };
    const scores = (await fit(scaled)).scoreSamples(scaled);
    expect(scores.every((score) => Number.isFinite(score))).toBe(true);
    expect(new Set(scores).size).toBeGreaterThan(100);
  });

  // What takes time with the cube of the tags is asked for fewer here.
  const many = ['pca', 'mahalanobis', 'mewma', 'ensemble'].includes(detector.id) ? 300 : 1000;
  it(`works with ${many} tags, fewer samples than tags`, async () => {
    const samples = withValues(normalSamples(40, many), [[39, many - 1, 60]]);
    const scores = (await fit(rowRange(samples, 0, 39))).scoreSamples(samples);
    expect(scores).toHaveLength(40);
    expect(scores.every(Number.isFinite)).toBe(true);
  });

  it('refuses training without a reading and gives no score to a sample without one', async () => {
    const nothing = matrixOf(Array.from({ length: 30 }, () => [NaN, NaN]));
    await expect(fit(nothing)).rejects.toMatchObject({ error: { kind: 'invalid-input' } });
    const samples = normalSamples(300, 2);
    const scores = (await fit(samples)).scoreSamples(
      withValues(samples, [
        [299, 0, NaN],
        [299, 1, NaN],
      ]),
    );
    expect(scores[299]).toBeNaN();
    expect(scores.subarray(0, 299).every(Number.isFinite)).toBe(true);
  });

  it('says, where it can, what it expects and which tags weigh, in the shape of the samples', async () => {
    const samples = withValues(normalSamples(400, 4), [[350, 1, NaN]]);
    for (let row = 360; row < 400; row++) samples.data[row * 4 + 2] = 30;
    const fitted = await fit(rowRange(samples, 0, 300));
    const expected = fitted.expectedValues?.(samples);
    if (expected !== undefined) {
      expect([expected.rowCount, expected.columnCount, expected.data.length]).toEqual([400, 4, 1600]);
      expect(expected.data.some((value) => Number.isNaN(value) || Math.abs(value) === Infinity)).toBe(false);
    }
    const weights = fitted.columnWeights?.(samples, [350, 399]);
    if (weights !== undefined) {
      expect(weights).toHaveLength(8);
      expect(weights.every((weight) => weight >= 0 && Number.isFinite(weight))).toBe(true);
      const last = Array.from(weights.subarray(4));
      expect(last.indexOf(Math.max(...last))).toBe(2);
    }
  });

  it.skipIf(dependsOnTagOrder(detector.id))('scores the same with the tags in another order', async () => {
    const samples = normalSamples(400, 3);
    const turned = {
      ...samples,
      data: samples.data.map((_, at) => samples.data[at - (at % 3) + ((at + 1) % 3)] ?? NaN),
    };
    const scores = (await fit(samples)).scoreSamples(samples);
    const other = (await fit(turned)).scoreSamples(turned);
    scores.forEach((score, row) => expect(other[row]).toBeCloseTo(score, 6));
  });

  it('stops when it is cancelled', async () => {
    let calls = 0;
    const cancelSoon = () => (++calls > 2 ? Promise.reject(cancelled()) : Promise.resolve());
    await expect(
      detector.fit(normalSamples(2000, 3), detector.defaultOptions, 1, cancelSoon),
    ).rejects.toMatchObject({ error: { kind: 'cancelled' } });
    expect(calls).toBe(3);
  });
});
