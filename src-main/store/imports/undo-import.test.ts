import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { analyse, changeContamination } from '../../../src-worker/services/run-service.ts';
import { noCheckpoint } from '@core/checkpoint.ts';
import { AppFailure } from '@shared/errors.ts';
import { summariseData } from '../data-summary.ts';
import { listImports } from './imports.ts';
import { listLabels } from '../runs/labels.ts';
import { addPlant } from '../plants.ts';
import { listRuns } from '../runs/runs.ts';
import { createStoreCalls } from '../store-calls.ts';
import { listTags } from '../tags.ts';
import {
  beginImport,
  chunksOf,
  createPlantStore,
  everySecond,
  finish,
  importColumns,
  importedTag,
  plantFields,
  readSeconds,
  START_MS,
  type TemporaryStore,
} from '../testing/temporary-store.ts';

let temporary: TemporaryStore;
let plantId = 0;
beforeEach(() => {
  ({ temporary, plantId } = createPlantStore());
});
afterEach(() => temporary.remove());

const undo = async (importId: number) => createStoreCalls(temporary.store)['imports.undo']({ importId });

/** Everything that is held of the plant, as it is read. */
async function snapshot(): Promise<unknown> {
  const { reader } = temporary.store;
  const tags = listTags(reader, plantId);
  return {
    tags,
    readings: await Promise.all(tags.map((tag) => readSeconds(temporary.readings, tag.id))),
    summary: summariseData(reader, plantId),
    imports: listImports(reader, plantId),
    labels: listLabels(reader, plantId),
  };
}

const event = { kind: 'leak', tagName: null, startMs: START_MS, endMs: START_MS + 1, note: '' };

describe('the undo of an import', () => {
  it('leaves everything as it was before: readings, tags, counts, known events', async () => {
    await importColumns(temporary.readings, plantId, { steam: [everySecond(0, [1, 1, NaN, 1])] });
    const before = await snapshot();
    const { importId } = await importColumns(
      temporary.readings,
      plantId,
      { steam: [everySecond(1, [2, 2, 2, 2, 2])], flow: [everySecond(100, [7])] },
      { events: [event] },
    );
    expect(await undo(importId)).toEqual({ plantId, fileName: 'april.csv', readingCount: 6 });
    expect(await snapshot()).toEqual(before);
    const left = temporary.store.writer
      .prepare('SELECT (SELECT count(*) FROM chunks), (SELECT count(*) FROM chunk_bytes)')
      .raw()
      .get();
    expect(left).toEqual([1, 1]);
  });

  it('is exact for an import that lies between others, in any order of the undos', async () => {
    const ids: number[] = [];
    let tagId = 0;
    for (const [from, value] of [
      [0, 1],
      [2, 2],
      [4, 3],
    ] as const) {
      const done = await importColumns(temporary.readings, plantId, {
        steam: [everySecond(from, [value, value, value, value])],
      });
      ids.push(done.importId);
      tagId = done.tagIds[0] ?? 0;
    }
    const valuesAt = async (): Promise<string> =>
      (await readSeconds(temporary.readings, tagId)).map(([second, value]) => `${second}:${value}`).join(' ');
    expect(await valuesAt()).toBe('0:1 1:1 2:2 3:2 4:3 5:3 6:3 7:3');
    await undo(ids[1] ?? 0);
    expect(await valuesAt()).toBe('0:1 1:1 2:1 3:1 4:3 5:3 6:3 7:3');
    expect(summariseData(temporary.store.reader, plantId)).toMatchObject({ readingCount: 8, importCount: 2 });
    await undo(ids[0] ?? 0);
    expect(await valuesAt()).toBe('4:3 5:3 6:3 7:3');
    await undo(ids[2] ?? 0);
    expect(listTags(temporary.store.reader, plantId)).toEqual([]);
  });

  it('announces that the readings changed', async () => {
    const { importId } = await importColumns(temporary.readings, plantId, { steam: [everySecond(0, [1])] });
    temporary.changes.length = 0;
    await undo(importId);
    expect(temporary.changes).toContainEqual({ plantId, what: 'readings' });
  });

  it('never gives its number to another import', async () => {
    const { importId } = await importColumns(temporary.readings, plantId, { steam: [everySecond(0, [1])] });
    await undo(importId);
    expect(await beginImport(temporary.readings, plantId)).toBe(importId + 1);
    temporary = temporary.reopen();
    expect(await beginImport(temporary.readings, plantId)).toBe(importId + 1);
  });

  it('is refused for an import that is not there, not finished, or undone already', async () => {
    const open = await beginImport(temporary.readings, plantId);
    await expect(undo(open)).rejects.toThrow(/not in the store/);
    await expect(undo(99)).rejects.toThrow(/not in the store/);
    const { importId } = await importColumns(temporary.readings, plantId, { steam: [everySecond(0, [1])] });
    await undo(importId);
    await expect(undo(importId)).rejects.toThrow(/not in the store/);
  });

  it('is complete though the program was ended before its chunks were cleared away', async () => {
    const { importId } = await importColumns(temporary.readings, plantId, {
      steam: [everySecond(0, [1, 2])],
    });
    temporary = temporary.reopenAfter(`
      INSERT INTO undone_imports (id, plant_id, file_name, undone_ms) VALUES (${importId}, ${plantId}, 'april.csv', 0);
      UPDATE imports SET state = 'loading' WHERE id = ${importId}`);
    expect(temporary.store.interrupted).toEqual([]);
    expect(temporary.store.reader.prepare('SELECT count(*) FROM chunks').pluck().get()).toBe(0);
    expect(listTags(temporary.store.reader, plantId)).toEqual([]);
  });
});

