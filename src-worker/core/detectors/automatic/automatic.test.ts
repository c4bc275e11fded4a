import { describe, expect, it } from 'vitest';
import { noCheckpoint } from '../../checkpoint.ts';
import type { Matrix } from '../../matrix.ts';
import { createRandom } from '../../random.ts';
import { robustZ } from '../robust-z.ts';
import { smoothedZ } from '../smoothed-z.ts';
import { automatic, chooseDetector } from './automatic.ts';
import { insertFault } from './synthetic-faults.ts';
import { tryDetectors } from './trial.ts';

function normals(rowCount: number, columnCount: number): Matrix {
  const random = createRandom(17);
  return {
    rowCount,
    columnCount,
    data: Float32Array.from({ length: rowCount * columnCount }, () => random.normal()),
  };
}

describe('the automatic choice', () => {
  it('follows its rule of the number of tags and samples', () => {
    const idFor = (rowCount: number, columnCount: number) =>
      chooseDetector(normals(rowCount, columnCount)).candidate.detector.id;
    expect(idFor(500, 1)).toBe('adaptive-z');
    expect(idFor(500, 8)).toBe('smoothed-z');
    expect(idFor(99, 20)).toBe('smoothed-z');
    expect(idFor(100, 20)).toBe('mahalanobis');
  });

  it('says in words with figures what it chose and what the others did', async () => {
    const fitted = await automatic.fit(normals(400, 4), {}, 1, noCheckpoint);
    const json = fitted.toJSON();
    expect(fitted.reason).toMatch(/^smoothed-z: 4 tags/);
    expect(json).toMatchObject({ chosenId: 'smoothed-z', columns: [{}, {}, {}, {}] });
    expect(json).toHaveProperty(
      'reason',
      expect.stringMatching(
        /4 tags.*Smoothed z flags \d+ % of .*: shift \d+ %, ramp \d+ %, relation \d+ %.*Mahalanobis/,
      ),
    );
    expect(json).toHaveProperty('trial.0.detectorId', 'smoothed-z');
    expect(json).toMatchObject({
      rule: '4 tags: each is judged by itself, averaged over time; tags that drift get more room',
      triedOn: { trainingRows: 400, learntRows: 240, heldOutRows: 160, faultRows: 80 },
    });
    expect(automatic.fromJSON(JSON.parse(JSON.stringify(json))).toJSON()).toEqual(json);
  });

  it('says so where the training does not foretell its own end', async () => {
    const samples = normals(400, 4);
    for (let row = 240; row < 400; row++) samples.data[row * 4] = 3 + 0.1 * (row % 3);
    const fitted = await automatic.fit(samples, {}, 1, noCheckpoint);
    expect(fitted.toJSON()).toHaveProperty(
      'rule',
      expect.stringMatching(/raises an alarm on (9\d|100) % of the rest: the training does not foretell/),
    );
  });
});

describe('a trial', () => {
  it('finds that smoothing sees a lasting small fault which single samples hide', async () => {
    const candidates = [robustZ, smoothedZ].map((detector) => ({
      detector,
      options: detector.defaultOptions,
    }));
    const [single, smoothed] = await tryDetectors(candidates, normals(1000, 4), 3, noCheckpoint);
    expect(smoothed?.detected.shift ?? 0).toBeGreaterThan((single?.detected.shift ?? 1) + 0.3);
    expect(Math.max(single?.falseAlarms ?? 1, smoothed?.falseAlarms ?? 1)).toBeLessThan(0.1);
  });

  it('is not made of too few samples', async () => {
    const candidates = [{ detector: robustZ, options: {} }];
    expect(await tryDetectors(candidates, normals(99, 4), 3, noCheckpoint)).toEqual([]);
  });

  it('puts a fault into one tag from one row on', () => {
    const samples = normals(100, 2);
    const changed = insertFault(samples, 60, 'ramp', 1, 80);
    expect(changed.data.subarray(0, 161)).toEqual(samples.data.subarray(0, 161));
    expect(changed.data[161]).toBeGreaterThan(samples.data[161] ?? NaN);
    expect(changed.data[198]).toBe(samples.data[198]);
    expect((changed.data[199] ?? NaN) - (samples.data[199] ?? NaN)).toBeGreaterThan(3);
  });
});
