import { closeSync, openSync, statSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createBackup } from './safety/backups.ts';
import { DATABASE_FILE } from './open-store.ts';
import { addPlant } from './plants.ts';
import { createStoreHost, type StoreHost } from './store-host.ts';
import {
  createTemporaryStore,
  everySecond,
  importColumns,
  plantFields,
  START_MS,
  type TemporaryStore,
} from './testing/temporary-store.ts';

const READINGS = 100_000;
let temporary: TemporaryStore;
let host: StoreHost;
let name = '';

beforeEach(async () => {
  temporary = createTemporaryStore();
  addPlant(temporary.store.writer, plantFields('Zawar'));
  const noise = Array.from({ length: READINGS }, (_, i) => Math.sin(i * i));
  await importColumns(temporary.readings, 1, { steam: [everySecond(0, noise)] });
  ({ name } = await createBackup(temporary.store));
  temporary.store.close();
  host = createStoreHost({
    folder: temporary.folder,
    programVersion: '1',
    now: () => START_MS,
    onChanged: () => undefined,
  });
});
afterEach(() => {
  host.close();
  temporary.remove();
});

const path = (): string => join(temporary.folder, DATABASE_FILE);
const chunks = () => host.answerWorker('readChunks', [1, START_MS, START_MS + READINGS * 1000]);
const readAll = async (): Promise<unknown> => {
  let fromMs: unknown = START_MS;
  for (;;) {
    const answer = await host.answerWorker('readChunks', [1, fromMs, START_MS + READINGS * 1000]);
    if (!answer.ok) return answer.error;
    const next: unknown = Reflect.get(Object(answer.value), 'nextFromMs');
    if (next === null) return null;
    fromMs = next;
  }
};

const expectToldAndRestored = async (): Promise<void> => {
  expect(await readAll()).toMatchObject({ kind: 'storage' });
  expect(await host.call('backups.restore', { name })).toMatchObject({ ok: true });
  expect(await readAll()).toBeNull();
  expect(await chunks()).toMatchObject({ ok: true });
};

describe('a database that is damaged while the program has it open', () => {
  it('cut off: reading ends in a message, and a backup can be put in its place at once', async () => {
    truncateSync(path(), Math.floor(statSync(path()).size / 2 / 8192) * 8192);
    await expectToldAndRestored();
  });

  it('overwritten in the middle: the same', async () => {
    const db = new Database(path(), { readonly: true });
    const root = Number(
      db.prepare(`SELECT rootpage FROM sqlite_schema WHERE name = 'chunk_bytes'`).pluck().get(),
    );
    db.close();
    const file = openSync(path(), 'r+');
    writeSync(file, new Uint8Array(8192).fill(0xa5), 0, 8192, (root - 1) * 8192);
    closeSync(file);
    await expectToldAndRestored();
  });
});
