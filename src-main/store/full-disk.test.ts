import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppFailure } from '@shared/errors.ts';
import { createBackup, listBackups } from './safety/backups.ts';
import { checkStore } from './safety/check-store.ts';
import { summariseData } from './data-summary.ts';
import { listImports } from './imports/imports.ts';
import { DATABASE_FILE } from './open-store.ts';
import { addPlant } from './plants.ts';
import { createStoreHost } from './store-host.ts';
import { createStoreCalls, runStoreCall } from './store-calls.ts';
import { mountSmallDisk, type SmallDisk } from './testing/small-disk.ts';
import {
  beginImport,
  buildChunks,
  createTemporaryStore,
  everySecond,
  finish,
  importedTag,
  importColumns,
  plantFields,
  START_MS,
  type TemporaryStore,
} from './testing/temporary-store.ts';
import { undoImport } from './imports/undo-import.ts';

const DISK_BYTES = 24 * 1024 * 1024;
const noise = (count: number): number[] => Array.from({ length: count }, (_, i) => Math.sin(i));

/** What an import does, batch by batch, with rejected rows, as `importCsv` does it. */
async function runImport({ readings }: TemporaryStore, plantId: number): Promise<void> {
  const importId = await beginImport(readings, plantId, 'may.csv');
  try {
    const [tagId = 0] = await readings.resolveTags(plantId, [importedTag('flow')]);
    for (let batch = 0; batch < 6; batch++) {
      const column = everySecond(batch * 20_000, noise(20_000));
      await readings.appendChunks(importId, buildChunks(tagId, [column]).chunks);
      await readings.appendRejects(importId, [
        { line: batch, column: null, reason: 'not a time', raw: 'x'.repeat(5000) },
      ]);
    }
    await readings.commitImport(importId, finish({ rowCount: 120_000, rejectedCount: 6 }));
  } catch (caught) {
    await readings.abortImport(importId).catch(() => undefined);
    throw caught;
  }
}

const disk = mountSmallDisk(DISK_BYTES);

