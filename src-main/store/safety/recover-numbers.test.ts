import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { RunStart } from '@core/reading-store.ts';
import { MODE } from '@core/samples/operating-modes.ts';
import { createBackup } from './backups.ts';
import { listDeletions } from '../deletion/deletion-record.ts';
import { listLabels } from '../runs/labels.ts';
import { addPlant, listPlants, removePlant } from '../plants.ts';
import { createStoreCalls } from '../store-calls.ts';
import { listTags } from '../tags.ts';
import { reopenDamaged } from '../testing/damage-table.ts';
import { deleteSeconds, expectSound, timeAt } from '../testing/deleting.ts';
import {
  beginImport,
  chunksOf,
  createTemporaryStore,
  everySecond,
  finish,
  importColumns,
  plantFields,
  readSeconds,
  START_MS,
  type TemporaryStore,
} from '../testing/temporary-store.ts';

/** What has a number in the backup may be something else under the same number in the damaged database. */
let temporary: TemporaryStore;
let plantId = 0;
let otherId = 0;
beforeEach(async () => {
  temporary = createTemporaryStore();
  plantId = addPlant(temporary.store.writer, plantFields('Zawar')).id;
  await importColumns(temporary.readings, plantId, {
    steam: [everySecond(0, [1, 2, 3])],
    flow: [everySecond(0, [4, 5, 6])],
  });
  otherId = addPlant(temporary.store.writer, plantFields('Kota')).id;
});
afterEach(() => temporary.remove());

const calls = () => createStoreCalls(temporary.store);
/** Settings are what none of these tests needs. */
const recover = async (): Promise<void> => {
  temporary = reopenDamaged(temporary, 'settings');
  await expectSound(temporary.store);
};
const deleteFrom = (owner: number, from: number, to: number) =>
  deleteSeconds(temporary.store, owner, from, to);
const idOf = (name: string): number =>
  listPlants(temporary.store.reader).find((plant) => plant.name === name)?.id ?? 0;
const secondsOf = async (owner: number, name: string): Promise<number[]> => {
  const tag = listTags(temporary.store.reader, owner).find((one) => one.name === name);
  return (await readSeconds(temporary.readings, tag?.id ?? 0)).map(([second]) => second);
};

it('a deletion that has the number of an earlier one is done again', async () => {
  await importColumns(temporary.readings, otherId, { load: [everySecond(0, [7])] });
  await deleteFrom(otherId, 0, 9);
  await createBackup(temporary.store);
  removePlant(temporary.store.writer, otherId);
  await deleteFrom(plantId, 1, 2);
  expect(listDeletions(temporary.store.reader, plantId)).toMatchObject([{ id: 1 }]);
  await recover();
  expect(await secondsOf(plantId, 'steam')).toEqual([0]);
  expect(listDeletions(temporary.store.reader, plantId)).toMatchObject([{ readingCount: 4 }]);
  expect(listDeletions(temporary.store.reader, idOf('Kota'))).toMatchObject([{ readingCount: 1 }]);
});

it('an import that has the number of an earlier one comes back', async () => {
  const { importId } = await importColumns(temporary.readings, otherId, { load: [everySecond(0, [7])] });
  await createBackup(temporary.store);
  await calls()['imports.undo']({ importId });
  removePlant(temporary.store.writer, otherId);
  const again = await importColumns(temporary.readings, plantId, { speed: [everySecond(0, [8, 9])] });
  expect(again.importId).toBe(importId);
  await recover();
  expect(temporary.store.recovered.join(' ')).toMatch(/brought back whole: .* with 2 readings/);
  expect(await secondsOf(plantId, 'speed')).toEqual([0, 1]);
  expect(await secondsOf(idOf('Kota'), 'load')).toEqual([0]);
});

it('an import that gets another number keeps its reject file', async () => {
  await importColumns(temporary.readings, otherId, { load: [everySecond(0, [7])] });
  await createBackup(temporary.store);
  await calls()['imports.undo']({ importId: 2 });
  removePlant(temporary.store.writer, otherId);
  const importId = await beginImport(temporary.readings, plantId);
  expect(importId).toBe(2);
  await temporary.readings.appendRejects(importId, [{ line: 2, column: null, reason: 'x', raw: 'bad' }]);
  await temporary.readings.appendChunks(importId, chunksOf(1, everySecond(9, [8])));
  await temporary.readings.commitImport(importId, finish({ rejectedCount: 1 }));
  await recover();
  expect(await secondsOf(plantId, 'steam')).toEqual([0, 1, 2, 9]);
  const path = await calls()['imports.rejectFile']({ importId: 3 });
  expect(readFileSync(path, 'utf8')).toContain('2,,x,bad');
});

it('a label that has the number of a simulated fault comes back', async () => {
  const fault = { kind: 'fault', tagName: null, startMs: timeAt(0), endMs: timeAt(1), note: 'simulated' };
  const columns = { load: [everySecond(0, [7])] };
  const { importId } = await importColumns(temporary.readings, plantId, columns, { events: [fault] });
  await createBackup(temporary.store);
  await calls()['imports.undo']({ importId });
  const fields = {
    kind: 'fault' as const,
    tagName: null,
    startMs: timeAt(2),
    endMs: timeAt(3),
    note: 'seen',
  };
  expect((await calls()['labels.add']({ plantId, fields })).id).toBe(1);
  await recover();
  expect(listLabels(temporary.store.reader, plantId).map(({ note }) => note)).toEqual(['seen']);
});

