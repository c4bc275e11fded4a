import { AppFailure } from '@shared/errors.ts';
import { countRows, type MeasuredRows } from '../split.ts';
import type { Truth } from '../truth.ts';
import type { RowWindow } from '../windows.ts';

/** The rows outside the training in two: those a search looks at, and later ones that it never sees. */
export interface HeldOut {
  readonly tuning: MeasuredRows;
  readonly heldOut: MeasuredRows;
}

/**
 * Cuts the measured rows at one point in time. With labels so that about `share` of the labelled faults (taken as
 * stretches) lie after it, halfway between two; without so that `share` of the rows does. Throws `invalid-input` where
 * there is nothing outside the training, and where both parts cannot have a fault.
 */
export function cutHeldOut(measured: MeasuredRows, truth: Truth | null, share: number): HeldOut {
  if (measured.scope === 'in-sample')
    throw refused('A search needs rows outside the training range to be judged on.');
  const cut = truth === null ? cutByRows(measured.segments, share) : cutByFaults(truth.windows, share);
  const before = clip(measured.segments, -Infinity, cut - 1);
  const after = clip(measured.segments, cut, Infinity);
  if (before.length === 0 || after.length === 0)
    throw refused('There are too few rows outside the training range.');
  return {
    tuning: { segments: before, rowCount: countRows(before), scope: 'held-out' },
    heldOut: { segments: after, rowCount: countRows(after), scope: 'held-out' },
  };
}

function cutByFaults(windows: readonly RowWindow[], share: number): number {
  if (windows.length < 2)
    throw refused(
      'At least two labelled faults outside the training range are needed: one to search by and one that is held out. Label more, or search by faults that are put in.',
    );
  const searched = Math.min(windows.length - 1, Math.max(1, Math.round(windows.length * (1 - share))));
  return Math.ceil((windows[searched - 1].to + windows[searched].from + 1) / 2);
}

function cutByRows(segments: readonly RowWindow[], share: number): number {
  let left = Math.max(1, Math.round(countRows(segments) * (1 - share)));
  for (const { from, to } of segments) {
    const length = to - from + 1;
    if (left < length) return from + left;
    left -= length;
  }
  return segments[segments.length - 1].to;
}

const clip = (segments: readonly RowWindow[], from: number, to: number): RowWindow[] =>
  segments
    .map((segment) => ({ from: Math.max(segment.from, from), to: Math.min(segment.to, to) }))
    .filter((segment) => segment.from <= segment.to);

const refused = (message: string): AppFailure => new AppFailure({ kind: 'invalid-input', message });