describe('a run whose readings were taken back', () => {
  const wave = (count: number): [number, number][] =>
    Array.from({ length: count }, (_, i) => [i, Math.sin(i / 7)]);

  it.each([
    [0, /no readings of these tags in this range/],
    [100, /The readings of this range have changed/],
  ])('stays as it is and says so when it is asked for more (%i readings are left)', async (left, says) => {
    if (left > 0) await importColumns(temporary.readings, plantId, { steam: [wave(left)] });
    const { importId, tagIds } = await importColumns(temporary.readings, plantId, { steam: [wave(500)] });
    const run = await analyse(
      temporary.readings,
      {
        plantId,
        tagIds,
        fromMs: START_MS,
        toMs: START_MS + 499_000,
        trainFromMs: START_MS,
        trainToMs: START_MS + 499_000,
        detectorId: 'isolation-forest',
        detectorOptions: {},
        seed: 1,
        contamination: 0.05,
      },
      noCheckpoint,
    );
    await undo(importId);
    expect(listRuns(temporary.store.reader, plantId)).toEqual([run]);
    const failure: unknown = await changeContamination(temporary.readings, run.id, 0.1, noCheckpoint).catch(
      (caught: unknown) => caught,
    );
    expect(failure).toBeInstanceOf(AppFailure);
    expect(String(failure)).toMatch(says);
  });
});

describe('importing the same file again', () => {
  const fileSha256 = 'ab'.repeat(32);
  const columns = { steam: [everySecond(0, [1, 2])] };

  it('changes nothing and says which import holds it', async () => {
    const first = await importColumns(temporary.readings, plantId, columns, { fileSha256, rowCount: 86_400 });
    const before = await snapshot();
    const failure: unknown = await importColumns(temporary.readings, plantId, columns, {
      fileSha256,
      rowCount: 86_400,
    }).catch((caught: unknown) => caught);
    expect(failure).toMatchObject({
      error: {
        kind: 'conflict',
        message: `All 86,400 rows are already in the store (import #${first.importId}, same SHA-256). Nothing changed.`,
      },
    });
    expect(await snapshot()).toEqual(before);
    expect(temporary.store.reader.prepare('SELECT count(*) FROM imports').pluck().get()).toBe(1);
    await expect(temporary.readings.abortImport(first.importId + 1)).resolves.toBeUndefined();
  });

  it('is possible after an undo, into another plant, and with other settings', async () => {
    const first = await importColumns(temporary.readings, plantId, columns, { fileSha256 });
    const other = addPlant(temporary.store.writer, plantFields('Rihand')).id;
    await importColumns(temporary.readings, other, columns, { fileSha256 });
    const importId = await temporary.readings.beginImport({
      plantId,
      source: 'csv',
      fileName: 'april.csv',
      settings: { delimiter: ',' },
      startedMs: START_MS,
    });
    const [tagId = 0] = await temporary.readings.resolveTags(plantId, [importedTag('steam')]);
    await temporary.readings.appendChunks(importId, chunksOf(tagId, everySecond(0, [1, 2])));
    await temporary.readings.commitImport(importId, finish({ fileSha256 }));
    await undo(first.importId);
    await importColumns(temporary.readings, plantId, columns, { fileSha256 });
    expect(listImports(temporary.store.reader, plantId)).toHaveLength(2);
  });
});
