import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppFailure } from '@shared/errors.ts';
import { DATABASE_FILE, LOCK_FILE, openStore } from './open-store.ts';
import { addPlant, listPlants } from './plants.ts';
import { lockFolder } from './file/store-lock.ts';
import { createStoreCalls, runStoreCall } from './store-calls.ts';
import {
  beginImport,
  chunksOf,
  createTemporaryStore,
  everySecond,
  finish,
  importedTag,
  plantFields,
  START_MS,
  type TemporaryStore,
} from './testing/temporary-store.ts';

let temporary: TemporaryStore;
beforeEach(() => {
  temporary = createTemporaryStore();
});
afterEach(() => temporary.remove());

const options = { programVersion: '1', now: () => START_MS, onChanged: () => undefined };

describe('opening the store', () => {
  it('sets what the reliability of the data rests on', () => {
    const { writer, reader } = temporary.store;
    const pragma = (name: string): unknown => writer.pragma(name, { simple: true });
    expect(pragma('journal_mode')).toBe('wal');
    expect([
      pragma('synchronous'),
      pragma('foreign_keys'),
      pragma('trusted_schema'),
      pragma('busy_timeout'),
    ]).toEqual([2, 1, 0, 5000]);
    expect(() => reader.exec('DELETE FROM plants')).toThrow(/readonly/);
  });

  it('is refused to a second program, and free again after the first has closed', () => {
    const lock = join(temporary.folder, LOCK_FILE);
    expect(() => lockFolder(lock, 0)).toThrow(/in use by another Boilerhouse/);
    temporary.store.close();
    lockFolder(lock, 0)();
    openStore({ ...options, folder: temporary.folder }).close();
  });

  it('leaves one file when it is closed, without a log beside it', () => {
    temporary.store.close();
    expect(existsSync(join(temporary.folder, `${DATABASE_FILE}-wal`))).toBe(false);
  });

  it('works in memory for the command line', () => {
    const store = openStore({ ...options, folder: null });
    addPlant(store.writer, plantFields('Zawar'));
    expect(listPlants(store.reader)).toHaveLength(1);
    store.close();
  });
});

describe('a full disk', () => {
  it('ends an import with a message, keeps the rest, and work goes on when there is space again', async () => {
    const { store, readings } = temporary;
    const plantId = addPlant(store.writer, plantFields('Zawar')).id;
    const importId = await beginImport(readings, plantId);
    const [tagId = 0] = await readings.resolveTags(plantId, [importedTag('steam')]);
    const noise = everySecond(
      0,
      Array.from({ length: 50_000 }, (_, i) => Math.sin(i)),
    );
    const pages = Number(store.writer.pragma('page_count', { simple: true }));
    store.writer.pragma(`max_page_count = ${pages + 10}`);
    const failure: unknown = await readings
      .appendChunks(importId, chunksOf(tagId, noise))
      .catch((caught: unknown) => caught);
    expect(failure).toBeInstanceOf(AppFailure);
    expect(String(failure)).toMatch(
      /The disk is full \(needed more than [\d,]+ MB, free [\d,]+ MB\)\. The import was undone/,
    );
    expect(failure).toMatchObject({ error: { kind: 'storage' } });
    await readings.abortImport(importId);

    store.writer.pragma('max_page_count = 1000000');
    const again = await beginImport(readings, plantId);
    const [newTag = 0] = await readings.resolveTags(plantId, [importedTag('steam')]);
    await readings.appendChunks(again, chunksOf(newTag, noise));
    expect((await readings.commitImport(again, finish())).readingCount).toBe(50_000);
    expect(store.writer.pragma('integrity_check', { simple: true })).toBe('ok');
  });
});

describe('a call by name', () => {
  it('answers with a Result', async () => {
    const calls = createStoreCalls(temporary.store);
    expect(await runStoreCall(calls, 'plants.list', {})).toEqual({ ok: true, value: [] });
    expect(await runStoreCall(calls, 'plants.get', { plantId: 5 })).toEqual({
      ok: false,
      error: { kind: 'not-found', message: 'Plant 5 is not in the store.' },
    });
    for (const name of ['plants.drop', 'toString', '__proto__'])
      expect(await runStoreCall(calls, name, {})).toMatchObject({ ok: false, error: { kind: 'internal' } });
  });

  it('announces what changed', async () => {
    const calls = createStoreCalls(temporary.store);
    const { id } = await calls['plants.add'](plantFields('Zawar'));
    await calls['plants.update']({ ...plantFields('Zawar'), id });
    await calls['plants.remove']({ plantId: id });
    await calls['plants.addMany']({ plants: [plantFields('Rihand')] });
    expect(temporary.changes).toEqual([
      { plantId: id, what: 'plants' },
      { plantId: id, what: 'plants' },
      { plantId: id, what: 'plants' },
      { plantId: null, what: 'plants' },
    ]);
  });
});
