import { describe, expect, it } from 'vitest';
import { noCheckpoint } from '../checkpoint.ts';
import { type Matrix, rowRange } from '../matrix.ts';
import { createRandom } from '../random.ts';
import { smoothedZ } from './smoothed-z.ts';

const TRAIN_ROWS = 400;

/** Three tags: two steady, one on a ramp; the first goes up by `shift` in rows 600..799. */
function samplesOf(shift: number): Matrix {
  const random = createRandom(21);
  const rowCount = 1000;
  const data = new Float32Array(rowCount * 3);
  for (let row = 0; row < rowCount; row++) {
    const isShifted = row >= 600 && row < 800;
    data[row * 3] = 50 + random.normal() + (isShifted ? shift : 0);
    data[row * 3 + 1] = 7 + 0.1 * random.normal();
    data[row * 3 + 2] = 300 + row / 20 + random.normal();
  }
  return { rowCount, columnCount: 3, data };
}

const fit = (samples: Matrix) =>
  smoothedZ.fit(rowRange(samples, 0, TRAIN_ROWS), smoothedZ.defaultOptions, 1, noCheckpoint);

describe('smoothed z', () => {
  it('sees a lasting shift of two deviations and is not raised by a tag that goes on drifting', async () => {
    const samples = samplesOf(2);
    const scores = (await fit(samples)).scoreSamples(samples);
    expect(Math.max(...scores.subarray(TRAIN_ROWS, 600))).toBeLessThan(4.5);
    expect(Math.min(...scores.subarray(625, 800))).toBeGreaterThan(4.5);
    expect(Math.max(...scores.subarray(830))).toBeLessThan(4.5);
  });

  it('sees a drifting tag that goes far beyond its drift', async () => {
    const samples = samplesOf(0);
    const fitted = await fit(samples);
    for (let row = 900; row < 1000; row++) samples.data[row * 3 + 2] = 1000;
    const scores = fitted.scoreSamples(samples);
    expect(Math.max(...scores.subarray(TRAIN_ROWS, 900))).toBeLessThan(4.5);
    expect(Math.min(...scores.subarray(930))).toBeGreaterThan(4.5);
  });

  it('gives the shifted tag the weight and expects the usual level', async () => {
    const samples = samplesOf(5);
    const fitted = await fit(samples);
    const weights = fitted.columnWeights?.(samples, [700]) ?? new Float64Array(3);
    expect(weights[0]).toBeGreaterThan(20 * Math.max(weights[1] ?? NaN, weights[2] ?? NaN));
    const expected = fitted.expectedValues?.(rowRange(samples, 0, 2)).data ?? new Float32Array(6);
    expect(expected[3]).toBeCloseTo(50, 0);
  });

  it('opens what was saved before the event rules came, with the scores of then', async () => {
    const samples = samplesOf(2);
    const fitted = await fit(samples);
    const json = fitted.toJSON();
    const entries = Object.entries(json instanceof Object ? json : {}).filter(
      ([name]) => !['median', 'width', 'eventRows', 'aftermathShare', 'holdShare'].includes(name),
    );
    const old = smoothedZ.fromJSON({ ...Object.fromEntries(entries), formatVersion: 1 });
    expect(old.contextRows).toBe(19);
    const scores = old.scoreSamples(samples);
    // Then 1 was what a tenth of the training reached.
    const training = scores.slice(0, TRAIN_ROWS).sort();
    expect(training[360]).toBeGreaterThan(0.8);
    expect(training[360]).toBeLessThan(1.2);
  });
});
