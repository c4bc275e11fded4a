import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BackupInfo } from '@shared/contract/store.ts';
import { chooseKept, isBackupDue } from './backup-schedule.ts';
import { BACKUPS_FOLDER, createBackup, listBackups, verifyBackup } from './backups.ts';
import { createHealth } from './health.ts';
import { addPlant } from '../plants.ts';
import {
  beginImport,
  chunksOf,
  createTemporaryStore,
  everySecond,
  importColumns,
  plantFields,
  START_MS,
  type TemporaryStore,
} from '../testing/temporary-store.ts';

const DAY = 86_400_000;

describe('the schedule of backups', () => {
  const days = (...ago: number[]): number[] => ago.map((n) => START_MS - n * DAY);

  it('keeps the newest of each of seven days and of four weeks', () => {
    // START_MS is a Monday. A backup a day for 60 days: 7 days, then the Sundays before.
    const kept = chooseKept(days(...Array.from({ length: 60 }, (_, i) => i)));
    expect([...kept].toSorted((a, b) => b - a)).toEqual(days(0, 1, 2, 3, 4, 5, 6, 8, 15));
  });

  it('keeps one a day, the newest', () => {
    expect([...chooseKept([START_MS + 5, START_MS + 9, START_MS + 7])]).toEqual([START_MS + 9]);
  });

  it('counts days that have a backup, so that a computer that was off loses none', () => {
    expect(chooseKept(days(0, 30, 60, 90, 120, 150, 180, 210)).size).toBe(7);
  });

  it('is due once a day, also when the clock was wrong before', () => {
    expect(isBackupDue([], START_MS)).toBe(true);
    expect(isBackupDue([START_MS], START_MS + DAY - 1)).toBe(false);
    expect(isBackupDue([START_MS], START_MS + DAY)).toBe(true);
    expect(isBackupDue([START_MS + 5000 * DAY], START_MS)).toBe(true);
  });
});

describe('a backup', () => {
  let temporary: TemporaryStore;
  let plantId = 0;
  beforeEach(() => {
    temporary = createTemporaryStore();
    plantId = addPlant(temporary.store.writer, plantFields('Zawar')).id;
  });
  afterEach(() => temporary.remove());
  const pathOf = ({ name }: BackupInfo): string => join(temporary.folder, BACKUPS_FOLDER, name);

  it('is one file with its hash and counts beside it, and holds what the store holds', async () => {
    await importColumns(temporary.readings, plantId, { steam: [everySecond(0, [1, 2, 3])] });
    const info = await createBackup(temporary.store);
    expect(info).toMatchObject({
      name: 'boilerhouse-2024-04-01T00-00-00Z.db',
      createdMs: START_MS,
      programVersion: '1.2.3',
      plantCount: 1,
      importCount: 1,
      readingCount: 3,
      runCount: 0,
    });
    const bytes = readFileSync(pathOf(info));
    expect([info.bytes, info.sha256]).toEqual([
      bytes.byteLength,
      createHash('sha256').update(bytes).digest('hex'),
    ]);
    expect(readdirSync(join(temporary.folder, BACKUPS_FOLDER))).toEqual([info.name, `${info.name}.json`]);
    expect(listBackups(temporary.folder)).toEqual([info]);
    const copy = new Database(pathOf(info), { readonly: true });
    expect(copy.prepare('SELECT sum(reading_count) FROM chunks').pluck().get()).toBe(3);
    copy.close();
  });

  it('can be made while an import is being written, and does not count it', async () => {
    const importId = await beginImport(temporary.readings, plantId);
    const [tagId = 0] = await temporary.readings.resolveTags(plantId, [
      { name: 'steam', unit: null, description: null, lowLimit: null, highLimit: null },
    ]);
    const making = createBackup(temporary.store);
    for (let i = 0; i < 20; i++) {
      await temporary.readings.appendChunks(importId, chunksOf(tagId, everySecond(i * 10, [1, 2])));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await making).toMatchObject({ importCount: 0, readingCount: 0 });
  });

  it('made twice in a second has two names', async () => {
    const [first, second] = [await createBackup(temporary.store), await createBackup(temporary.store)];
    expect([first.name, second.name]).toEqual([
      'boilerhouse-2024-04-01T00-00-00Z.db',
      'boilerhouse-2024-04-01T00-00-00Z-2.db',
    ]);
  });

  it('is refused when one bit of it has changed', async () => {
    const info = await createBackup(temporary.store);
    await expect(verifyBackup(pathOf(info))).resolves.toBeUndefined();
    const bytes = readFileSync(pathOf(info));
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 9) ^ 4, bytes.length - 9);
    writeFileSync(pathOf(info), bytes);
    await expect(verifyBackup(pathOf(info))).rejects.toThrow(/is damaged \(its SHA-256/);
  });

  it('that cannot be written leaves nothing under its name', async () => {
    const folder = join(temporary.folder, BACKUPS_FOLDER);
    // A folder stands where the copy is to be written.
    mkdirSync(join(folder, 'boilerhouse-2024-04-01T00-00-00Z.db.unfinished', 'x'), { recursive: true });
    await expect(createBackup(temporary.store)).rejects.toThrow();
    expect(listBackups(temporary.folder)).toEqual([]);
    expect(existsSync(join(folder, 'boilerhouse-2024-04-01T00-00-00Z.db'))).toBe(false);
  });

  it('is made once a day by itself, as soon as there are readings to lose', async () => {
    const health = createHealth(temporary.store);
    await health.backUpIfDue();
    expect(listBackups(temporary.folder)).toEqual([]);
    await importColumns(temporary.readings, plantId, { steam: [everySecond(0, [1])] });
    await health.backUpIfDue();
    await health.backUpIfDue();
    expect(listBackups(temporary.folder)).toHaveLength(1);
    expect(health.problems).toEqual([]);
  });
});
