import type { Operation } from '@core/anomalies/operation.ts';
import type { ModeColumns, RunOperation } from '@core/reading-store.ts';
import { type RunConditions, usualConditions } from '@shared/contract/conditions.ts';
import type { RunSummary } from '@shared/contract/runs.ts';
import { AppFailure } from '@shared/errors.ts';
import type { LoadedSamples } from './load-samples.ts';

/**
 * What is known of the run's tags, and its conditions, as the analysis takes them: the load tag by its place among the columns.
 * Throws `invalid-input` for a load tag that is not among the tags.
 */
export function conditionsOf(tags: RunSummary['tags'], conditions: RunConditions = usualConditions) {
  const { loadTagId, modes, hasModeThresholds, modeThresholds } = conditions;
  const place = tags.findIndex((tag) => tag.id === loadTagId);
  if (typeof loadTagId === 'number' && place < 0) {
    throw new AppFailure({
      kind: 'invalid-input',
      message: 'The load tag is not among the tags of the run.',
    });
  }
  return {
    tags: tags.map(({ name, unit, description }) => ({ name, unit, description: description ?? null })),
    modes,
    hasModeThresholds,
    modeThresholds,
    ...(loadTagId === 'auto' ? {} : { loadColumn: loadTagId === null ? null : place }),
  };
}

/** What is kept of the operation; modes as stretches of time, each up to the first sample of the next. */
export function operationOf({ timesMs, tagIds }: LoadedSamples, operation: Operation): RunOperation {
  const { loadColumn, baseline, modes } = operation;
  return {
    loadTagId: loadColumn === null ? null : (tagIds[loadColumn] ?? null),
    baseline,
    modes: modeColumns(timesMs, modes),
  };
}

function modeColumns(timesMs: Float64Array, modes: Uint8Array): ModeColumns {
  const starts: number[] = [];
  for (let row = 0; row < modes.length; row++)
    if (row === 0 || modes[row] !== modes[row - 1]) starts.push(row);
  const last = timesMs.length - 1;
  return {
    codes: Uint8Array.from(starts, (row) => modes[row] ?? 0),
    startsMs: Float64Array.from(starts, (row) => timesMs[row] ?? 0),
    endsMs: Float64Array.from(starts, (_, at) => timesMs[starts[at + 1] ?? last] ?? 0),
  };
}
