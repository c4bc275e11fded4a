import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyseSamples } from '@core/analyse-samples.ts';
import { cancelled, noCheckpoint } from '@core/checkpoint.ts';
import { findDetector } from '@core/detectors/registry.ts';
import { type Matrix, rowRange } from '@core/matrix.ts';
import { createRandom } from '@core/random.ts';
import { encodeScores } from '@core/scoring/encode-scores.ts';
import { createLater } from '@core/scoring/later.ts';
import { scoreInChunks } from '@core/scoring/score-in-chunks.ts';
import { chunkCountOf, isScored, type ScoringJob } from '@core/scoring/scoring-job.ts';
import { BEGUN, serveWork, type SideJob, stopWork } from '@core/scoring/side-work.ts';
import { createScoringPool, type StartThread } from '@core/scoring/scoring-pool.ts';
import { createThreadPool, startNodeThread } from './scoring-threads.ts';
import { buildThreadProgram } from './testing/thread-program.ts';

const ROWS = 66_001;
const folder = mkdtempSync(join(tmpdir(), 'boilerhouse-threads-'));
const goodProgram = join(folder, 'scoring-worker.mjs');

beforeAll(() => buildThreadProgram('scoring-worker', folder));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const samples: Matrix = (() => {
  const random = createRandom(8);
  const data = Float32Array.from({ length: ROWS * 3 }, (_, at) =>
    at % 1000 === 7 ? NaN : random.normal() * (1 + (at % 3)),
  );
  return { rowCount: ROWS, columnCount: 3, data };
})();

const fitOn = (id: string, rowCount: number) => {
  const detector = findDetector(id);
  const training = rowRange(samples, 0, rowCount);
  return detector.fit(training, detector.defaultOptions, 5, noCheckpoint);
};

/** A thread that does good work says something sooner. */
const PATIENCE_MS = 500;

async function withPool<T>(
  program: string,
  threadCount: number,
  work: (pool: ReturnType<typeof createThreadPool>, told: readonly string[]) => Promise<T>,
): Promise<T> {
  const told: string[] = [];
  const pool = createThreadPool(program, (message) => void told.push(message), threadCount, PATIENCE_MS);
  try {
    return await work(pool, told);
  } finally {
    pool.close();
  }
}

/** What a program of a thread begins with; `control` is that of `ScoringJob`. */
const onJob = `parentPort.on('message', ({ control }) =>`;

const programOf = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, `import { parentPort } from 'node:worker_threads';\n${text}\n`);
  return path;
};

/** Lets the messages of threads in; a checkpoint of the program does so by the clock. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const expectSameBits = (one: Float64Array, other: Float64Array): void =>
  expect(Buffer.compare(Buffer.from(one.buffer), Buffer.from(other.buffer))).toBe(0);

describe('scoring on several threads', () => {
  // Others are restored from JSON and scored in chunks by the conformance suite.
  it.each(['isolation-forest', 'robust-z', 'smoothed-z'])('gives the same bits: %s', async (id) => {
    const fitted = await fitOn(id, 500);
    const alone = await scoreInChunks(fitted, samples, noCheckpoint);
    for (const threadCount of [1, 2, 3]) {
      await withPool(goodProgram, threadCount, async (pool, told) => {
        expectSameBits(await pool.scoreAll(fitted, samples, turn), alone);
        expect(told).toEqual([]);
      });
    }
  });

  it('leaves chunks to the other threads while this one is held up', async () => {
    const fitted = await fitOn('robust-z', 500);
    const jobs: ScoringJob[] = [];
    const start: StartThread = (onFailed, onReply) => {
      const thread = startNodeThread(goodProgram)(onFailed, onReply);
      const post = (job: ScoringJob | SideJob): void => {
        if (!('work' in job)) jobs.push(job);
        thread.post(job);
      };
      return { ...thread, post };
    };
    const pool = createScoringPool(start, 1);
    const heldUp = async (): Promise<void> => {
      for (const job of jobs) while (!isScored(job, chunkCountOf(job) - 1)) await turn();
    };
    await pool.scoreAll(fitted, samples, heldUp);
    pool.close();
    expect(jobs).toHaveLength(1);
  });

  it.each([
    ['ends at once', 'process.exit(1)'],
    ['cannot be started', 'throw new Error("broken");'],
    ['ends in the middle of a chunk', `${onJob} { Atomics.add(control, 0, 1); process.exit(2); });`],
    ['fails in the middle of a chunk', `${onJob} { Atomics.add(control, 0, 1); throw new Error('ill'); });`],
    [
      'never ends a chunk',
      `${onJob} { Atomics.add(control, 0, 1); for (;;) Atomics.wait(control, 1, 0); });`,
    ],
    ['does nothing', `${onJob} undefined);`],
  ])('comes to the same end with a thread that %s', async (name, text) => {
    const fitted = await fitOn('robust-z', 500);
    const alone = await scoreInChunks(fitted, samples, noCheckpoint);
    const program = programOf(`${name.replaceAll(' ', '-')}.mjs`, text);
    await withPool(program, 2, async (pool) => {
      for (let round = 0; round < 4; round++) {
        expectSameBits(await pool.scoreAll(fitted, samples, turn), alone);
      }
    });
  });

  it('tells once that there are no threads, and does without', async () => {
    const fitted = await fitOn('robust-z', 500);
    const alone = await scoreInChunks(fitted, samples, noCheckpoint);
    await withPool(join(folder, 'missing.mjs'), 2, async (pool, told) => {
      expectSameBits(await pool.scoreAll(fitted, samples, turn), alone);
      expectSameBits(await pool.scoreAll(fitted, samples, turn), alone);
      expect(told).toHaveLength(1);
      expect(told[0]).toMatch(/no scoring threads.*missing/);
    });
  });

  it('stops when it is cancelled, and works on afterwards', async () => {
    const fitted = await fitOn('robust-z', 500);
    await withPool(goodProgram, 1, async (pool) => {
      const cancelSoon = (done: number) => (done > 0 ? Promise.reject(cancelled()) : turn());
      await expect(pool.scoreAll(fitted, samples, cancelSoon)).rejects.toMatchObject({
        error: { kind: 'cancelled' },
      });
      expect(await pool.scoreAll(fitted, samples, turn)).toHaveLength(ROWS);
    });
  });

  it('throws what the detector throws', async () => {
    const fitted = await fitOn('robust-z', 500);
    const broken = { ...samples, data: samples.data.slice() };
    broken.data[60_000 * 3] = Infinity;
    await withPool(goodProgram, 2, async (pool) => {
      await expect(pool.scoreAll(fitted, broken, turn)).rejects.toMatchObject({
        error: { kind: 'invalid-input' },
      });
    });
  });
});

/** What a program of a thread begins with that looks at side work; `state` is that of `SideJob`. */
const onWork = `parentPort.on('message', ({ id, state }) =>`;

