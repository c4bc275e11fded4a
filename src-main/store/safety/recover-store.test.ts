import {
  closeSync,
  copyFileSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppFailure } from '@shared/errors.ts';
import { createRandom } from '@core/random.ts';
import { createBackup } from './backups.ts';
import { checkStore } from './check-store.ts';
import { summariseData } from '../data-summary.ts';
import { createHealth } from './health.ts';
import { listImports } from '../imports/imports.ts';
import { DATABASE_FILE, openStore } from '../open-store.ts';
import { listPlants } from '../plants.ts';
import { createStoreCalls } from '../store-calls.ts';
import { createStoreHost } from '../store-host.ts';
import {
  beginImport,
  createPlantStore,
  createTemporaryStore,
  everySecond,
  importColumns,
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

const database = (): string => join(temporary.folder, DATABASE_FILE);
const noise = (count: number): number[] => Array.from({ length: count }, (_, i) => Math.sin(i));
const options = () => ({
  folder: temporary.folder,
  programVersion: '1',
  now: () => START_MS,
  onChanged: () => undefined,
});

/** Closes the store, changes its file, opens it again. */
function damage(change: (path: string) => void): void {
  temporary.store.close();
  change(database());
  temporary = createTemporaryStore(temporary.folder);
}

const overwrite = (path: string, at: number, bytes: Uint8Array): void => {
  const file = openSync(path, 'r+');
  writeSync(file, bytes, 0, bytes.byteLength, at);
  closeSync(file);
};

describe('a database that is damaged', () => {
  it('is kept, replaced by the newest sound backup, and both paths and what is missing are told', async () => {
    await importColumns(temporary.readings, plantId, { steam: [everySecond(0, [1, 2])] });
    const info = await createBackup(temporary.store);
    await importColumns(temporary.readings, plantId, { steam: [everySecond(10, [3])] });
    const { importId } = await importColumns(temporary.readings, plantId, { steam: [everySecond(20, [3])] });
    damage((path) => writeFileSync(path, 'plain text '.repeat(1000)));
    const kept = join(temporary.folder, 'boilerhouse.damaged-2024-04-01T00-00-00Z.db');
    expect(readFileSync(kept, 'utf8')).toBe('plain text '.repeat(1000));
    expect(temporary.store.recovered).toEqual([
      `The database ${database()} was damaged (file is not a database). The damaged file was kept as ${kept}.`,
      `The backup of 2024-04-01 00:00 UTC (${join(temporary.folder, 'backups', info.name)}) was put in its place: 1 plant, 1 import with 2 readings, 0 runs.`,
      'What was saved after it did not come back, and can no longer be read. Import again what was imported after 2024-04-01 00:00 UTC; what was deleted or taken back after it is there again.',
    ]);
    expect(temporary.store.interrupted).toEqual([]);
    expect(listImports(temporary.store.reader, plantId)).toHaveLength(importId - 2);
    temporary = temporary.reopen();
    expect(temporary.store.recovered).toEqual([]);
  });

  /** The layout is damaged, the rows are not. */
  const breakLayout = (): void => {
    temporary.store.writer.unsafeMode(true);
    temporary.store.writer.exec(
      "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'notes TEXT', 'notez TEXT') WHERE name = 'plants'",
    );
  };

  it('brings back what is newer than the backup where it is whole, and names what is not', async () => {
    await importColumns(temporary.readings, plantId, { steam: [everySecond(0, [1, 2])] });
    await createBackup(temporary.store);
    const second = { fileSha256: 'cd'.repeat(32) };
    const { tagIds } = await importColumns(
      temporary.readings,
      plantId,
      { flow: [everySecond(0, noise(20_000))] },
      second,
    );
    const third = { fileSha256: 'ef'.repeat(32) };
    await importColumns(temporary.readings, plantId, { flow: [everySecond(50_000, noise(9000))] }, third);
    temporary.store.writer.exec(
      `UPDATE chunk_bytes SET "values" = x'00' WHERE chunk_id = (SELECT max(chunk_id) FROM chunk_bytes)`,
    );
    breakLayout();
    damage(() => undefined);
    expect(temporary.store.recovered.slice(2)).toEqual([
      'Newer than it and brought back whole: april.csv (import #2, SHA-256 cdcdcdcdcdcd…) with 20,000 readings.',
      'Newer than it and damaged: import again april.csv (import #3, SHA-256 efefefefefef…).',
      'Changes to plants and tags that the backup holds are as they were then.',
    ]);
    const read = await readSeconds(temporary.readings, tagIds[0] ?? 0);
    expect(read.map(([, value]) => value)).toEqual(noise(20_000));
    expect(summariseData(temporary.store.reader, plantId).readingCount).toBe(20_002);
    expect((await checkStore(temporary.store.reader)).problems).toEqual([]);
  });

  it('gives back every row that can be read when there is no backup', async () => {
    const { tagIds } = await importColumns(temporary.readings, plantId, {
      steam: [everySecond(0, noise(200_000))],
    });
    await importColumns(temporary.readings, plantId, { flow: [everySecond(0, [1, 2, 3])] });
    // Overwrites pages in the middle of the file until SQLite sees it.
    damage((path) => {
      const middle = Math.floor(statSync(path).size / 8192 / 2) * 8192;
      overwrite(path, middle, new Uint8Array(8192 * 12).fill(0xa5));
    });
    expect(temporary.store.recovered[1]).toMatch(/no sound backup. Every row that could still be read/);
    expect(temporary.store.recovered[2]).toMatch(
      /^Import #1 \(april.csv\): \d+ of 200000 readings came back/,
    );
    const read = await readSeconds(temporary.readings, tagIds[0] ?? 0);
    expect(read.length).toBeGreaterThan(100_000);
    expect(read.length).toBeLessThan(200_000);
    for (const [second, value] of read) if (value !== Math.sin(second)) throw new Error(`second ${second}`);
    expect(summariseData(temporary.store.reader, plantId).readingCount).toBe(read.length + 3);
    expect((await checkStore(temporary.store.reader)).problems).toEqual([]);
  });

  it('that gives nothing back is kept, and work can go on', () => {
    damage((path) => writeFileSync(path, new Uint8Array(50_000).fill(7)));
    expect(temporary.store.recovered.at(-1)).toMatch(
      /A new, empty database was begun .* can still be examined/,
    );
    expect(listPlants(temporary.store.reader)).toEqual([]);
  });

  it('passes over a backup that is damaged too', async () => {
    await importColumns(temporary.readings, plantId, { steam: [everySecond(0, [1])] });
    await createBackup(temporary.store);
    const newer = await createBackup({ ...temporary.store, now: () => START_MS + 86_400_000 });
    overwrite(join(temporary.folder, 'backups', newer.name), 8192, new Uint8Array(8192).fill(0xff));
    damage((path) => writeFileSync(path, 'x'));
    expect(temporary.store.recovered[1]).toMatch(/2024-04-02T00-00-00Z.db was not used: .* is damaged/);
    expect(temporary.store.recovered[2]).toMatch(/2024-04-01 00:00 UTC/);
  });

  it.each([0, 1, 511])('cut off to %i bytes is not taken for a new one', async (bytes) => {
    await importColumns(temporary.readings, plantId, { steam: [everySecond(0, [1])] });
    await createBackup(temporary.store);
    damage((path) => writeFileSync(path, new Uint8Array(bytes)));
    expect(temporary.store.recovered[1]).toMatch(/was put in its place/);
  });

  it('is not what a full disk, a lock or another program make of it', () => {
    temporary.store.close();
    const lock = openStore(options());
    expect(() => openStore(options())).toThrow(/in use by another Boilerhouse/);
    lock.close();
    temporary = createTemporaryStore(temporary.folder);
    temporary.store.writer.pragma('user_version = 99');
    temporary.store.close();
    expect(() => openStore(options())).toThrow(/written by a newer version/);
  });
});

describe('bits that flip anywhere in the file', () => {
  const ROUNDS = 60;

  async function openDamaged(folder: string): Promise<'clean' | 'recovered' | 'refused'> {
    try {
      const store = openStore({ ...options(), folder });
      const isRecovered = store.recovered.length > 0;
      if (isRecovered) expect((await checkStore(store.reader)).problems).toEqual([]);
      store.close();
      return isRecovered ? 'recovered' : 'clean';
    } catch (caught) {
      if (!(caught instanceof AppFailure)) throw caught;
      return 'refused';
    }
  }

  it('end in a store that opens, sound or recovered, or in a message', async () => {
    await importColumns(temporary.readings, plantId, {
      steam: [everySecond(0, noise(3000))],
      flow: [everySecond(0, noise(500))],
    });
    temporary.store.close();
    const sound = readFileSync(database());
    const random = createRandom(15);
    const outcomes = { clean: 0, recovered: 0, refused: 0 };
    for (let round = 0; round < ROUNDS; round++) {
      const bytes = Uint8Array.from(sound);
      // Half of the rounds in the first pages: header and layout.
      const reach = round % 2 === 0 ? bytes.length : 4 * 8192;
      for (let flips = 1 + random.below(64); flips > 0; flips--) {
        const at = random.below(reach);
        bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
      }
      const folder = mkdtempSync(join(tmpdir(), 'boilerhouse-flip-'));
      writeFileSync(join(folder, DATABASE_FILE), bytes);
      outcomes[await openDamaged(folder)]++;
      rmSync(folder, { recursive: true });
    }
    expect(outcomes.clean + outcomes.recovered + outcomes.refused).toBe(ROUNDS);
    expect(outcomes.recovered).toBeGreaterThan(10);
    temporary = createTemporaryStore(temporary.folder);
  });
});

describe('the check of a store', () => {
  it('finds nothing in a sound one and counts what it read', async () => {
    await importColumns(temporary.readings, plantId, { steam: [everySecond(0, noise(10_000))] });
    const calls = createStoreCalls(temporary.store);
    expect(await calls['store.check']({})).toEqual({
      isSound: true,
      problems: [],
      chunkCount: 2,
      readingCount: 10_000,
    });
  });

  it.each([
    [
      'a bit of the values',
      `UPDATE chunk_bytes SET "values" = CAST(substr("values", 1, 40) || x'99' || substr("values", 42) AS BLOB)`,
      /checksum/,
    ],
    ['a number of the header', 'UPDATE chunks SET min_value = min_value - 1', /checksum/],
    ['a checksum', 'UPDATE chunks SET checksum = checksum + 1', /checksum/],
    ['bytes that are gone', 'DELETE FROM chunk_bytes', /bytes are gone/],
    ['status texts cut off', `UPDATE chunk_bytes SET statuses = '["Ba'`, /status texts/],
    [
      'a row without its owner',
      'PRAGMA foreign_keys = OFF; DELETE FROM imports',
      /belongs to nothing in imports/,
    ],
  ])('finds %s', async (_, sql, says) => {
    await importColumns(temporary.readings, plantId, { steam: [everySecond(0, noise(100))] });
    temporary.store.writer.exec(sql);
    const report = await checkStore(temporary.store.reader);
    expect(report.isSound).toBe(false);
    expect(report.problems.join('\n')).toMatch(says);
  });

  it('says which readings are damaged, and refuses to hand them on', async () => {
    const { tagIds } = await importColumns(temporary.readings, plantId, { steam: [everySecond(0, [1, 2])] });
    temporary.store.writer.exec('UPDATE chunks SET checksum = 1');
    expect((await checkStore(temporary.store.reader)).problems).toEqual([
      expect.stringMatching(
        /^Readings of tag "steam" from 2024-04-01T00:00:00.000Z \(import #1, chunk 1\): /,
      ),
    ]);
    await expect(readSeconds(temporary.readings, tagIds[0] ?? 0)).rejects.toThrow(/checksum is wrong/);
  });

  it('goes on in the background where the last start ended', async () => {
    await importColumns(temporary.readings, plantId, { steam: [everySecond(0, noise(5 * 8192))] });
    temporary.store.writer.exec('UPDATE chunks SET checksum = 0 WHERE id IN (2, 4)');
    const first = createHealth(temporary.store);
    let looked = 0;
    await first.checkOn(() => ++looked === 3);
    expect(first.problems).toHaveLength(1);
    const second = createHealth(temporary.store);
    await second.checkOn(() => false);
    expect(second.problems).toEqual([expect.stringMatching(/chunk 4/)]);
    const third = createHealth(temporary.store);
    await third.checkOn(() => false);
    expect(third.problems).toHaveLength(2);
  });
});

describe('restoring a backup', () => {
  it('brings its state back while the program runs, and keeps what was there', async () => {
    await importColumns(temporary.readings, plantId, { steam: [everySecond(0, [1, 2])] });
    const { name } = await createBackup(temporary.store);
    await importColumns(temporary.readings, plantId, { steam: [everySecond(10, [3])] });
    temporary.store.close();
    const changes: string[] = [];
    const host = createStoreHost({ ...options(), onChanged: ({ what }) => changes.push(what) });
    const keptAs = join(temporary.folder, 'boilerhouse.before-restore-2024-04-01T00-00-00Z.db');
    expect(await host.call('backups.restore', { name })).toEqual({ ok: true, value: { keptAs } });
    expect(await host.call('data.summary', { plantId })).toMatchObject({ value: { readingCount: 2 } });
    expect(changes).toEqual(['plants', 'tags', 'readings', 'runs']);
    host.close();
    temporary = createTemporaryStore(temporary.folder);
    expect(temporary.store.interrupted).toEqual([]);
    copyFileSync(keptAs, join(mkdtempSync(join(temporary.folder, 'kept-')), DATABASE_FILE));
  });

  it('is refused while an import is under way, for a damaged backup and for none, and changes nothing', async () => {
    await importColumns(temporary.readings, plantId, { steam: [everySecond(0, [1, 2])] });
    const { name } = await createBackup(temporary.store);
    temporary.store.close();
    const host = createStoreHost(options());
    const begin = { plantId, source: 'csv', fileName: 'may.csv', settings: {}, startedMs: START_MS };
    const begun = await host.answerWorker('beginImport', [begin]);
    expect(await host.call('backups.restore', { name })).toMatchObject({ error: { kind: 'conflict' } });
    await host.answerWorker('abortImport', [begun.ok ? begun.value : 0]);
    overwrite(join(temporary.folder, 'backups', name), 100, Uint8Array.of(1, 2, 3));
    expect(await host.call('backups.restore', { name })).toMatchObject({ error: { kind: 'storage' } });
    expect(await host.call('backups.restore', { name: 'boilerhouse-1.db' })).toMatchObject({
      error: { kind: 'not-found' },
    });
    expect(await host.call('data.summary', { plantId })).toMatchObject({ value: { readingCount: 2 } });
    host.close();
    temporary = createTemporaryStore(temporary.folder);
  });

  it('is not held up by an undo whose chunks could not be deleted yet', async () => {
    const { importId } = await importColumns(temporary.readings, plantId, { steam: [everySecond(0, [1])] });
    const { name } = await createBackup(temporary.store);
    temporary.store.close();
    const host = createStoreHost(options());
    // What the first transaction of an undo leaves when the disk is full after it.
    const other = new Database(database());
    other.exec(`
      INSERT INTO undone_imports (id, plant_id, file_name, undone_ms) VALUES (${importId}, ${plantId}, 'april.csv', 0);
      UPDATE imports SET state = 'loading' WHERE id = ${importId}`);
    other.close();
    expect(await host.call('backups.restore', { name })).toMatchObject({ ok: true });
    host.close();
    temporary = createTemporaryStore(temporary.folder);
    expect(summariseData(temporary.store.reader, plantId).readingCount).toBe(1);
  });

  it.each(['before', 'after'])(
    'that was cut off %s the database was moved away is ended at the next start',
    (when) => {
      const path = database();
      temporary.store.close();
      copyFileSync(path, `${path}.restoring`);
      if (when === 'after') rmSync(path);
      else writeFileSync(`${path}.restoring`, 'half');
      temporary = createTemporaryStore(temporary.folder);
      expect(listPlants(temporary.store.reader).map(({ name }) => name)).toEqual(['Zawar']);
      expect(temporary.store.recovered).toEqual([]);
      expect(statSync(`${path}.restoring`, { throwIfNoEntry: false })).toBeUndefined();
    },
  );
});

it('an import under way is told at the restart after a recovery no more', async () => {
  await beginImport(temporary.readings, plantId);
  damage(() => undefined);
  expect(temporary.store.interrupted).toHaveLength(1);
});
