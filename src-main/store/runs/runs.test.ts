import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeBlock } from '@core/chunks/encode-chunk.ts';
import { decodeChunk } from '@core/chunks/decode-chunk.ts';
import { noCheckpoint } from '@core/checkpoint.ts';
import { automatic } from '@core/detectors/automatic/automatic.ts';
import { createRandom } from '@core/random.ts';
import type { NewAnomaly, RunFinish, RunStart } from '@core/reading-store.ts';
import { listAnomalies } from './anomalies.ts';
import { summariseData } from '../data-summary.ts';
import { addPlant, removePlant } from '../plants.ts';
import { getChoice } from './run-choice.ts';
import { listRuns } from './runs.ts';
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
    a: [everySecond(0, [1, 2, 3])],
    b: [everySecond(0, [1])],
  }));
});
afterEach(() => temporary.remove());

const begin = (more: Partial<RunStart> = {}): Promise<number> =>
  temporary.readings.beginRun({
    plantId,
    tagIds: tagIds.toReversed(),
    detectorId: 'isolation-forest',
    detectorOptions: { trees: 100, kind: 'exact', bootstrap: false },
    seed: 42,
    contamination: 0.05,
    fromMs: START_MS,
    toMs: START_MS + 2000,
    trainFromMs: START_MS,
    trainToMs: START_MS + 1000,
    startedMs: START_MS,
    ...more,
  });

const anomaly = (second: number, peakScore: number): NewAnomaly => ({
  startMs: START_MS + second * 1000,
  endMs: START_MS + second * 1000,
  peakMs: START_MS + second * 1000,
  peakScore,
  sampleCount: 1,
  contributions: [{ tagId: tagIds[0] ?? 0, share: 1, actual: 3, usual: null }],
});

const runFinish = (more: Partial<RunFinish> = {}): RunFinish => ({
  contamination: 0.05,
  threshold: 0.6,
  sampleCount: 3,
  scoredCount: 3,
  anomalousCount: 1,
  dataSha256: 'cd'.repeat(32),
  finishedMs: START_MS + 5000,
  ...more,
});

const scores = encodeBlock({
  timesMs: Float64Array.of(START_MS, START_MS + 1000, START_MS + 2000),
  values: Float64Array.of(0.4, NaN, 0.7),
  qualities: new Uint8Array(3),
  statuses: [],
});

const peaksOf = (runId: number): number[] =>
  listAnomalies(temporary.store.reader, {
    runId,
    filter: { tag: '', minPeakScore: null, minDurationMs: null },
    sort: { by: 'start', descending: false },
    offset: 0,
    limit: 1000,
  }).rows.map((row) => row.peakScore);

