import { describe, expect, it } from 'vitest';
import { noCheckpoint } from '../checkpoint.ts';
import { detectors, findDetector } from '../detectors/registry.ts';
import { newMatrix } from '../matrix.ts';
import { createRandom } from '../random.ts';
import { MODE } from '../samples/operating-modes.ts';
import { type BackTestInput, type Replay, replay } from './back-test.ts';

const MINUTE = 60_000;
const ROWS = 400;
const timesMs = Float64Array.from({ length: ROWS }, (_, row) => row * MINUTE);

function input(more: Partial<BackTestInput> = {}): BackTestInput {
  const random = createRandom(9);
  const samples = newMatrix(ROWS, 3);
  for (let at = 0; at < samples.data.length; at++) samples.data[at] = random.normal();
  return {
    timesMs,
    samples,
    columnNames: ['a', 'b', 'c'],
    trainFrom: 0,
    trainTo: 120,
    rowModes: null,
    detector: findDetector('robust-z'),
    options: {},
    seed: 1,
    threshold: { kind: 'training-limit' },
    retrainMs: 60 * MINUTE,
    windowMs: null,
    ...more,
  };
}

/** The same history up to a row; everything from it on is different. */
function withOtherFuture(from: number, more: Partial<BackTestInput> = {}): BackTestInput {
  const changed = input(more);
  for (let at = from * 3; at < changed.samples.data.length; at++) changed.samples.data[at] = 50 + (at % 7);
  return changed;
}

const QUICK = detectors.filter(({ id }) => !id.includes('autoencoder')).map(({ id }) => id);

describe('replaying history', () => {
  it.each(QUICK)('%s: other readings from a row on change nothing before it', async (id) => {
    const detector = findDetector(id);
    const more = { detector, options: detector.defaultOptions };
    const seen = await replay(input(more), noCheckpoint);
    const other = await replay(withOtherFuture(290, more), noCheckpoint);
    expect(other.scores.subarray(0, 290)).toEqual(seen.scores.subarray(0, 290));
    expect(other.excess.subarray(0, 290)).toEqual(seen.excess.subarray(0, 290));
    expect(other.steps.slice(0, 2)).toEqual(seen.steps.slice(0, 2));
    expect(other.scores.subarray(290)).not.toEqual(seen.scores.subarray(290));
  });

  it('learns from the rows before each step, from all of them or from a window', async () => {
    const all = await replay(input(), noCheckpoint);
    expect(all.steps.map(({ trainRows, rowCount }) => [trainRows, rowCount])).toEqual([
      [120, 60],
      [180, 60],
      [240, 60],
      [300, 60],
      [360, 40],
    ]);
    expect(all.steps.every(({ trainToMs, fromMs }) => trainToMs < fromMs)).toBe(true);
    const window = await replay(input({ windowMs: 100 * MINUTE }), noCheckpoint);
    expect(window.steps.map(({ trainRows }) => trainRows)).toEqual([100, 100, 100, 100, 100]);
  });

  it('learns once when it is not to learn again, and scores nothing before the replay', async () => {
    const { steps, scores, from } = await replay(input({ retrainMs: null }), noCheckpoint);
    expect([steps.length, from]).toEqual([1, 120]);
    expect(scores.subarray(0, 120).every(Number.isNaN)).toBe(true);
    expect(scores.subarray(120).some(Number.isNaN)).toBe(false);
  });

  it('a row is anomalous when it lies above the threshold of its step', async () => {
    const { steps, scores, excess } = await replay(input(), noCheckpoint);
    scores.forEach((score, row) => {
      const step = steps.find(
        ({ fromMs, toMs }) => (timesMs[row] ?? 0) >= fromMs && (timesMs[row] ?? 0) <= toMs,
      );
      if (step !== undefined) expect((excess[row] ?? 0) > 0).toBe(score > step.threshold);
    });
  });

  it('judges each mode by a threshold of its own, learnt from rows before, where that is asked for', async () => {
    const rowModes = Uint8Array.from({ length: ROWS }, (_, row) =>
      row % 2 === 0 ? MODE.steady : MODE.loadChange,
    );
    const data = input({ retrainMs: null });
    data.samples.data.forEach((value, at) => {
      if (Math.floor(at / 3) % 2 === 1) data.samples.data[at] = value * 30;
    });
    for (let row = 200; row < 220; row += 2) data.samples.data[row * 3] = 20;
    const flagged = ({ excess }: Replay) => [...excess.keys()].filter((row) => (excess[row] ?? 0) > 0);
    const faulty = Array.from({ length: 10 }, (_, at) => 200 + 2 * at);
    const one = flagged(await replay(data, noCheckpoint));
    const own = flagged(await replay({ ...data, rowModes }, noCheckpoint));
    expect(faulty.filter((row) => one.includes(row))).toEqual([]);
    expect(faulty.filter((row) => own.includes(row))).toEqual(faulty);
  });

  it('tells the thresholds of the modes of each step, on the scale of its scores', async () => {
    const rowModes = Uint8Array.from({ length: ROWS }, (_, row) =>
      row % 2 === 0 ? MODE.steady : MODE.loadChange,
    );
    const { steps } = await replay({ ...input(), rowModes }, noCheckpoint);
    expect(steps).toHaveLength(5);
    for (const { threshold, modeThresholds = [] } of steps) {
      expect(modeThresholds.map(({ mode }) => mode)).toEqual(['steady', 'load change']);
      // Both modes are the same noise, so their limits lie about the common one, which is 4.5 by the usual rule.
      expect(threshold).toBeCloseTo(4.5, 9);
      for (const one of modeThresholds) expect(Math.abs(one.threshold - threshold)).toBeLessThan(2);
    }
  });

  it('scores a step in portions, between which it can be cancelled', async () => {
    const rows = 150_000;
    const long = newMatrix(rows, 1);
    for (let row = 0; row < rows; row++) long.data[row] = row % 7;
    const labels: string[] = [];
    const listening = (_: number, label: string): Promise<void> => {
      labels.push(label);
      return Promise.resolve();
    };
    const timesOfRows = Float64Array.from({ length: rows }, (_, row) => row * MINUTE);
    await replay(
      { ...input({ retrainMs: null }), timesMs: timesOfRows, samples: long, columnNames: ['a'] },
      listening,
    );
    expect(labels.filter((label) => label === 'Step 1: scoring').length).toBeGreaterThan(2);
  });

  it('goes on with the model before where a step cannot be learnt from, and says so', async () => {
    const inner = findDetector('knn');
    let fits = 0;
    const failing = {
      ...inner,
      fit: (...args: Parameters<typeof inner.fit>) => {
        fits++;
        return fits === 3 ? inner.fit(args[0], { neighbours: -1 }, args[2], args[3]) : inner.fit(...args);
      },
    };
    const { steps, scores } = await replay(
      input({ detector: failing, options: inner.defaultOptions }),
      noCheckpoint,
    );
    expect(steps.map(({ failure }) => failure !== null)).toEqual([false, false, true, false, false]);
    expect(scores.subarray(120).some(Number.isNaN)).toBe(false);
  });

  it('needs something after the training range', async () => {
    await expect(replay(input({ trainTo: ROWS }), noCheckpoint)).rejects.toThrow(
      /no samples after the training/,
    );
  });
});
