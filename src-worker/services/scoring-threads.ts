import { type Patience, PATIENCE_MS } from '@core/scoring/later.ts';
import { createScoringPool, type ScoringPool, type StartThread } from '@core/scoring/scoring-pool.ts';
import type { SideReply } from '@core/scoring/side-work.ts';

const startWorker: StartThread = (onFailed, onReply) => {
  const worker = new Worker(new URL('../scoring-worker.ts', import.meta.url), {
    type: 'module',
    name: 'scoring',
  });
  worker.addEventListener('message', (event: MessageEvent<SideReply>) => onReply(event.data));
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    onFailed(event.message || 'it could not be started');
  });
  worker.addEventListener('messageerror', () => onFailed('it could not read a message'));
  return { post: (job) => worker.postMessage(job), terminate: () => worker.terminate() };
};

const patience: Patience = (onEnd) => {
  const timer = setTimeout(onEnd, PATIENCE_MS);
  return () => clearTimeout(timer);
};

/** A worker for every core but the one that the analysis itself has. */
export const createWorkerPool = (): ScoringPool =>
  createScoringPool(
    startWorker,
    navigator.hardwareConcurrency - 1,
    (message) => console.warn(message),
    patience,
  );
