import type { Result } from '@shared/result.ts';
import type { Progress } from '../../src-worker/worker-api.ts';
import {
  askWorker,
  cancelInWorker,
  workerJob,
  type RemoteWorker,
  type WorkerJob,
} from './analysis-client.ts';
import { createStore, useStore } from './create-store.ts';
import { addFailure } from './notices.ts';

export interface RunningJob {
  readonly id: string;
  readonly title: string;
  readonly progress: Progress;
  readonly startedMs: number;
  readonly isCancelling: boolean;
}

const store = createStore<{ readonly jobs: readonly RunningJob[] }>({ jobs: [] });

export const useJobs = (): readonly RunningJob[] => useStore(store, (state) => state.jobs);

const change = (id: string, to: Partial<RunningJob>): void =>
  store.set((state) => ({ jobs: state.jobs.map((job) => (job.id === id ? { ...job, ...to } : job)) }));

type Work<T> = (api: RemoteWorker, job: WorkerJob) => Promise<Result<T>>;

/**
 * Runs long work in the worker and shows it in the jobs bar. Null when it failed or was cancelled; a failure has then
 * been told.
 */
export async function runJob<T>(title: string, work: Work<T>): Promise<T | null> {
  const result = await runJobAs(crypto.randomUUID(), title, work);
  if (result.ok) return result.value;
  addFailure(result.error);
  return null;
}

/** Runs long work under an id that the caller knows, and leaves it to the caller to tell a failure. */
export async function runJobAs<T>(id: string, title: string, work: Work<T>): Promise<Result<T>> {
  const started: RunningJob = {
    id,
    title,
    progress: { done: 0, label: 'starting' },
    startedMs: Date.now(),
    isCancelling: false,
  };
  store.set((state) => ({ jobs: [...state.jobs, started] }));
  const job = workerJob(id, (progress) => change(id, { progress }));
  const result = await askWorker((api) => work(api, job), id);
  store.set((state) => ({ jobs: state.jobs.filter((running) => running.id !== id) }));
  return result;
}

export function cancelJob(id: string): void {
  change(id, { isCancelling: true });
  void cancelInWorker(id);
}
