import { cancelled, type Checkpoint } from '../checkpoint.ts';
import { freeWork, isFreeWork, type SideReply, stopWork, takeWork } from './side-work.ts';

/** What is being worked out on another thread, or will be here. */
export interface Later<T> {
  /**
   * The outcome. Work that no thread has begun is done here and now; otherwise this waits for the thread, and does the
   * work should it die or say nothing for too long. Throws what the work throws, `cancelled` when the checkpoint does
   * and after `stop`.
   */
  take(checkpoint: Checkpoint): Promise<T>;
  /** The outcome as soon as it is there, without the wish to have it now; rejects with `cancelled` after `stop`. */
  wait(): Promise<T>;
  /** `free`: nobody has begun it yet. `settled`: its outcome is there. */
  state(): 'free' | 'begun' | 'settled';
  /** Nobody wants it any more. */
  stop(): void;
}

/** What the pool tells of a piece of work that it gave to a thread. */
export interface LaterHandle<T> extends Later<T> {
  hear(reply: SideReply): void;
  /** The thread is gone. */
  lose(): void;
}

/** Calls back after the time that a thread may say nothing while it is waited for, unless what it returns is called. */
export type Patience = (onEnd: () => void) => () => void;

/** How long that should be. Longer than any thread that is well works without a word. */
export const PATIENCE_MS = 30_000;

/** For a host without threads. */
export const endlessPatience: Patience = () => () => undefined;

interface Watch {
  readonly patience: Patience;
  /** A thread that was waited for has said nothing for too long. It must lead to `lose`. */
  readonly onSilence: () => void;
}

/** `run` does the work in this thread; `state` is that of the `SideJob`. */
export function createLater<T>(
  state: Int32Array,
  run: (checkpoint: Checkpoint) => Promise<T>,
  { patience, onSilence }: Watch = { patience: endlessPatience, onSilence: () => undefined },
): LaterHandle<T> {
  let progress: { readonly done: number; readonly label: string } | null = null;
  let wake: () => void = () => undefined;
  let settle: (outcome: T | Promise<T>) => void = () => undefined;
  /** Where the outcome comes from; it may still be under way. */
  let isDecided = false;
  let isReady = false;
  /** Of whoever waits for the work, should it have to be done here. */
  let taker: Checkpoint | null = null;
  const outcome = new Promise<T>((resolve) => {
    settle = (value) => {
      isDecided = true;
      resolve(value);
      wake();
    };
  });
  const setReady = (): void => void (isReady = true);
  outcome.then(setReady, setReady);
  /** The thread will not do it: it is done here where somebody waits for it, else when somebody asks. */
  const takeBack = (): void => {
    if (isDecided) return;
    if (taker === null) freeWork(state);
    else settle(run(taker));
  };
  const nextWord = async (): Promise<void> => {
    const word = new Promise<void>((resolve) => (wake = resolve));
    const rest = patience(onSilence);
    await word;
    rest();
  };

  return {
    async take(checkpoint) {
      taker = checkpoint;
      if (takeWork(state)) settle(run(checkpoint));
      while (!isDecided) {
        await nextWord();
        if (progress !== null) await checkpoint(progress.done, progress.label);
      }
      return outcome;
    },
    wait: () => outcome,
    state: () => (isReady ? 'settled' : isFreeWork(state) ? 'free' : 'begun'),
    stop() {
      stopWork(state);
      if (!isDecided) settle(Promise.reject(cancelled()));
    },
    hear(reply) {
      if (isDecided) return;
      if (reply.kind === 'progress') {
        progress = reply;
        wake();
      } else if (reply.kind === 'failed') takeBack();
      // The id ties the output to the work that `run` does as well.
      else Reflect.apply(settle, undefined, [reply.output]);
    },
    lose: takeBack,
  };
}
