import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Judgement } from '@shared/contract/conditions.ts';
import type { NewAnomaly } from '@core/reading-store.ts';
import { MODE } from '@core/samples/operating-modes.ts';
import { listAnomalies, listBands } from './anomalies.ts';
import { addPlant } from '../plants.ts';
import { listModes, loadOperation } from './run-operations.ts';
import { getRun } from './runs.ts';
import { listSimilar } from './similar-anomalies.ts';
import {
  createTemporaryStore,
  everySecond,
  importColumns,
  plantFields,
  START_MS,
  type TemporaryStore,
} from '../testing/temporary-store.ts';

let temporary: TemporaryStore;
let plantId = 0;
let tagIds: readonly number[] = [];
beforeEach(async () => {
  temporary = createTemporaryStore();
  plantId = addPlant(temporary.store.writer, plantFields('Zawar')).id;
  ({ tagIds } = await importColumns(temporary.readings, plantId, {
    load: [everySecond(0, [1])],
    vibration: [everySecond(0, [1])],
    pressure: [everySecond(0, [1])],
  }));
});
afterEach(() => temporary.remove());

const judgement = (change: Partial<Judgement> = {}): Judgement => ({
  kind: 'process',
  sensorFault: null,
  mode: 'steady',
  sentence: 'vibration 6.8 mm/s where 2.1 is usual',
  evidence: ['Zone C.'],
  ...change,
});

/** An anomaly of one second with shares by tag; negative = below what is usual. */
const anomaly = (second: number, shares: readonly number[], judged?: Judgement): NewAnomaly => ({
  startMs: START_MS + second * 1000,
  endMs: START_MS + (second + 1) * 1000,
  peakMs: START_MS + second * 1000,
  peakScore: 0.7,
  sampleCount: 1,
  contributions: shares.flatMap((share, place) =>
    share === 0
      ? []
      : [{ tagId: tagIds[place] ?? 0, share: Math.abs(share), actual: share < 0 ? 0 : 2, usual: 1 }],
  ),
  judgement: judged,
});

async function runWith(...anomalies: readonly NewAnomaly[]): Promise<number> {
  const range = { fromMs: START_MS, toMs: START_MS + 100_000 };
  const runId = await temporary.readings.beginRun({
    plantId,
    tagIds,
    detectorId: 'd',
    detectorOptions: {},
    seed: 1,
    contamination: 0.05,
    ...range,
    trainFromMs: range.fromMs,
    trainToMs: range.toMs,
    startedMs: START_MS,
    conditions: { loadTagId: tagIds[0] ?? null, modes: ['steady'], hasModeThresholds: true },
  });
  await temporary.readings.appendAnomalies(runId, anomalies);
  await temporary.readings.finishRun(runId, {
    contamination: 0.05,
    threshold: 0.6,
    modeThresholds: [{ mode: 'steady', threshold: 0.55 }],
    sampleCount: 3,
    scoredCount: 3,
    anomalousCount: 1,
    dataSha256: 'cd'.repeat(32),
    finishedMs: START_MS,
  });
  return runId;
}

const list = (runId: number, kinds: Judgement['kind'][] = []) =>
  listAnomalies(temporary.store.reader, {
    runId,
    filter: { tag: '', minPeakScore: null, minDurationMs: null, kinds },
    sort: { by: 'start', descending: false },
    offset: 0,
    limit: 10,
  });

describe('judged anomalies', () => {
  it('come back as they were judged, and are filtered and counted by kind', async () => {
    const spike = judgement({ kind: 'sensor', sensorFault: 'spike' });
    const runId = await runWith(
      anomaly(1, [0, 1, 0], judgement()),
      anomaly(5, [0, 1, 0], spike),
      anomaly(9, [1, 0, 0]),
    );
    expect(list(runId).rows.map((row) => row.judgement)).toEqual([judgement(), spike, null]);
    expect(list(runId, ['sensor', 'gap']).rows.map((row) => row.startMs)).toEqual([START_MS + 5000]);
    expect(list(runId, ['sensor', 'gap']).total).toBe(1);
    expect(getRun(temporary.store.reader, runId)).toMatchObject({
      kindCounts: { process: 1, sensor: 1 },
      conditions: { loadTagId: tagIds[0], modes: ['steady'], hasModeThresholds: true },
      modeThresholds: [{ mode: 'steady', threshold: 0.55 }],
    });
  });

  it('give a band the gravest of their kinds', async () => {
    const gap = judgement({ kind: 'gap' });
    const runId = await runWith(
      anomaly(1, [], gap),
      anomaly(2, [0, 1, 0], judgement({ kind: 'sensor', sensorFault: 'stuck' })),
      anomaly(90, [], gap),
    );
    const bands = listBands(temporary.store.reader, {
      runId,
      fromMs: START_MS,
      toMs: START_MS + 100_000,
      pixels: 20,
    });
    expect(bands.map(({ kind, count }) => [kind, count])).toEqual([
      ['sensor', 2],
      ['gap', 1],
    ]);
  });
});

describe('similar earlier anomalies', () => {
  it('are those with the same tags in the same direction, of any run of the plant, with their labels', async () => {
    await runWith(
      anomaly(1, [0, 0.9, 0.1], judgement()),
      anomaly(10, [0.9, 0.1, 0]),
      anomaly(20, [0, -0.9, 0.1]),
    );
    temporary.store.writer
      .prepare(
        `INSERT INTO known_events (plant_id, source, kind, start_ms, end_ms, note) VALUES (?, 'user', 'bearing-wear', ?, ?, 'replaced')`,
      )
      .run(plantId, START_MS, START_MS + 1500);
    const runId = await runWith(anomaly(50, [0, 0.8, 0.2]), anomaly(60, [0, 1, 0]));
    const [own] = list(runId).rows;
    const found = listSimilar(temporary.store.reader, own?.id ?? 0);
    expect(found).toMatchObject([
      {
        startMs: START_MS + 1000,
        judgement: { kind: 'process' },
        labels: [{ kind: 'bearing-wear', note: 'replaced' }],
      },
    ]);
    expect(found[0]?.likeness).toBeGreaterThan(0.98);
  });
});

describe('the operation of a run', () => {
  it('is kept with its modes; stretches under a pixel join the one before', async () => {
    const runId = await runWith();
    const at = (second: number): number => START_MS + second * 1000;
    await temporary.readings.saveOperation(runId, {
      loadTagId: tagIds[0] ?? null,
      baseline: { edges: [1] },
      modes: {
        codes: Uint8Array.of(MODE.off, MODE.startUp, MODE.steady),
        startsMs: Float64Array.of(at(0), at(40), at(41)),
        endsMs: Float64Array.of(at(40), at(41), at(100)),
      },
    });
    expect(loadOperation(temporary.store.reader, runId)).toEqual({
      loadTagId: tagIds[0],
      baseline: { edges: [1] },
    });
    expect(getRun(temporary.store.reader, runId).loadTagId).toBe(tagIds[0]);
    const modes = (pixels: number) =>
      listModes(temporary.store.reader, { runId, fromMs: at(0), toMs: at(100), pixels }).map(
        ({ mode }) => mode,
      );
    expect(modes(1000)).toEqual(['off', 'start-up', 'steady']);
    expect(modes(50)).toEqual(['off', 'steady']);
  });
});
