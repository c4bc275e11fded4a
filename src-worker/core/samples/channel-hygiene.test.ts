import { describe, expect, it } from 'vitest';
import type { Matrix } from '../matrix.ts';
import { createRandom } from '../random.ts';
import { examineColumns, keptColumns } from './channel-hygiene.ts';

const ROWS = 400;

/** Each column from its own rule: (row, noise) -> value. */
function samplesOf(...columns: ((row: number, noise: () => number) => number)[]): Matrix {
  const random = createRandom(5);
  const data = Float32Array.from({ length: ROWS * columns.length }, (_, at) => {
    const rule = columns[at % columns.length];
    return rule?.(Math.floor(at / columns.length), () => random.normal()) ?? NaN;
  });
  return { rowCount: ROWS, columnCount: columns.length, data };
}

const noisy = (_row: number, noise: () => number) => 20 + noise();
const statesOf = (samples: Matrix) => examineColumns(samples).map(({ state }) => state);

describe('examining the columns of training samples', () => {
  it('keeps noise and drops what drifts over the training', () => {
    const findings = examineColumns(samplesOf(noisy, noisy, (row, noise) => row / 50 + noise()));
    expect(findings.map(({ state }) => state)).toEqual(['usable', 'usable', 'drifting']);
    // Noise: 1/sqrt(60) = 0.13; the ramp of 8 has the deviation 2.3 against noise of 1.
    expect(findings[0]?.drift).toBeLessThan(0.3);
    expect(findings[2]?.drift).toBeGreaterThan(0.8);
    expect(keptColumns(findings)).toEqual([0, 1]);
  });

  it('takes a fault in the midst of a long training for no drift, and a drift for one beside it', () => {
    const rowCount = 1500;
    const random = createRandom(8);
    const data = new Float32Array(rowCount * 3);
    for (let row = 0; row < rowCount; row++) {
      const fault = row >= 900 && row < 960 ? 25 : 0;
      data.set([random.normal() + fault, random.normal(), random.normal() + fault + row / 150], row * 3);
    }
    expect(statesOf({ rowCount, columnCount: 3, data })).toEqual(['usable', 'usable', 'drifting']);
  });

  it('tells constant and stuck columns', () => {
    expect(
      statesOf(
        samplesOf(
          noisy,
          () => 7,
          (row) => (row < 390 ? 7 : 8),
        ),
      ),
    ).toEqual(['usable', 'constant', 'stuck']);
  });

  it('drops a column that says the same as an earlier one in other units, and names that one', () => {
    const samples = samplesOf(noisy, noisy, () => 0);
    for (let row = 0; row < ROWS; row++)
      samples.data[row * 3 + 2] = 32 - 1.8 * (samples.data[row * 3] ?? NaN);
    expect(examineColumns(samples)[2]).toMatchObject({ state: 'redundant', repeats: 0 });
  });

  it('judges a repeated column by all rows, wherever the two differ', () => {
    // The first column, mirrored: 0.9999 of it is left where a hundredth of its noise is added.
    const withNoise = (from: number, to: number, size: number) => {
      const samples = samplesOf(noisy, () => 0);
      const random = createRandom(8);
      for (let row = 0; row < ROWS; row++)
        samples.data[row * 2 + 1] =
          -3 * (samples.data[row * 2] ?? NaN) + (row >= from && row < to ? 3 * size * random.normal() : 0);
      return statesOf(samples)[1];
    };
    expect(withNoise(0, ROWS, 0.01)).toBe('redundant');
    expect(withNoise(0, ROWS, 0.02)).toBe('usable');
    expect(withNoise(0, 20, 0.03)).toBe('redundant');
    expect(withNoise(0, 20, 0.3)).toBe('usable');
    expect(withNoise(ROWS - 20, ROWS, 0.03)).toBe('redundant');
    expect(withNoise(ROWS - 20, ROWS, 0.3)).toBe('usable');
  });

  it('keeps the two that drift least where all drift', () => {
    const ramp = (slope: number) => (row: number, noise: () => number) => row * slope + noise();
    expect(statesOf(samplesOf(ramp(0.2), ramp(0.05), ramp(0.02)))).toEqual(['drifting', 'usable', 'usable']);
  });

  it('does not depend on units, and keeps everything when too short to tell', () => {
    const samples = samplesOf(noisy, noisy, (row, noise) => row / 50 + noise());
    expect(statesOf({ ...samples, data: samples.data.map((value) => value * 1024) })).toEqual(
      statesOf(samples),
    );
    const short = { ...samples, rowCount: 100, data: samples.data.subarray(0, 300) };
    expect(statesOf(short)).toEqual(['usable', 'usable', 'usable']);
  });

  it('keeps every column where none is usable', () => {
    expect(
      keptColumns(
        examineColumns(
          samplesOf(
            () => 1,
            () => 2,
          ),
        ),
      ),
    ).toEqual([0, 1]);
  });
});
