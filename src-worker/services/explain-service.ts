import { usualAt } from '@core/anomalies/baseline.ts';
import { type Checkpoint, portion } from '@core/checkpoint.ts';
import { findDetector } from '@core/detectors/registry.ts';
import type { ReadingStore } from '@core/reading-store.ts';
import { recordedDecimals } from '@core/sensor-health/column-behaviour.ts';
import { columnOf } from '@core/samples/columns.ts';
import { savedBaseline } from '@shared/contract/conditions.ts';
import type { ExpectedLane, Explanation, ExplainRequest } from '../worker-api.ts';
import { loadSamples } from './load-samples.ts';

/** Points of a small chart. */
const MOST_POINTS = 600;

/**
 * What some tags read around an anomaly, and what was to be expected: of the detector where it expects something of
 * single tags, else the median of the training samples at the same load; with the range of 95 % of them.
 */
export async function explainAnomaly(
  store: ReadingStore,
  request: ExplainRequest,
  checkpoint: Checkpoint,
): Promise<Explanation> {
  const run = await store.getRun(request.runId);
  const operation = await store.loadOperation(request.runId);
  const fitted = findDetector(run.detectorId).fromJSON(await store.loadDetector(request.runId));
  const stepMs = (run.toMs - run.fromMs) / Math.max(1, run.sampleCount - 1);
  const fromMs = Math.max(run.fromMs, request.fromMs - (fitted.contextRows + 1) * stepMs);
  const toMs = Math.min(run.toMs, request.toMs);
  const range = { fromMs, toMs, trainFromMs: fromMs, trainToMs: toMs };
  const { timesMs, samples } = await loadSamples(store, run.tags, range, portion(checkpoint, 0, 0.8));
  const expected = fitted.expectedValues?.(samples) ?? null;
  const baseline = operation === null ? null : savedBaseline.parse(operation.baseline);
  const loadColumn = baseline?.loadColumn ?? null;
  const load = loadColumn === null ? null : columnOf(samples, loadColumn);

  const rows = [...timesMs.keys()].filter((row) => (timesMs[row] ?? 0) >= request.fromMs);
  const every = Math.ceil(rows.length / MOST_POINTS);
  const shown = rows.filter((_, place) => place % every === 0);
  const lanes = request.tagNames.flatMap((tagName): ExpectedLane[] => {
    const column = run.tags.findIndex((tag) => tag.name === tagName);
    const tag = run.tags[column];
    if (tag === undefined) return [];
    const actual = columnOf(samples, column);
    const told = expected === null ? null : columnOf(expected, column);
    const isTold = told !== null && shown.some((row) => !Number.isNaN(told[row]));
    const usual = shown.map((row) =>
      baseline === null
        ? null
        : usualAt(baseline, column, column === loadColumn ? NaN : (load?.[row] ?? NaN)),
    );
    const pick = (valueOf: (row: number, place: number) => number | undefined): Float64Array =>
      Float64Array.from(shown, (row, place) => valueOf(row, place) ?? NaN);
    return [
      {
        tagName,
        unit: tag.unit,
        decimals: recordedDecimals(actual),
        source: isTold ? 'detector' : 'training',
        actual: pick((row) => actual[row]),
        expected: pick((row, place) => (isTold ? told[row] : usual[place]?.median)),
        low: pick((_, place) => usual[place]?.low),
        high: pick((_, place) => usual[place]?.high),
      },
    ];
  });
  await checkpoint(1, 'Explaining');
  return { timesMs: Float64Array.from(shown, (row) => timesMs[row] ?? NaN), lanes };
}
