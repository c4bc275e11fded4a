import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { choosePlant } from '../choose-plant.ts';
import { clearEnded } from './ended-imports.ts';
import { listImports } from './imports.ts';
import { DATABASE_FILE } from '../open-store.ts';
import { listPlants } from '../plants.ts';
import { createStoreCalls } from '../store-calls.ts';
import { listTags } from '../tags.ts';
import { takeTurns } from '../take-turns.ts';
import {
  beginImport,
  chunksOf,
  createPlantStore,
  createTemporaryStore,
  everySecond,
  finish,
  importColumns,
  importedTag,
  readSeconds,
  type TemporaryStore,
} from '../testing/temporary-store.ts';

/** More than go in a few steps. */
const CHUNKS = 3000;

let temporary: TemporaryStore;
let plantId = 0;
beforeEach(() => {
  ({ temporary, plantId } = createPlantStore());
});
afterEach(() => temporary.remove());

const count = (table: string): unknown =>
  temporary.store.reader.prepare(`SELECT count(*) FROM ${table}`).pluck().get();

/** An import of a large file that is being written: its number. */
async function beginLarge(owner = plantId): Promise<number> {
  const { readings } = temporary;
  const importId = await beginImport(readings, owner, 'large.csv');
  const [tagId = 0] = await readings.resolveTags(owner, [importedTag('new')]);
  const [chunk] = chunksOf(tagId, everySecond(0, [1, 2, 3]));
  if (chunk === undefined) throw new Error('Readings give a chunk.');
  for (let sent = 0; sent < CHUNKS; sent += 1000)
    await readings.appendChunks(importId, new Array<typeof chunk>(1000).fill(chunk));
  return importId;
}

describe('a large import that is cancelled', () => {
  it('is over before its chunks are cleared away, and seen by nobody', async () => {
    const { readings, store } = temporary;
    const importId = await beginLarge();
    await readings.abortImport(importId);
    expect(count('chunks')).toBeGreaterThan(1000);
    expect(listImports(store.reader, plantId)).toEqual([]);
    await expect(readings.appendChunks(importId, [])).rejects.toThrow(/not in the store/);
    await expect(readings.commitImport(importId, finish())).rejects.toThrow(/not in the store/);
    await readings.abortImport(importId);

    temporary.changes.length = 0;
    await clearEnded(store.writer);
    expect(['chunks', 'chunk_bytes', 'imports', 'tags'].map(count)).toEqual([0, 0, 0, 0]);
    await takeTurns();
    expect(temporary.changes).toContainEqual({ plantId: null, what: 'tags' });
  });

  it('is not in the way of the same file, imported again at once', async () => {
    const { readings, store } = temporary;
    await readings.abortImport(await beginLarge());
    const { tagIds } = await importColumns(readings, plantId, { new: [everySecond(0, [7, 8])] });
    await clearEnded(store.writer);
    expect(await readSeconds(readings, tagIds[0] ?? 0)).toEqual(everySecond(0, [7, 8]));
    expect(count('imports')).toBe(1);
    expect(listTags(store.reader, plantId)).toMatchObject([{ name: 'new', readingCount: 2 }]);
  });

  it('takes the tags with it that it brought, also when another import is under way by then', async () => {
    const { readings, store } = temporary;
    await readings.abortImport(await beginLarge());
    const importId = await beginImport(readings, plantId);
    await clearEnded(store.writer);
    expect(count('chunks')).toBe(0);
    const [tagId = 0] = await readings.resolveTags(plantId, [importedTag('other')]);
    await readings.appendChunks(importId, chunksOf(tagId, everySecond(0, [7])));
    await readings.commitImport(importId, finish());
    expect(listTags(store.reader, plantId).map(({ name }) => name)).toEqual(['other']);
    expect(count('imports')).toBe(1);
  });

  it('is cleared away after the next start, which tells nothing of it', async () => {
    const importId = await beginLarge();
    temporary = temporary.reopenAfter(`UPDATE imports SET finished_ms = 1 WHERE id = ${importId}`);
    expect(temporary.store.interrupted).toEqual([]);
    await clearEnded(temporary.store.writer);
    expect(['chunks', 'imports', 'tags'].map(count)).toEqual([0, 0, 0]);
  });

  it('is left to the next start where the store is closed meanwhile', async () => {
    const { readings, store } = temporary;
    await readings.abortImport(await beginLarge());
    const clearing = clearEnded(store.writer);
    temporary = temporary.reopen();
    await clearing;
    expect(temporary.store.interrupted).toEqual([]);
    await clearEnded(temporary.store.writer);
    expect(['chunks', 'imports', 'tags'].map(count)).toEqual([0, 0, 0]);
  });

  it('does not keep the store from closing while another program has locked the database', async () => {
    const { readings, store, folder } = temporary;
    await readings.abortImport(await beginLarge());
    const other = new Database(join(folder, DATABASE_FILE));
    other.exec('BEGIN IMMEDIATE');
    store.writer.pragma('busy_timeout = 0');
    store.close();
    other.close();
    temporary = createTemporaryStore(folder);
    expect(temporary.store.interrupted).toEqual([]);
    await clearEnded(temporary.store.writer);
    expect(['chunks', 'imports', 'tags'].map(count)).toEqual([0, 0, 0]);
  });

  it('lets its plant be removed', async () => {
    await temporary.readings.abortImport(await beginLarge());
    await createStoreCalls(temporary.store)['plants.remove']({ plantId });
    expect(['plants', 'chunks', 'imports'].map(count)).toEqual([0, 0, 0]);
  });

  it.each([false, true])(
    'takes a plant with it that was added for it, unless another import is for it by then (%s)',
    async (isUsed) => {
      const { readings, store } = temporary;
      const chosen = choosePlant(store.writer, 'New plant');
      await readings.abortImport(await beginLarge(chosen.id));
      chosen.takeBack();
      if (isUsed) await importColumns(readings, chosen.id, { new: [everySecond(0, [7])] });
      await clearEnded(store.writer);
      expect(listPlants(store.reader).filter(({ name }) => name === 'New plant')).toHaveLength(
        isUsed ? 1 : 0,
      );
      expect(count('chunks')).toBe(isUsed ? 1 : 0);
    },
  );
});

it('an import that was cut off is told at the next start, and is gone', async () => {
  await beginLarge();
  temporary = temporary.reopen();
  expect(temporary.store.interrupted).toEqual([
    'The import of large.csv into Zawar was cut off. Nothing of it was kept; import the file again.',
  ]);
  await clearEnded(temporary.store.writer);
  expect(['chunks', 'imports', 'tags'].map(count)).toEqual([0, 0, 0]);
});

it('a full check counts nothing of an import that has ended', async () => {
  await temporary.readings.abortImport(await beginLarge());
  const report = await createStoreCalls(temporary.store)['store.check']({});
  expect(report).toMatchObject({ isSound: true, chunkCount: 0, readingCount: 0 });
});
