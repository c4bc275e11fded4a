import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cancelled, noCheckpoint } from '@core/checkpoint.ts';
import { findDetector } from '@core/detectors/registry.ts';
import { type Matrix, rowRange } from '@core/matrix.ts';
import { createRandom } from '@core/random.ts';
import { scoreInChunks } from '@core/scoring/score-in-chunks.ts';
import { chunkCountOf, isScored, type ScoringJob } from '@core/scoring/scoring-job.ts';
import { createScoringPool, type StartThread } from '@core/scoring/scoring-pool.ts';
import { createThreadPool, startNodeThread } from './scoring-threads.ts';

const ROWS = 66_001;
const folder = mkdtempSync(join(tmpdir(), 'boilerhouse-threads-'));
const goodProgram = join(folder, 'scoring-worker.mjs');

beforeAll(async () => {
  await build({
    configFile: false,
    logLevel: 'error',
    resolve: {
      alias: {
        '@shared': join(import.meta.dirname, '../../src-shared'),
        '@core': join(import.meta.dirname, '../../src-worker/core'),
      },
    },
    ssr: { noExternal: true },
    build: {
      ssr: join(import.meta.dirname, 'scoring-worker.ts'),
      outDir: folder,
      emptyOutDir: false,
      rolldownOptions: { output: { format: 'es', entryFileNames: 'scoring-worker.mjs' } },
    },
  });
});
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

async function withPool<T>(
  program: string,
  threadCount: number,
  work: (pool: ReturnType<typeof createThreadPool>, told: readonly string[]) => Promise<T>,
): Promise<T> {
  const told: string[] = [];
  const pool = createThreadPool(program, (message) => void told.push(message), threadCount);
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
    const start: StartThread = (onFailed) => {
      const thread = startNodeThread(goodProgram)(onFailed);
      const post = (job: ScoringJob): void => {
        jobs.push(job);
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