const run = (owner: number, tagIds: readonly number[], startedMs: number): RunStart => ({
  plantId: owner,
  tagIds,
  detectorId: 'isolation-forest',
  detectorOptions: {},
  seed: 1,
  contamination: 0.05,
  fromMs: timeAt(0),
  toMs: timeAt(3),
  trainFromMs: timeAt(0),
  trainToMs: timeAt(2),
  startedMs,
});
it('a study and a run name the plant and tags that they had, whatever numbers these get', async () => {
  const older = await importColumns(temporary.readings, otherId, { load: [everySecond(0, [7])] });
  await deleteFrom(otherId, 0, 9);
  await createBackup(temporary.store);
  removePlant(temporary.store.writer, otherId);
  const newId = addPlant(temporary.store.writer, plantFields('Anta')).id;
  const { tagIds } = await importColumns(temporary.readings, newId, { power: [everySecond(0, [1, 2])] });
  expect([newId, tagIds]).toEqual([otherId, older.tagIds]);
  const [loadTagId = 0] = tagIds;
  const conditions = { loadTagId, modes: [], hasModeThresholds: false };
  const request = { plantId: newId, tagIds: [1, loadTagId], conditions, seed: 5 };
  const study = { plantId: newId, kind: 'search', title: 'of Anta', request, startedMs: 1 } as const;
  await temporary.readings.endStudy(await temporary.readings.beginStudy(study), 'cancelled', null);
  const runId = await temporary.readings.beginRun({ ...run(newId, tagIds, 2), conditions });
  await temporary.readings.endRun(runId, 'cancelled', null);
  await recover();
  const anta = idOf('Anta');
  const [power] = listTags(temporary.store.reader, anta);
  expect([anta, power?.id]).not.toEqual([newId, loadTagId]);
  const stored = (sql: string): unknown =>
    JSON.parse(String(temporary.store.reader.prepare(sql).pluck().get()));
  expect(stored('SELECT request FROM studies')).toEqual({
    plantId: anta,
    tagIds: [1, power?.id],
    conditions: { ...conditions, loadTagId: power?.id },
    seed: 5,
  });
  expect(stored('SELECT conditions FROM runs')).toEqual({ ...conditions, loadTagId: power?.id });
});
const saveModes = (runId: number, seconds: readonly number[]): Promise<void> =>
  temporary.readings.saveOperation(runId, {
    loadTagId: null,
    baseline: null,
    modes: {
      codes: Uint8Array.from(seconds, () => MODE.steady),
      startsMs: Float64Array.from(seconds, timeAt),
      endsMs: Float64Array.from(seconds, (second) => timeAt(second + 1)),
    },
  });
const runs = (): unknown[] =>
  temporary.store.reader
    .prepare(
      `SELECT plants.name, (SELECT count(*) FROM run_tags WHERE run_id = runs.id),
         (SELECT group_concat((start_ms - ${START_MS}) / 1000, ' ') FROM run_modes WHERE run_id = runs.id)
       FROM runs JOIN plants ON plants.id = plant_id ORDER BY 1`,
    )
    .raw()
    .all();

it('a run that has the number of an earlier one does not share tags and modes with it', async () => {
  const { tagIds } = await importColumns(temporary.readings, otherId, { load: [everySecond(0, [7])] });
  const first = await temporary.readings.beginRun(run(otherId, tagIds, 1));
  await temporary.readings.endRun(first, 'cancelled', null);
  await saveModes(first, [0]);
  await deleteFrom(otherId, 0, 9);
  await createBackup(temporary.store);
  removePlant(temporary.store.writer, otherId);
  const second = await temporary.readings.beginRun(run(plantId, [1, 2], 2));
  await temporary.readings.endRun(second, 'cancelled', null);
  await saveModes(second, [1, 2]);
  expect(second).toBe(first);
  await recover();
  expect(runs()).toEqual([
    ['Kota', 1, '0.0'],
    ['Zawar', 2, '1.0 2.0'],
  ]);
});

it('a run that went on after the backup is as the backup has it, in everything', async () => {
  const runId = await temporary.readings.beginRun(run(plantId, [1, 2], 1));
  await temporary.readings.endRun(runId, 'cancelled', null);
  await saveModes(runId, [0]);
  await createBackup(temporary.store);
  await saveModes(runId, [0, 1]);
  await recover();
  expect(runs()).toEqual([['Zawar', 2, '0.0']]);
});

it('a search that has the number of an earlier one does not share trials with it', async () => {
  const search = async (startedMs: number, criteria: readonly number[]): Promise<number> => {
    const request = { detectorId: 'knn', startedMs };
    const studyId = await temporary.readings.beginStudy({
      plantId,
      kind: 'search',
      title: `search at ${startedMs}`,
      request,
      startedMs,
    });
    for (const [number, criterion] of criteria.entries())
      await temporary.readings.saveTrial(studyId, {
        rung: 0,
        number,
        options: {},
        trainShare: 1,
        criterion,
        failure: null,
        seconds: 1,
      });
    await temporary.readings.endStudy(studyId, 'cancelled', null);
    return studyId;
  };
  const first = await search(1, [0.1]);
  await createBackup(temporary.store);
  await calls()['studies.remove']({ studyId: first });
  expect(await search(2, [0.2, 0.3])).toBe(first);
  await recover();
  const trials = temporary.store.reader
    .prepare(
      `SELECT title, group_concat(json_extract(trial, '$.criterion'), ' ') FROM studies JOIN trials ON study_id = studies.id
       GROUP BY title ORDER BY title`,
    )
    .raw()
    .all();
  expect(trials).toEqual([
    ['search at 1', '0.1'],
    ['search at 2', '0.2 0.3'],
  ]);
});
