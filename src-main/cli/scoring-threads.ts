import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type Patience, PATIENCE_MS } from '@core/scoring/later.ts';
import { createScoringPool, type ScoringPool, type StartThread } from '@core/scoring/scoring-pool.ts';

/** Threads of Node that run `program`, which must be a bundle of `scoring-worker.ts`. They keep no program alive. */
export const startNodeThread =
  (program: string): StartThread =>
  (onFailed, onReply) => {
    if (!existsSync(program)) throw new Error(`${program} is missing`);
    const worker = new Worker(program);
    worker.unref();
    worker.on('message', onReply);
    worker.on('error', (error) => onFailed(error instanceof Error ? error.message : String(error)));
    worker.on('exit', (code) => onFailed(`it ended with code ${code}`));
    return { post: (job) => worker.postMessage(job), terminate: () => void worker.terminate() };
  };

const patienceOf =
  (ms: number): Patience =>
  (onEnd) => {
    const timer = setTimeout(onEnd, ms);
    return () => clearTimeout(timer);
  };

/** A thread for every core but the one that the program itself has. */
export const createThreadPool = (
  program: string,
  tell: (message: string) => void,
  threadCount = availableParallelism() - 1,
  patienceMs = PATIENCE_MS,
): ScoringPool => createScoringPool(startNodeThread(program), threadCount, tell, patienceOf(patienceMs));
