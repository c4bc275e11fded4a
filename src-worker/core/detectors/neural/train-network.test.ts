import { describe, expect, it } from 'vitest';
import { cancelled, noCheckpoint, type Checkpoint } from '../../checkpoint.ts';
import type { Matrix } from '../../matrix.ts';
import { createRandom } from '../../random.ts';
import { lstmAutoencoder } from './lstm-autoencoder.ts';
import { splitWindows } from './split-windows.ts';

/** Three tags that swing together, with a little noise. */
function swinging(rowCount: number): Matrix {
  const random = createRandom(4);
  const data = Float32Array.from({ length: rowCount * 3 }, (_, at) => {
    const phase = (Math.floor(at / 3) / 12) * 2 * Math.PI;
    return Math.sin(phase + (at % 3)) + 0.05 * random.normal();
  });
  return { rowCount, columnCount: 3, data };
}

const samples = swinging(400);
const options = { windowSamples: 6, hiddenUnits: 5, epochs: 6, patience: 6, learningRate: 0.01 };

/** Keeps what a training gives, as the host of a job does. */
function createKeeper(saved: Uint8Array | null = null) {
  const kept: Uint8Array[] = [];
  const losses: { epoch: number; training: number; validation: number | null }[][] = [];
  return {
    saved,
    kept,
    losses,
    keep: (
      state: Uint8Array,
      points: readonly { epoch: number; training: number; validation: number | null }[],
    ) => {
      kept.push(state);
      losses.push([...points]);
      return Promise.resolve();
    },
  };
}

const fit = (keeper = createKeeper(), checkpoint: Checkpoint = noCheckpoint, changed = {}) =>
  lstmAutoencoder.fit(samples, { ...options, ...changed }, 7, checkpoint, keeper);

describe('training a network', () => {
  it('lowers the loss, and tells that of each epoch', async () => {
    const keeper = createKeeper();
    await fit(keeper);
    const points = keeper.losses.at(-1) ?? [];
    expect(points.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(points.at(-1)?.training).toBeLessThan(0.8 * (points[0]?.training ?? 0));
    expect(points.every(({ validation }) => validation !== null && validation > 0)).toBe(true);
  });

  it('goes on after an interruption as if there had been none', async () => {
    const straight = createKeeper();
    const whole = JSON.stringify((await fit(straight)).toJSON());
    const first = createKeeper();
    let isStopped = false;
    const stopInEpochFour: Checkpoint = (_, label) => {
      isStopped ||= label.startsWith('Epoch 4 of 6') && first.kept.length === 3;
      return isStopped ? Promise.reject(cancelled()) : Promise.resolve();
    };
    await expect(fit(first, stopInEpochFour)).rejects.toMatchObject({ error: { kind: 'cancelled' } });
    expect(first.kept).toHaveLength(3);
    const second = createKeeper(first.kept.at(-1));
    expect(JSON.stringify((await fit(second)).toJSON())).toBe(whole);
    expect(second.kept).toEqual(straight.kept.slice(3));
  });

  it('needs no more epochs from the state of a training that had come to its end', async () => {
    const straight = createKeeper();
    const whole = JSON.stringify((await fit(straight)).toJSON());
    const again = createKeeper(straight.kept.at(-1));
    expect(JSON.stringify((await fit(again)).toJSON())).toBe(whole);
    expect(again.kept).toEqual([]);
  });

  it('refuses the state of another training', async () => {
    const other = createKeeper();
    await fit(other);
    const saved = other.kept.at(-1) ?? null;
    await expect(fit(createKeeper(saved), noCheckpoint, { hiddenUnits: 6 })).rejects.toThrow(
      /does not belong/,
    );
    await expect(fit(createKeeper(saved?.subarray(0, 100)))).rejects.toThrow(/cannot be read/);
  });

  it('ends when the held-out loss has stopped falling, with the weights that had the lowest', async () => {
    const long = createKeeper();
    await fit(long, noCheckpoint, { epochs: 200, patience: 3, learningRate: 0.05 });
    const held = (long.losses.at(-1) ?? []).map(({ validation }) => validation ?? Infinity);
    expect(held.length).toBeLessThan(200);
    const best = held.indexOf(Math.min(...held));
    expect(held.length - 1 - best).toBe(3);
    const upToBest = createKeeper();
    const stopped = await fit(upToBest, noCheckpoint, { epochs: best + 1, patience: 3, learningRate: 0.05 });
    const ended = await fit(createKeeper(), noCheckpoint, { epochs: 200, patience: 3, learningRate: 0.05 });
    expect(ended.scoreSamples(samples)).toEqual(stopped.scoreSamples(samples));
  });
});

describe('windows to learn from and windows to measure by', () => {
  const ends = Int32Array.from({ length: 1000 }, (_, at) => at + 9);
  it('are the end of the range and, behind a gap of a window, what comes before', () => {
    const { training, heldOut } = splitWindows(ends, 10, 4096);
    expect(heldOut).toEqual(ends.subarray(800));
    expect(training.at(-1)).toBe(799);
    expect((heldOut[0] ?? 0) - 9).toBeGreaterThan(799);
  });
  it('are measured by no more than a quarter of an epoch, over the whole held-out part', () => {
    const { heldOut } = splitWindows(ends, 10, 80);
    expect(Array.from(heldOut)).toEqual(Array.from({ length: 20 }, (_, at) => 809 + 10 * at));
  });
  it('are the same where there are few', () => {
    const few = ends.subarray(0, 60);
    expect(splitWindows(few, 10, 80)).toEqual({ training: few, heldOut: new Int32Array(0) });
  });
});
