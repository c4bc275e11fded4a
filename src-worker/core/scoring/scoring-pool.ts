import type { Checkpoint } from '../checkpoint.ts';
import type { FittedDetector } from '../detectors/detector.ts';
import { canShareMemory, type Matrix, newSharedValues } from '../matrix.ts';
import { createLater, endlessPatience, type Later, type LaterHandle, type Patience } from './later.ts';
import {
  chunkCountOf,
  createJob,
  isScored,
  scoreChunk,
  type ScoringJob,
  stopJob,
  takeChunk,
} from './scoring-job.ts';
import { type ScoreAll, scoreInChunks } from './score-in-chunks.ts';
import type { SideJob, SideReply, SideWork } from './side-work.ts';

/** Another thread of the host, which does `serveThread` for every job it gets. */
export interface ScoringThread {
  post(job: ScoringJob | SideJob): void;
  terminate(): void;
}

/**
 * Starts a thread; `onReply` is called with what it says, `onFailed` when it cannot go on. May throw where the host has
 * no threads.
 */
export type StartThread = (
  onFailed: (reason: string) => void,
  onReply: (reply: SideReply) => void,
) => ScoringThread;

/** Gives work to another thread if there is one; `run` does the same in this thread. */
export type BeginWork = <T>(work: SideWork, run: (checkpoint: Checkpoint) => Promise<T>) => Later<T>;

/** For a host without threads: everything is done when it is asked for. */
export const beginAlone: BeginWork = (_, run) => createLater(new Int32Array(1), run);

export interface ScoringPool {
  /** Starts the threads, so that they are there when the scoring begins. */
  readonly prepare: () => void;
  readonly scoreAll: ScoreAll;
  /** Only a thread that runs already takes the work, the one that has least to do; see `prepare`. */
  readonly begin: BeginWork;
  /** Those that run, beside the one that asks. */
  readonly countThreads: () => number;
  close(): void;
}

const CHUNK_ROWS = 16_384;
/** Of fewer than so many chunks, threads that begin late would leave too much to the others; chunks are half as long then. */
const FEW_CHUNKS = 16;
/** With fewer rows the others would not have started before one thread is done. */
export const FEWEST_ROWS = 4 * CHUNK_ROWS;
/** Rows that a detector looks back are scored twice, once for nothing; so a chunk is at least this many times as long. */
const LEAST_CONTEXTS = 4;
/** A host whose threads fail this often gets no more. */
const MOST_FAILURES = 4;

/**
 * Scores with `threadCount` other threads beside the one that asks. This one takes chunks as they do and in the end
 * scores what they took and did not finish, so a thread that fails, dies or was never there costs time, not the
 * result; and an error of the detector is thrown here, as without the pool.
 */
export function createScoringPool(
  startThread: StartThread,
  threadCount: number,
  tell: (message: string) => void = () => undefined,
  patience: Patience = endlessPatience,
): ScoringPool {
  const threads = new Set<ScoringThread>();
  const given = new Map<number, { readonly thread: ScoringThread; readonly later: LaterHandle<unknown> }>();
  let failures = 0;
  let lastWork = 0;

  const hear = (reply: SideReply): void => given.get(reply.id)?.later.hear(reply);
  const lose = (thread: ScoringThread): void => {
    for (const one of [...given.values()]) if (one.thread === thread) one.later.lose();
  };
  const drop = (thread: ScoringThread, reason: string): void => {
    if (!threads.delete(thread)) return;
    failures++;
    tell(`A scoring thread has failed: ${reason}`);
    thread.terminate();
    lose(thread);
  };
  const workOf = (thread: ScoringThread): number =>
    [...given.values()].reduce((count, one) => count + (one.thread === thread ? 1 : 0), 0);
  /** The one with the least to do. */
  const freestThread = (): ScoringThread | undefined =>
    [...threads].toSorted((one, other) => workOf(one) - workOf(other)).at(0);

  const prepare = (): void => {
    while (canShareMemory() && threads.size < threadCount && failures < MOST_FAILURES) {
      try {
        const thread = startThread((reason) => drop(thread, reason), hear);
        threads.add(thread);
      } catch (caught) {
        failures = MOST_FAILURES;
        const reason = caught instanceof Error ? caught.message : String(caught);
        tell(`There are no scoring threads: ${reason}`);
      }
    }
  };

  return {
    prepare,
    async scoreAll(fitted, samples, checkpoint) {
      const wholeRows = samples.rowCount < FEW_CHUNKS * CHUNK_ROWS ? CHUNK_ROWS / 2 : CHUNK_ROWS;
      const chunkRows = Math.max(wholeRows, LEAST_CONTEXTS * fitted.contextRows);
      const isWorthIt = samples.rowCount >= Math.max(FEWEST_ROWS, 2 * chunkRows);
      if (isWorthIt) prepare();
      if (!isWorthIt || threads.size === 0) return scoreInChunks(fitted, samples, checkpoint);
      return scoreTogether(threads, fitted, samples, chunkRows, checkpoint);
    },
    begin(work, run) {
      const thread = freestThread();
      if (thread === undefined) return beginAlone(work, run);
      const id = ++lastWork;
      const state = new Int32Array(new SharedArrayBuffer(4));
      const onSilence = (): void => drop(thread, 'it says nothing');
      const later = createLater(state, run, { patience, onSilence });
      given.set(id, { thread, later });
      // What is done or given up, wherever, holds neither samples nor scores any longer.
      const forget = (): void => void given.delete(id);
      later.wait().then(forget, forget);
      thread.post({ id, work, state });
      return later;
    },
    countThreads: () => threads.size,
    close() {
      for (const thread of threads) {
        thread.terminate();
        lose(thread);
      }
      threads.clear();
    },
  };
}

async function scoreTogether(
  threads: Iterable<ScoringThread>,
  fitted: FittedDetector,
  samples: Matrix,
  chunkRows: number,
  checkpoint: Checkpoint,
): Promise<Float64Array> {
  const job = createJob(fitted, samples, chunkRows);
  const chunkCount = chunkCountOf(job);
  let hasStoodIn = false;
  const scoreNext = async (chunk: number): Promise<void> => {
    await checkpoint(chunk / chunkCount, 'Scoring');
    if (!isScored(job, chunk)) scoreChunk(job, fitted, chunk);
  };
  try {
    for (const thread of threads) thread.post(job);
    for (let chunk = takeChunk(job); chunk !== null; chunk = takeChunk(job)) await scoreNext(chunk);
    for (let chunk = 0; chunk < chunkCount; chunk++) {
      if (isScored(job, chunk)) continue;
      hasStoodIn = true;
      await scoreNext(chunk);
    }
    await checkpoint(1, 'Scoring');
  } finally {
    stopJob(job);
  }
  if (!hasStoodIn) return job.scores;
  // A copy, since a thread may still be at a chunk that this one has scored in its place.
  const scores = newSharedValues(samples.rowCount);
  scores.set(job.scores);
  return scores;
}
