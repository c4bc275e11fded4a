import { learnOperation, type OperationInput } from '../anomalies/operation.ts';
import { cancelled, type Checkpoint } from '../checkpoint.ts';
import { judgeSetting, type SettingWork } from '../evaluate/search/judge-setting.ts';
import { encodeScores, type ScorePart } from './encode-scores.ts';

/** Work that another thread can do beside the one that asks. The same input gives the same bits everywhere, but for the seconds that it took. */
export type SideWork =
  | { readonly name: 'learn-operation'; readonly input: OperationInput }
  | { readonly name: 'encode-scores'; readonly input: ScorePart }
  | { readonly name: 'judge-setting'; readonly input: SettingWork };

/** Side work as it is sent to a thread. */
export interface SideJob {
  readonly id: number;
  readonly work: SideWork;
  /** One of `FREE`, `BEGUN` and `STOPPED`, in shared memory: who comes first begins, and only one does. */
  readonly state: Int32Array;
}

export const FREE = 0;
export const BEGUN = 1;
export const STOPPED = 2;

/** How far the thread is, then once what it gives; or that it could not do the work. */
export type SideReply =
  | { readonly id: number; readonly kind: 'progress'; readonly done: number; readonly label: string }
  | { readonly id: number; readonly kind: 'output'; readonly output: unknown }
  | { readonly id: number; readonly kind: 'failed' };

/** Takes a piece of work for oneself; false when another has begun it or nobody wants it any more. */
export const takeWork = (state: Int32Array): boolean =>
  Atomics.compareExchange(state, 0, FREE, BEGUN) === FREE;

/** Neither begun nor given up. */
export const isFreeWork = (state: Int32Array): boolean => Atomics.load(state, 0) === FREE;

/** Gives back what one has begun and will not end. */
export const freeWork = (state: Int32Array): void => void Atomics.compareExchange(state, 0, BEGUN, FREE);

export const stopWork = (state: Int32Array): void => void Atomics.store(state, 0, STOPPED);

/** What a thread does with side work: all of it, unless somebody else was faster. Never rejects. */
export async function serveWork(
  job: SideJob,
  reply: (reply: SideReply) => void,
  nowMs: () => number,
): Promise<void> {
  const { id, work, state } = job;
  if (!takeWork(state)) return;
  const checkpoint: Checkpoint = (done, label) => {
    if (Atomics.load(state, 0) === STOPPED) return Promise.reject(cancelled());
    reply({ id, kind: 'progress', done, label });
    return Promise.resolve();
  };
  try {
    reply({ id, kind: 'output', output: await runWork(work, checkpoint, nowMs) });
  } catch {
    // Whoever asked does it again and meets the failure there.
    reply({ id, kind: 'failed' });
  }
}

function runWork(work: SideWork, checkpoint: Checkpoint, nowMs: () => number): Promise<unknown> {
  switch (work.name) {
    case 'learn-operation':
      return learnOperation(work.input, checkpoint);
    case 'encode-scores':
      return Promise.resolve(encodeScores(work.input));
    case 'judge-setting':
      return judgeSetting(work.input, nowMs, checkpoint);
  }
}