describe.skipIf(disk === null)('a disk that is full (skipped where no disk can be mounted)', () => {
  let temporary: TemporaryStore;
  let plantId = 0;
  let importId = 0;
  afterAll(() => {
    temporary.store.close();
    disk?.remove();
  });
  const small = (): SmallDisk => {
    if (disk === null) throw new Error('skipped');
    return disk;
  };

  beforeAll(async () => {
    mkdirSync(small().folder);
    temporary = createTemporaryStore(small().folder);
    plantId = addPlant(temporary.store.writer, plantFields('Zawar')).id;
    ({ importId } = await importColumns(temporary.readings, plantId, {
      steam: [everySecond(0, noise(30_000))],
    }));
    await createBackup(temporary.store);
  });

  /** Runs the work with `free` bytes left: its failure, or null. The disk has room again afterwards. */
  async function withFree(free: number, work: () => Promise<unknown>): Promise<AppFailure | null> {
    small().leave(free);
    try {
      await work();
      return null;
    } catch (caught) {
      if (caught instanceof AppFailure) return caught;
      throw caught;
    } finally {
      small().free();
    }
  }

  const addTwoTags = async (): Promise<{ plantId: number; tagIds: readonly number[] }> => {
    const { id } = addPlant(temporary.store.writer, plantFields('Kota'));
    const column = [everySecond(0, noise(9000))];
    const { tagIds } = await importColumns(temporary.readings, id, { steam: column, flow: column });
    return { plantId: id, tagIds };
  };

  const options = () => ({
    folder: temporary.folder,
    programVersion: '1.2.3',
    now: () => START_MS,
    onChanged: () => undefined,
  });

  /** As the window asks. */
  const call = async (name: string, input: unknown): Promise<void> => {
    const result = await runStoreCall(createStoreCalls(temporary.store), name, input, temporary.folder);
    if (!result.ok) throw new AppFailure(result.error);
  };

  const held = () => ({
    imports: listImports(temporary.store.reader, plantId).map(({ id }) => id),
    readings: summariseData(temporary.store.reader, plantId).readingCount,
  });

  it('lets no import be half done, at any of 30 places', async () => {
    const outcomes = { done: 0, refused: 0 };
    for (let place = 0; place < 30; place++) {
      const before = held();
      const failure = await withFree(place * 90_000, () => runImport(temporary, plantId));
      const after = held();
      if (failure === null) {
        outcomes.done++;
        expect(after.readings).toBe(before.readings + 120_000);
        const [newest = 0] = after.imports;
        undoImport(temporary.store, newest);
      } else {
        outcomes.refused++;
        expect(failure.error.kind).toBe('storage');
        expect(failure.message).toMatch(
          /^The disk is full \((needed more than \d+ MB, )?free \d+ MB\)\. (The import was undone|Nothing of this step was saved); your data is as before\. Free some space and try again\./,
        );
        expect(after).toEqual(before);
      }
    }
    expect(outcomes.refused).toBeGreaterThan(10);
    expect(outcomes.done).toBeGreaterThan(5);
    await runImport(temporary, plantId);
    expect(held().readings).toBe(150_000);
    expect((await checkStore(temporary.store.reader)).problems).toEqual([]);
  });

  it('leaves no file of an unfinished backup, and the next one is made', async () => {
    const names = () => readdirSync(join(small().folder, 'backups')).toSorted();
    const before = names();
    for (const free of [0, 8192, 65_536, 262_144]) {
      const failure = await withFree(free, () => call('backups.create', {}));
      expect(failure?.message).toMatch(/^The disk is full/);
      expect(names()).toEqual(before);
    }
    await createBackup({ ...temporary.store, now: () => START_MS + 86_400_000 });
    expect(listBackups(small().folder)[0]?.readingCount).toBe(150_000);
  });

  it('undoes an import wholly or not at all', async () => {
    const before = held();
    const failure = await withFree(0, () => call('imports.undo', { importId }));
    if (failure !== null) expect(held()).toEqual(before);
    if (held().imports.includes(importId)) undoImport(temporary.store, importId);
    expect(held().readings).toBe(120_000);
    expect((await checkStore(temporary.store.reader)).problems).toEqual([]);
  });

  it('lets a backup be restored after it kept an import or an undo from being cleared away', async () => {
    const { folder, store } = temporary;
    store.close();
    const host = createStoreHost(options());
    const ask = async (method: string, ...args: unknown[]): Promise<unknown> => {
      const result = await host.answerWorker(method, args);
      if (!result.ok) throw new AppFailure(result.error);
      return result.value;
    };
    const withoutLog = (): void => {
      const db = new Database(join(folder, DATABASE_FILE));
      db.pragma('wal_checkpoint(TRUNCATE)');
      db.close();
    };
    try {
      const start = { plantId, source: 'csv', fileName: 'june.csv', settings: {}, startedMs: START_MS };
      const begun = await ask('beginImport', start);
      const tags = await ask('resolveTags', plantId, [importedTag('flow')]);
      const [tagId = 0] = Array.isArray(tags) ? tags.map(Number) : [];
      await ask('appendChunks', begun, buildChunks(tagId, [everySecond(0, noise(9000))]).chunks);
      withoutLog();
      const failure = await withFree(0, () => ask('abortImport', begun));
      expect(failure?.message).toMatch(/^The disk is full/);
      const name = listBackups(folder)[0]?.name ?? '';
      expect(await host.call('backups.restore', { name })).toMatchObject({ ok: true });
      expect(await ask('beginImport', start)).toBeGreaterThan(0);
      expect(await host.call('backups.restore', { name })).toMatchObject({ error: { kind: 'conflict' } });
    } finally {
      host.close();
      temporary = createTemporaryStore(folder);
    }
  });

  it('does not keep the program from opening what is there, whatever was cut off', async () => {
    const { folder } = temporary;
    const { plantId: owner, tagIds } = await addTwoTags();
    const begun = await beginImport(temporary.readings, owner, 'july.csv');
    await temporary.readings.appendChunks(
      begun,
      buildChunks(tagIds[0] ?? 0, [everySecond(0, noise(9000))]).chunks,
    );
    temporary.store.writer.exec(
      `INSERT INTO runs (plant_id, status, detector_id, detector_options, seed, contamination, from_ms, to_ms,
         train_from_ms, train_to_ms, started_ms, program_version)
       VALUES (${owner}, 'running', 'isolation-forest', '{}', 1, 0.05, 0, 1, 0, 1, 0, '1')`,
    );
    const deletion = call('readings.deleteRange', {
      plantId: owner,
      tagIds: null,
      fromMs: START_MS,
      toMs: START_MS + 8_000_000,
    });
    temporary.store.close();
    await expect(deletion).rejects.toThrow(/not open/);
    small().leave(0);
    temporary = createTemporaryStore(folder);
    expect(temporary.store.interrupted).toEqual([
      'What was cut off when the program ended last time could not be cleared away: the disk is full. None of it is shown. Free some space; the next start clears it away.',
      'A deletion of readings of Kota was cut off and could not be completed: the disk is full. Free some space; the next start completes it.',
    ]);
    expect(summariseData(temporary.store.reader, owner).readingCount).toBe(9999);
    temporary.store.close();
    const host = createStoreHost(options());
    const { name = '' } = listBackups(folder)[0] ?? {};
    // The import and the run are nobody's work any more.
    const restored = await host.call('backups.restore', { name });
    expect(JSON.stringify(restored)).toContain('The disk is full');
    host.clearAbandoned();
    host.close();
    small().free();
    temporary = createTemporaryStore(folder);
    expect(temporary.store.interrupted).toEqual([
      'The import of july.csv into Kota was cut off. Nothing of it was kept; import the file again.',
      'Run 1 of Kota was interrupted. It can be started again.',
      'A deletion of readings of Kota was cut off. It has been completed.',
    ]);
    expect(summariseData(temporary.store.reader, owner).readingCount).toBe(1998);
    expect((await checkStore(temporary.store.reader)).problems).toEqual([]);
  });
});
