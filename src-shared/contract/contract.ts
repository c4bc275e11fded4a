import type { z } from 'zod';
import type { Result } from '../result.ts';
import { applicationCalls, type MenuCommand } from './application.ts';
import { labelCalls } from './labels.ts';
import { importProfileCalls } from './import-profiles.ts';
import { plantCalls } from './plants.ts';
import { deletionCalls, readingCalls } from './readings.ts';
import { runCalls } from './runs.ts';
import { storeCalls } from './store.ts';
import { studyCalls } from './studies.ts';

/** Every call that crosses from the window to the main process. Bridge, client and handlers derive from this table. */
export const contract = {
  ...applicationCalls,
  ...labelCalls,
  ...plantCalls,
  ...readingCalls,
  ...deletionCalls,
  ...importProfileCalls,
  ...runCalls,
  ...storeCalls,
  ...studyCalls,
};

export type CallName = keyof typeof contract;
export type CallInput<N extends CallName> = z.infer<(typeof contract)[N]['input']>;
export type CallOutput<N extends CallName> = z.infer<(typeof contract)[N]['output']>;

/** What changed in the store; the window asks again for what it shows. */
export interface DataChanged {
  readonly plantId: number | null;
  readonly what: 'plants' | 'tags' | 'readings' | 'labels' | 'runs' | 'studies' | 'store' | 'profiles';
}

/** Events from the main process to the window. */
export interface Events {
  readonly 'data.changed': DataChanged;
  readonly 'menu.command': MenuCommand;
}
export type EventName = keyof Events;

/** What the preload script puts on `window.boilerhouse`. */
export interface Bridge {
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<Result<CallOutput<N>>>;
  /** Returns the function that ends the subscription. */
  on<E extends EventName>(event: E, listener: (payload: Events[E]) => void): () => void;
}