describe('work beside the scoring', () => {
  const timesMs = Float64Array.from({ length: ROWS }, (_, row) => row * 60_000);
  const part = { timesMs, scores: timesMs.map((_, row) => (row % 100 === 0 ? NaN : Math.sin(row))) };
  const work = { name: 'encode-scores', input: part } as const;
  const run = () => Promise.resolve(encodeScores(part));

  it('gives the same analysis and the same chunks as one thread alone', async () => {
    const detector = findDetector('isolation-forest');
    const columnNames = ['Power', 'Steam flow', 'Vibration'];
    const range = { timesMs, samples, columnNames, trainFrom: 0, trainTo: 40_000 };
    const threshold = { kind: 'contamination', share: 0.01 } as const;
    const input = { ...range, detector, options: { trees: 10, subsample: 64 }, seed: 3, threshold };
    const alone = await analyseSamples(input, noCheckpoint);
    await withPool(goodProgram, 1, async (pool, told) => {
      pool.prepare();
      const chunks = pool.begin(work, run);
      const { fitted, ...together } = await analyseSamples(input, turn, pool);
      const { fitted: fittedAlone, ...expected } = alone;
      expect(together).toEqual({ ...expected, scores: together.scores });
      expectSameBits(together.scores, alone.scores);
      expect(fitted.toJSON()).toEqual(fittedAlone.toJSON());
      expect(alone.anomalies.length).toBeGreaterThan(10);
      expect(await chunks.wait()).toEqual(await run());
      expect(told).toEqual([]);
    });
  });

  it.each([
    ['ends at once', 'process.exit(1)'],
    ['ends in the middle', `${onWork} { Atomics.store(state, 0, 1); process.exit(2); });`],
    [
      'fails in the middle',
      `${onWork} { Atomics.store(state, 0, 1); parentPort.postMessage({ id, kind: 'failed' }); });`,
    ],
    ['does nothing', `${onWork} undefined);`],
    ['begins and never ends', `${onWork} { for (;;) Atomics.store(state, 0, 1); });`],
  ])('is done here with a thread that %s', async (name, text) => {
    const program = programOf(`side-${name.replaceAll(' ', '-')}.mjs`, text);
    await withPool(program, 1, async (pool) => {
      pool.prepare();
      const later = pool.begin(work, () => Promise.resolve(['here']));
      expect(await later.take(turn)).toEqual(['here']);
      expect(await later.wait()).toEqual(['here']);
    });
  });

  it('is waited for once a thread has begun, with its progress', async () => {
    const state = Int32Array.of(BEGUN);
    const later = createLater(state, () => Promise.resolve(['here']));
    const labels: string[] = [];
    const outcome = later.take((_, label) => Promise.resolve(void labels.push(label)));
    later.hear({ id: 1, kind: 'progress', done: 0.5, label: 'half' });
    await turn();
    later.hear({ id: 1, kind: 'output', output: ['there'] });
    expect(await outcome).toEqual(['there']);
    expect(labels[0]).toBe('half');
    const stopped = createLater(Int32Array.of(BEGUN), () => Promise.resolve(['here']));
    const failing = stopped.take(() => Promise.reject(cancelled()));
    stopped.hear({ id: 2, kind: 'progress', done: 0.1, label: 'begun' });
    await expect(failing).rejects.toMatchObject({ error: { kind: 'cancelled' } });
  });

  it('is given up when it is cancelled, and a thread then leaves it alone', async () => {
    const state = new Int32Array(new SharedArrayBuffer(4));
    const replies: unknown[] = [];
    stopWork(state);
    await serveWork({ id: 1, work, state }, (reply) => void replies.push(reply), Date.now);
    expect(replies).toEqual([]);
    await withPool(goodProgram, 1, async (pool) => {
      const later = pool.begin(work, () => Promise.reject(cancelled()));
      await expect(later.take(noCheckpoint)).rejects.toMatchObject({ error: { kind: 'cancelled' } });
    });
  });
});
