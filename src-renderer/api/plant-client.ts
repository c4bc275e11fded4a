import type { CallInput, CallName, CallOutput, EventName, Events } from '@shared/contract/contract.ts';
import type { AppError } from '@shared/errors.ts';
import type { Result } from '@shared/result.ts';
import { turnOf } from './asking-order.ts';

/** Carries an expected failure through react-query, which knows thrown errors only. */
export class CallFailure extends Error {
  readonly error: AppError;

  constructor(error: AppError) {
    super('message' in error ? error.message : error.kind);
    this.name = 'CallFailure';
    this.error = error;
  }
}

/** The value of a successful result. Throws CallFailure for a failed one. */
export function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new CallFailure(result.error);
}

/** Asks the main process. Throws CallFailure with the reason when it cannot answer. */
export async function call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> {
  await turnOf(name);
  return unwrap(await window.boilerhouse.call(name, input));
}

/** Hears an event of the main process until the returned function is called. */
export function onEvent<E extends EventName>(event: E, listener: (payload: Events[E]) => void): () => void {
  return window.boilerhouse.on(event, listener);
}

/** The failure that a caught value stands for; what is not a CallFailure is a defect. */
export function failureOf(caught: unknown): AppError {
  if (caught instanceof CallFailure) return caught.error;
  return { kind: 'internal', message: caught instanceof Error ? caught.message : String(caught) };
}
