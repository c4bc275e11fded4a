import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { noCheckpoint } from '@core/checkpoint.ts';
import { addPlant } from '../../src-main/store/plants.ts';
import {
  type Column,
  createTemporaryStore,
  importColumns,
  plantFields,
  START_MS,
  type TemporaryStore,
} from '../../src-main/store/testing/temporary-store.ts';
import type { AnalyseRequest } from '../worker-api.ts';
import { compare } from './compare-service.ts';
import { analyse, changeContamination } from './run-service.ts';

const ROWS = 600;
const TRAIN = 400;
let temporary: TemporaryStore;
let plantId = 0;
let ids: readonly number[] = [];

const column = (isKnown: (row: number) => boolean, valueOf: (row: number) => number): readonly Column[] => [
  Array.from({ length: ROWS }, (_, row) => [row, isKnown(row) ? valueOf(row) : NaN] as const),
];

/** Two tags that can be learnt from, one that begins after the training range and one read every 50 seconds. */
beforeEach(async () => {
  temporary = createTemporaryStore();
  plantId = addPlant(temporary.store.writer, plantFields('Leaving out')).id;
  const wave = (row: number): number => 50 + Math.sin(row / 9);
  const imported = await importColumns(temporary.readings, plantId, {
    pressure: column(() => true, wave),
    late: column((row) => row >= TRAIN, wave),
    flow: column(
      () => true,
      (row) => wave(row) * 3,
    ),
    lab: column((row) => row % 50 === 0, wave),
  });
  ids = imported.tagIds;
});
afterEach(() => temporary.remove());

const request = (more: Partial<AnalyseRequest> = {}): AnalyseRequest => ({
  plantId,
  tagIds: ids,
  fromMs: START_MS,
  toMs: START_MS + (ROWS - 1) * 1000,
  trainFromMs: START_MS,
  trainToMs: START_MS + (TRAIN - 1) * 1000,
  detectorId: 'robust-z',
  detectorOptions: {},
  seed: 1,
  contamination: 0.05,
  ...more,
});

describe('a tag that the training range hardly has a reading of', () => {
  it('is left out of a run, which says so and is the one that a choice without it gives', async () => {
    const run = await analyse(temporary.readings, request(), noCheckpoint);
    expect(run.tags.map(({ name }) => name)).toEqual(['pressure', 'flow']);
    expect(run.leftOutTags).toEqual([
      { id: ids[1], name: 'late', knownSamples: 0 },
      { id: ids[3], name: 'lab', knownSamples: 8 },
    ]);
    const without = await analyse(
      temporary.readings,
      request({ tagIds: run.tags.map(({ id }) => id) }),
      noCheckpoint,
    );
    expect([run.dataSha256, run.threshold, run.anomalousCount]).toEqual([
      without.dataSha256,
      without.threshold,
      without.anomalousCount,
    ]);
    expect(without.leftOutTags).toBeUndefined();
  });

  it('stays left out when the contamination is changed', async () => {
    const { id } = await analyse(temporary.readings, request(), noCheckpoint);
    const changed = await changeContamination(temporary.readings, id, 0.1, noCheckpoint);
    expect(changed.leftOutTags).toHaveLength(2);
    expect(changed.anomalousCount).toBeGreaterThan(0);
  });

  it('is refused as the tag that tells the load', async () => {
    const conditions = { loadTagId: ids[1] ?? 0, modes: [], hasModeThresholds: false };
    await expect(analyse(temporary.readings, request({ conditions }), noCheckpoint)).rejects.toThrow(
      /^late is to tell the load but has no reading in the training range/,
    );
  });

  it('is left out of a comparison, whose figures say so', async () => {
    const studyId = await compare(
      temporary.readings,
      {
        ...request(),
        tagIds: [...ids],
        candidates: [{ detectorId: 'robust-z', detectorOptions: {} }],
        threshold: { kind: 'usual' },
        earlyMs: 0,
      },
      noCheckpoint,
    );
    const row = temporary.store.reader
      .prepare<[number], string>('SELECT result FROM studies WHERE id = ?')
      .pluck()
      .get(studyId);
    expect(row).toContain('"leftOutTags":[{"id":' + String(ids[1]) + ',"name":"late","knownSamples":0}');
    expect(row).toContain('"failure":null');
  });

  it('is named where it has readings in the training range, but none in the chosen modes', async () => {
    const load = column(
      () => true,
      (row) => (row < 200 ? 0 : 80),
    );
    const odd = column(
      (row) => row >= 200,
      (row) => row % 7,
    );
    const { tagIds } = await importColumns(temporary.readings, plantId, { load, odd });
    const conditions = { loadTagId: tagIds[0] ?? 0, modes: ['off' as const], hasModeThresholds: false };
    const asked = { ...request(), tagIds: [...tagIds], conditions };
    const says = /^No good reading in the chosen modes of the training range for odd/;
    await expect(analyse(temporary.readings, asked, noCheckpoint)).rejects.toThrow(says);
    const study = { ...asked, candidates: [], threshold: { kind: 'usual' as const }, earlyMs: 0 };
    await expect(compare(temporary.readings, study, noCheckpoint)).rejects.toThrow(says);
  });

  it('has the run refused where it is so with all of them', async () => {
    const tagIds = [ids[1] ?? 0];
    await expect(analyse(temporary.readings, request({ tagIds }), noCheckpoint)).rejects.toThrow(
      /^No good reading in the training range for late/,
    );
  });
});
