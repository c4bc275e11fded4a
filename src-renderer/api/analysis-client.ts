import type { AppError } from '@shared/errors.ts';
import { fail, type Result } from '@shared/result.ts';
import * as Comlink from 'comlink';
import type { DetectorInfo, OnProgress, Progress, WorkerApi } from '../../src-worker/worker-api.ts';

const CANCEL_PATIENCE_MS = 2000;
const restarted: AppError = {
  kind: 'internal',
  message: 'The analysis was stopped because other work had to be cancelled.',
};

export type RemoteWorker = Comlink.Remote<WorkerApi>;

interface Connection {
  readonly worker: Worker;
  readonly api: RemoteWorker;
  /** Settle what the worker can no longer answer. */
  readonly abandon: Map<string, (error: AppError) => void>;
}

let current: Connection | null = null;

const isStorePort = (data: unknown): boolean =>
  typeof data === 'object' && data !== null && 'kind' in data && data.kind === 'boilerhouse.store-port';

/** The preload answers with a port to the store, which goes straight on to the worker. */
function handStorePortTo(worker: Worker): void {
  const receive = (event: MessageEvent<unknown>): void => {
    const port = event.ports[0];
    if (event.source !== window || !isStorePort(event.data) || port === undefined) return;
    window.removeEventListener('message', receive);
    worker.postMessage({ kind: 'store-port' }, [port]);
  };
  window.addEventListener('message', receive);
  window.postMessage({ kind: 'boilerhouse.connect-store' }, window.location.origin);
}

function connect(): Connection {
  if (current !== null) return current;
  const worker = new Worker(new URL('../../src-worker/worker.ts', import.meta.url), { type: 'module' });
  handStorePortTo(worker);
  const connection = { worker, api: Comlink.wrap<WorkerApi>(worker), abandon: new Map() };
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    drop(connection, { kind: 'internal', message: event.message });
  });
  current = connection;
  return connection;
}

function drop(connection: Connection, error: AppError): void {
  connection.worker.terminate();
  if (current === connection) current = null;
  for (const abandon of connection.abandon.values()) abandon(error);
  connection.abandon.clear();
}

/** Starts the worker ahead of its first use. */
export const prepareAnalysis = (): void => void connect();

let lastCall = 0;

/** Asks the worker; every failure is a Result, also when the worker dies. */
export async function askWorker<T>(
  ask: (api: RemoteWorker) => Promise<Result<T>>,
  id = `call-${(lastCall += 1)}`,
): Promise<Result<T>> {
  const connection = connect();
  const abandoned = new Promise<Result<T>>((resolve) => {
    connection.abandon.set(id, (error) => resolve(fail(error)));
  });
  const answer = ask(connection.api).catch((caught: unknown) =>
    fail({ kind: 'internal', message: caught instanceof Error ? caught.message : String(caught) }),
  );
  const result = await Promise.race([answer, abandoned]);
  connection.abandon.delete(id);
  return result;
}

/** Algorithms that can be trained, with the options they start from. */
export const listDetectors = async (): Promise<readonly DetectorInfo[]> =>
  await connect().api.listDetectors();

/** A run is likely to be asked for soon. */
export const prepareRun = (): void => void connect().api.prepareRun();

/** A job as the worker wants it: its progress comes back over comlink. */
export interface WorkerJob {
  readonly id: string;
  readonly onProgress: OnProgress;
}

export const workerJob = (id: string, onProgress: (progress: Progress) => void): WorkerJob => ({
  id,
  onProgress: Comlink.proxy(onProgress),
});

/** Asks the worker to stop a job; one that does not answer in two seconds is ended with its worker. */
export async function cancelInWorker(jobId: string): Promise<void> {
  const connection = current;
  if (connection === null || !connection.abandon.has(jobId)) return;
  void connection.api.cancel(jobId);
  await new Promise((resolve) => setTimeout(resolve, CANCEL_PATIENCE_MS));
  const abandon = connection.abandon.get(jobId);
  if (abandon === undefined) return;
  connection.abandon.delete(jobId);
  abandon({ kind: 'cancelled' });
  drop(connection, restarted);
}
