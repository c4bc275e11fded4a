import { type Checkpoint, noCheckpoint } from '../checkpoint.ts';
import { type SideReply, stopWork, takeWork } from './side-work.ts';

/** What is being worked out on another thread, or will be here. */
export interface Later<T> {
  /**
   * The outcome. Work that no thread has begun is done here and now; otherwise this waits for the thread, and does the
   * work should it die. Throws what the work throws, `cancelled` when the checkpoint does.
   */
  take(checkpoint: Checkpoint): Promise<T>;
  /** The outcome as soon as a thread has it, without the wish to have it now. */
  wait(): Promise<T>;
  /** Nobody wants it any more. */
  stop(): void;
}

/** What the pool tells of a piece of work that it gave to a thread. */
export interface LaterHandle<T> extends Later<T> {
  hear(reply: SideReply): void;
  /** The thread is gone. */
  lose(): void;
}

/** `run` does the work in this thread; `state` is that of the `SideJob`. */
export function createLater<T>(
  state: Int32Array,
  run: (checkpoint: Checkpoint) => Promise<T>,
): LaterHandle<T> {
  let progress: { readonly done: number; readonly label: string } | null = null;
  let wake: () => void = () => undefined;
  let settle: (outcome: T | Promise<T>) => void = () => undefined;
  let isSettled = false;
  const outcome = new Promise<T>((resolve) => {
    settle = (value) => {
      isSettled = true;
      resolve(value);
      wake();
    };
  });
  outcome.catch(() => undefined);
  const doHere = (checkpoint: Checkpoint): void => {
    if (!isSettled) settle(run(checkpoint));
  };

  return {
    async take(checkpoint) {
      if (takeWork(state)) doHere(checkpoint);
      while (!isSettled) {
        await new Promise<void>((resolve) => (wake = resolve));
        if (progress !== null) await checkpoint(progress.done, progress.label);
      }
      return outcome;
    },
    wait: () => outcome,
    stop: () => stopWork(state),
    hear(reply) {
      if (isSettled) return;
      if (reply.kind === 'progress') {
        progress = reply;
        wake();
      } else if (reply.kind === 'failed') doHere(noCheckpoint);
      // The id ties the output to the work that `run` does as well.
      else Reflect.apply(settle, undefined, [reply.output]);
    },
    lose: () => doHere(noCheckpoint),
  };
}
