import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cancelled, type Checkpoint, noCheckpoint } from '@core/checkpoint.ts';
import { decodeChunk } from '@core/chunks/decode-chunk.ts';
import { analyse, resume } from '../../../src-worker/services/run-service.ts';
import { addPlant } from '../plants.ts';
import {
  createTemporaryStore,
  everySecond,
  importColumns,
  plantFields,
  START_MS,
  type TemporaryStore,
} from '../testing/temporary-store.ts';
import { getTraining, listResumable } from './trainings.ts';

const ROWS = 300;
const swing = (lag: number): number[] =>
  Array.from({ length: ROWS }, (_, second) => Math.sin(second / 4 + lag) + ((second * 37) % 11) / 40);

let temporary: TemporaryStore;
let plantId = 0;
let tagIds: readonly number[] = [];
beforeEach(async () => {
  temporary = createTemporaryStore();
  plantId = addPlant(temporary.store.writer, plantFields('Zawar')).id;
  ({ tagIds } = await importColumns(temporary.readings, plantId, {
    a: [everySecond(0, swing(0))],
    b: [everySecond(0, swing(1))],
  }));
});
afterEach(() => temporary.remove());

const request = () => ({
  plantId,
  tagIds,
  fromMs: START_MS,
  toMs: START_MS + 1000 * ROWS,
  trainFromMs: START_MS,
  trainToMs: START_MS + 1000 * ROWS,
  detectorId: 'lstm-autoencoder',
  detectorOptions: { windowSamples: 5, hiddenUnits: 4, epochs: 6, patience: 6 },
  seed: 7,
  contamination: 0.05,
});

/** Stops a run in the middle of its fourth epoch. */
const stopInEpochFour: Checkpoint = (_, label) =>
  label.startsWith('Epoch 4 of 6') ? Promise.reject(cancelled()) : Promise.resolve();

/** What a run has come to. */
async function resultOf(runId: number): Promise<unknown> {
  const { chunks } = await temporary.readings.readScores(runId, -Infinity, Infinity);
  const { threshold, anomalousCount, anomalyCount } = await temporary.readings.getRun(runId);
  const scores = chunks.map((chunk) => decodeChunk(chunk).values);
  return [await temporary.readings.loadDetector(runId), scores, threshold, anomalousCount, anomalyCount];
}

const resumable = (): number[] => listResumable(temporary.store.reader, plantId).map(({ run }) => run.id);
const epochsOf = (runId: number): number[] | undefined =>
  getTraining(temporary.store.reader, runId)?.losses.map(({ epoch }) => epoch);

async function startAndCancel(): Promise<number> {
  await expect(analyse(temporary.readings, request(), stopInEpochFour)).rejects.toMatchObject({
    error: { kind: 'cancelled' },
  });
  return resumable()[0] ?? 0;
}

describe('a training that was stopped', () => {
  it('goes on to the same detector, scores and anomalies as one that was not', async () => {
    const whole = await analyse(temporary.readings, request(), noCheckpoint);
    const runId = await startAndCancel();
    expect(epochsOf(runId)).toEqual([1, 2, 3]);
    const resumed = await resume(temporary.readings, runId, noCheckpoint);
    expect(resumed).toMatchObject({ id: runId, status: 'finished' });
    expect(await resultOf(runId)).toEqual(await resultOf(whole.id));
    expect(epochsOf(runId)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(resumable()).toEqual([]);
  });

  it('goes on after the program was killed, and the next start says so', async () => {
    const runId = await startAndCancel();
    await temporary.readings.resumeRun(runId);
    temporary = temporary.reopen();
    expect(temporary.store.interrupted.join()).toMatch(/training can be resumed/);
    expect(resumable()).toEqual([runId]);
    const whole = await analyse(temporary.readings, request(), noCheckpoint);
    await resume(temporary.readings, runId, noCheckpoint);
    expect(await resultOf(runId)).toEqual(await resultOf(whole.id));
  });

  it('keeps to the threshold that was given when it began', async () => {
    const given = { ...request(), threshold: 1.75 };
    await expect(analyse(temporary.readings, given, stopInEpochFour)).rejects.toThrow();
    const resumed = await resume(temporary.readings, resumable()[0] ?? 0, noCheckpoint);
    expect(resumed.threshold).toBe(1.75);
  });

  it('does not go on with readings that have changed since', async () => {
    const runId = await startAndCancel();
    await importColumns(temporary.readings, plantId, { a: [everySecond(20, [9])] });
    await expect(resume(temporary.readings, runId, noCheckpoint)).rejects.toMatchObject({
      error: { kind: 'conflict' },
    });
    expect((await temporary.readings.getRun(runId)).status).toBe('failed');
  });

  it('is not offered for a finished run, nor for a detector that does not learn in epochs', async () => {
    const finished = await analyse(temporary.readings, request(), noCheckpoint);
    await expect(resume(temporary.readings, finished.id, noCheckpoint)).rejects.toMatchObject({
      error: { kind: 'conflict' },
    });
    const other = { ...request(), detectorId: 'isolation-forest', detectorOptions: {} };
    const stopAtOnce: Checkpoint = () => Promise.reject(cancelled());
    await expect(analyse(temporary.readings, other, stopAtOnce)).rejects.toThrow();
    expect(resumable()).toEqual([]);
  });
});
