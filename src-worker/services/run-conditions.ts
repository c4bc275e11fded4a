import type { Operation } from '@core/anomalies/operation.ts';
import type { RunOperation } from '@core/reading-store.ts';
import { stretchesOf } from '@core/samples/operating-modes.ts';
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
    modes: stretchesOf(modes).map(({ mode, from, to }) => ({
      mode,
      startMs: timesMs[from] ?? 0,
      endMs: timesMs[Math.min(to, timesMs.length - 1)] ?? 0,
    })),
  };
}
