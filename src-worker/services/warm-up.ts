import { CHUNK_READINGS } from '@core/chunks/chunk.ts';
import type { Checkpoint } from '@core/checkpoint.ts';
import { isolationForest } from '@core/detectors/isolation-forest/isolation-forest.ts';
import type { ScoringPool } from '@core/scoring/scoring-pool.ts';
import { toAppError } from '@shared/errors.ts';
import type { JobRegistry } from './job-checkpoint.ts';
import { createMadeUpRun } from './made-up-run.ts';
import { analyse } from './run-service.ts';

/** Enough for the ways that many rows go, and for the engine to find that it is worth compiling. */
const ROWS = 2 * CHUNK_READINGS;
const ROUNDS = 2;

/**
 * Analyses simulated readings in this thread and forgets the outcome: the engine compiles the code meanwhile, so that
 * the first run does not wait for it. Throws `cancelled` when the checkpoint does.
 */
export async function warmUpHere(checkpoint: Checkpoint): Promise<void> {
  const { id, defaultOptions } = isolationForest;
  const { store, request } = createMadeUpRun({ detectorId: id, detectorOptions: defaultOptions }, ROWS);
  for (let round = 0; round < ROUNDS; round++) await analyse(store, request, checkpoint);
}

/** The same in this thread and beside it in those of the pool. */
export async function warmUp(checkpoint: Checkpoint, pool: ScoringPool): Promise<void> {
  pool.prepare();
  const others = Array.from({ length: pool.countThreads() }, () =>
    pool.begin({ name: 'warm-up', input: null }, () => Promise.resolve()),
  );
  try {
    await warmUpHere(checkpoint);
    for (const other of others) await other.take(checkpoint);
  } finally {
    for (const other of others) other.stop();
  }
}

export interface WarmUp {
  /** Once is enough; not beside other work. */
  start(): Promise<void>;
  /** Stops the warm-up, and keeps it away until the work is done. */
  giveWayTo<T>(work: () => Promise<T>): Promise<T>;
}

const JOB = 'warm-up';

export function createWarmUp(jobs: JobRegistry, run: (checkpoint: Checkpoint) => Promise<void>): WarmUp {
  let isCold = true;
  let others = 0;
  return {
    async start() {
      if (!isCold || others > 0) return;
      isCold = false;
      try {
        await jobs.run(JOB, () => undefined, run);
      } catch (caught) {
        // A run will meet whatever is wrong, and tell it.
        if (toAppError(caught).kind !== 'cancelled') console.warn(caught);
        isCold = true;
      }
    },
    async giveWayTo(work) {
      others++;
      jobs.cancel(JOB);
      try {
        return await work();
      } finally {
        others--;
      }
    },
  };
}
