import type { LossPoint } from '@shared/contract/runs.ts';
import { AppFailure } from '@shared/errors.ts';

/** What a job can show beside its progress. `losses`: of each epoch of a training so far. */
export interface ProgressDetail {
  readonly kind: 'losses';
  readonly losses: readonly LossPoint[];
}

/**
 * Called by long work between two portions: `done` is 0..1, `label` says what is being done. The host shows the
 * progress, lets messages in, and throws the `cancelled` failure when the user has given up.
 */
export type Checkpoint = (done: number, label: string, detail?: ProgressDetail) => Promise<void>;

export const noCheckpoint: Checkpoint = () => Promise.resolve();

export const cancelled = (): AppFailure => new AppFailure({ kind: 'cancelled' });

/** The part of a larger job between `from` and `to` (0..1) as a job of its own. */
export const portion =
  (checkpoint: Checkpoint, from: number, to: number): Checkpoint =>
  (done, label, detail) =>
    checkpoint(from + done * (to - from), label, detail);
