import { encodeBlock } from '@core/chunks/encode-chunk.ts';
import type { EncodedChunk } from '@core/chunks/chunk.ts';
import { createRandom } from '@core/random.ts';
import { usualConditions } from '@shared/contract/conditions.ts';
import type { RunSummary } from '@shared/contract/runs.ts';
import type { AnalyseRequest } from '../worker-api.ts';
import type { RunStore } from './run-store.ts';

const STEP_MS = 60_000;
const DAY_ROWS = 1440;
const TAGS = [
  { name: 'load', unit: 'MW', usual: 70, swing: 25, noise: 0.4 },
  { name: 'steam_flow', unit: 't/h', usual: 240, swing: 80, noise: 2 },
  { name: 'steam_pressure', unit: 'bar', usual: 150, swing: 12, noise: 0.5 },
  { name: 'steam_temperature', unit: '°C', usual: 535, swing: 3, noise: 0.8 },
  { name: 'bearing_vibration', unit: 'mm/s', usual: 2.4, swing: 0.3, noise: 0.1 },
];

/** Row by row as often as this, one tag after the other shows a fault. */
const FAULT_ROWS = 997;

function madeUpChunks(rowCount: number): EncodedChunk[][] {
  const random = createRandom(1);
  const timesMs = Float64Array.from({ length: rowCount }, (_, row) => row * STEP_MS);
  const qualities = new Uint8Array(rowCount);
  return TAGS.map(({ usual, swing, noise }, tag) => {
    const values = new Float64Array(rowCount);
    for (let row = 0; row < rowCount; row++) {
      const level = usual + swing * Math.sin((2 * Math.PI * row) / DAY_ROWS);
      const isFault = row % FAULT_ROWS < 3 && Math.floor(row / FAULT_ROWS) % TAGS.length === tag;
      const value = level + noise * random.normal() + (isFault ? 20 * noise : 0);
      values[row] = Math.round(value * 1000) / 1000;
    }
    return encodeBlock({ timesMs, values, qualities, statuses: [] });
  });
}

/** A run over simulated readings that nobody sees: what it asks for is made up, what it saves is forgotten. */
export function createMadeUpRun(
  detector: Pick<AnalyseRequest, 'detectorId' | 'detectorOptions'>,
  rowCount: number,
): { readonly store: RunStore; readonly request: AnalyseRequest } {
  const chunks = madeUpChunks(rowCount);
  const request: AnalyseRequest = {
    ...detector,
    plantId: 1,
    tagIds: TAGS.map((_, index) => index + 1),
    fromMs: 0,
    toMs: rowCount * STEP_MS,
    trainFromMs: 0,
    trainToMs: rowCount * STEP_MS,
    seed: 1,
    contamination: 0.01,
  };
  const run: RunSummary = {
    ...request,
    id: 1,
    status: 'running',
    tags: TAGS.map(({ name, unit }, index) => ({ id: index + 1, name, unit })),
    conditions: usualConditions,
    threshold: null,
    sampleCount: 0,
    scoredCount: 0,
    anomalousCount: 0,
    anomalyCount: 0,
    startedMs: 0,
    finishedMs: null,
    programVersion: '',
    dataSha256: null,
    message: null,
  };
  const nothing = (): Promise<void> => Promise.resolve();
  const summary = (): Promise<RunSummary> => Promise.resolve(run);
  return {
    request,
    store: {
      readChunks: (tagId) => Promise.resolve({ chunks: chunks[tagId - 1] ?? [], nextFromMs: null }),
      readScores: () => Promise.resolve({ chunks: [], nextFromMs: null }),
      beginRun: () => Promise.resolve(run.id),
      getRun: summary,
      leaveOutTags: summary,
      resumeRun: summary,
      loadTraining: () => Promise.resolve(null),
      saveTraining: nothing,
      saveDetector: nothing,
      loadDetector: () => Promise.resolve(null),
      saveOperation: nothing,
      appendScores: nothing,
      appendAnomalies: nothing,
      finishRun: summary,
      endRun: nothing,
    },
  };
}