describe('a run', () => {
  it('keeps everything it was started with, and its result once finished', async () => {
    const { readings, store } = temporary;
    const runId = await begin();
    expect(await readings.getRun(runId)).toMatchObject({
      status: 'running',
      threshold: null,
      finishedMs: null,
    });
    await readings.appendScores(runId, scores);
    await readings.appendAnomalies(runId, [anomaly(2, 0.7)]);
    expect(peaksOf(runId)).toEqual([]);
    const summary = await readings.finishRun(runId, runFinish());
    expect(summary).toEqual({
      id: runId,
      plantId,
      status: 'finished',
      detectorId: 'isolation-forest',
      detectorOptions: { trees: 100, kind: 'exact', bootstrap: false },
      seed: 42,
      contamination: 0.05,
      threshold: 0.6,
      fromMs: START_MS,
      toMs: START_MS + 2000,
      trainFromMs: START_MS,
      trainToMs: START_MS + 1000,
      tags: [
        { id: tagIds[1], name: 'b', unit: null, description: null },
        { id: tagIds[0], name: 'a', unit: null, description: null },
      ],
      sampleCount: 3,
      scoredCount: 3,
      anomalousCount: 1,
      anomalyCount: 1,
      startedMs: START_MS,
      finishedMs: START_MS + 5000,
      programVersion: '1.2.3',
      dataSha256: 'cd'.repeat(32),
      message: null,
      conditions: { loadTagId: 'auto', modes: [], hasModeThresholds: false },
      scale: null,
      modeThresholds: [],
      loadTagId: null,
      kindCounts: {},
    });
    expect(peaksOf(runId)).toEqual([0.7]);
    expect(listRuns(store.reader, plantId)).toEqual([summary]);
    expect(summariseData(store.reader, plantId).openAnomalyCount).toBe(1);
    const { chunks } = await readings.readScores(runId, -Infinity, Infinity);
    expect(chunks.map((chunk) => [...decodeChunk(chunk).values])).toEqual([[0.4, NaN, 0.7]]);
  });

  it('gives its fitted detector back as it was saved', async () => {
    const runId = await begin();
    const fitted = {
      format: 'isolation-forest',
      formatVersion: 1,
      trees: [{ threshold: 0.1 + 0.2, left: -1 }],
    };
    await temporary.readings.saveDetector(runId, fitted);
    temporary = temporary.reopen();
    expect(await temporary.readings.loadDetector(runId).catch(() => 'gone with the interrupted run')).toBe(
      'gone with the interrupted run',
    );
    const again = await begin();
    await temporary.readings.saveDetector(again, fitted);
    await temporary.readings.finishRun(again, runFinish());
    temporary = temporary.reopen();
    expect(await temporary.readings.loadDetector(again)).toEqual(fitted);
  });

  it('keeps the scale of its scores, also through another contamination that brings none', async () => {
    const { readings } = temporary;
    const runId = await begin();
    const scale = { median: 0.41, width: 0.07 };
    expect(await readings.finishRun(runId, runFinish({ scale }))).toMatchObject({ scale });
    expect(await readings.finishRun(runId, runFinish())).toMatchObject({ scale });
    expect(listRuns(temporary.store.reader, plantId)[0]?.scale).toEqual(scale);
  });

  it('tells what the automatic choice took, by which rule, and on what it was tried', async () => {
    const random = createRandom(3);
    const samples = {
      rowCount: 400,
      columnCount: 2,
      data: Float32Array.from({ length: 800 }, (_, at) => (at % 2 === 0 ? 7 : random.normal())),
    };
    const fitted = await automatic.fit(samples, {}, 1, noCheckpoint);
    const runId = await begin({ detectorId: 'automatic' });
    expect(getChoice(temporary.store.reader, runId)).toBeNull();
    await temporary.readings.saveDetector(runId, fitted.toJSON());
    await temporary.readings.finishRun(runId, runFinish());
    const choice = getChoice(temporary.store.reader, runId);
    expect(choice).toMatchObject({
      detectorId: 'smoothed-z',
      rule: '2 tags: each is judged by itself, averaged over time; tags that drift get more room',
      triedOn: { trainingRows: 400, learntRows: 240, heldOutRows: 160, faultRows: 80 },
      tags: [
        { name: 'b', state: 'constant', isUsable: false },
        { name: 'a', state: 'usable', isUsable: true },
      ],
    });
    expect(choice?.trial.map(({ detectorId }) => detectorId)).toEqual(['smoothed-z', 'mahalanobis', 'aakr']);
    expect(choice?.trial.every(({ falseAlarms }) => falseAlarms !== null && falseAlarms < 0.2)).toBe(true);
  });

  it('has no choice to tell of where a person chose the detector', async () => {
    const runId = await begin();
    await temporary.readings.finishRun(runId, runFinish());
    expect(getChoice(temporary.store.reader, runId)).toBeNull();
  });

  it('replaces its anomalies when it is finished again with another contamination', async () => {
    const { readings } = temporary;
    const runId = await begin();
    await readings.appendAnomalies(runId, [anomaly(1, 0.8), anomaly(2, 0.7)]);
    await readings.finishRun(runId, runFinish());
    await readings.appendAnomalies(runId, [anomaly(1, 0.8)]);
    expect(peaksOf(runId)).toEqual([0.8, 0.7]);
    const summary = await readings.finishRun(runId, runFinish({ contamination: 0.01, threshold: 0.75 }));
    expect([summary.contamination, summary.threshold, summary.anomalyCount]).toEqual([0.01, 0.75, 1]);
    expect(peaksOf(runId)).toEqual([0.8]);
  });

  it('stays finished when a change of its contamination is given up', async () => {
    const { readings } = temporary;
    const runId = await begin();
    await readings.appendAnomalies(runId, [anomaly(1, 0.8)]);
    await readings.finishRun(runId, runFinish());
    await readings.appendAnomalies(runId, [anomaly(2, 0.7)]);
    await readings.endRun(runId, 'cancelled', null);
    expect((await readings.getRun(runId)).status).toBe('finished');
    await readings.appendAnomalies(runId, [anomaly(0, 0.9)]);
    await readings.finishRun(runId, runFinish());
    expect(peaksOf(runId)).toEqual([0.9]);
  });

  it('that was cancelled or failed keeps its record and why, without scores', async () => {
    const { readings } = temporary;
    const runId = await begin();
    await readings.appendScores(runId, scores);
    await readings.endRun(runId, 'failed', 'There are no readings in this range.');
    expect(await readings.getRun(runId)).toMatchObject({
      status: 'failed',
      message: 'There are no readings in this range.',
      finishedMs: START_MS,
    });
    expect((await readings.readScores(runId, -Infinity, Infinity)).chunks).toEqual([]);
    await expect(readings.finishRun(runId, runFinish())).rejects.toThrow(/failed and cannot be finished/);
    await expect(readings.appendScores(runId, scores)).rejects.toThrow(/finished/);
  });

  it('found running at the next start is interrupted, and nothing half is left', async () => {
    const runId = await begin();
    await temporary.readings.appendScores(runId, scores);
    await temporary.readings.appendAnomalies(runId, [anomaly(1, 0.8)]);
    temporary = temporary.reopen();
    expect(temporary.store.interrupted).toEqual([
      `Run ${runId} of Zawar was interrupted. It can be started again.`,
    ]);
    expect((await temporary.readings.getRun(runId)).status).toBe('interrupted');
    const count = (table: string): unknown =>
      temporary.store.reader.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
    expect([
      count('score_chunks'),
      count('score_chunk_bytes'),
      count('anomalies'),
      count('anomaly_contributions'),
    ]).toEqual([0, 0, 0, 0]);
  });

  it('is refused for tags and plants that are not there', async () => {
    tagIds = [999];
    await expect(begin()).rejects.toThrow(/Tag 999 is not in the store/);
    expect(listRuns(temporary.store.reader, plantId)).toEqual([]);
  });
});

describe('removing a plant', () => {
  it('is refused while it holds readings', () => {
    expect(() => removePlant(temporary.store.writer, plantId)).toThrow(/Zawar holds readings/);
  });
});
