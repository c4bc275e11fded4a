import { createHash } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { type BackupInfo, backupInfo } from '@shared/contract/store.ts';
import { AppFailure } from '@shared/errors.ts';
import { chooseKept } from './backup-schedule.ts';
import { checkFile, checkReferences } from './check-store.ts';
import { DamagedFile } from './damage.ts';
import { openCopy } from '../file/open-database.ts';
import { refuseNewDamage } from './read-back.ts';
import { isDiskFull } from '../storage-failure.ts';
import type { Store } from '../store.ts';

export const BACKUPS_FOLDER = 'backups';
const UNFINISHED = '.unfinished';
/** Pages copied between two turns of other work: 4 MB. */
const PAGES_A_TURN = 512;

/** `2024-04-01T00-00-00Z`: a time for the name of a file. */
export const timeInName = (timeMs: number): string =>
  new Date(timeMs).toISOString().slice(0, 19).replaceAll(':', '-') + 'Z';

/** Makes a backup in the data folder and removes those that the schedule does not keep. Throws `storage`. */
export async function createBackup(store: Store): Promise<BackupInfo> {
  const folder = join(folderOf(store), BACKUPS_FOLDER);
  mkdirSync(folder, { recursive: true });
  removeLeftovers(folder);
  const info = await writeBackup(store, join(folder, freeName(folder, store.now())));
  removeOld(folder);
  return info;
}

/**
 * Copies the live database to `path` and checks the copy before it gets that name: SQLite's integrity check, its
 * references, every chunk against its checksum, its counts, its hash. `<path>.json` says what it holds. Throws `storage` and leaves nothing.
 */
export async function writeBackup(store: Store, path: string): Promise<BackupInfo> {
  const unfinished = path + UNFINISHED;
  removeDatabase(unfinished);
  try {
    await store.writer.backup(unfinished, { progress: () => PAGES_A_TURN });
    const found = await readBack(store, unfinished);
    syncFile(unfinished);
    const info: BackupInfo = {
      name: basename(path),
      createdMs: store.now(),
      bytes: statSync(unfinished).size,
      programVersion: store.programVersion,
      ...found,
    };
    writeFileSync(`${path}.json${UNFINISHED}`, `${JSON.stringify(info, null, 2)}\n`);
    syncFile(`${path}.json${UNFINISHED}`);
    renameSync(`${path}.json${UNFINISHED}`, `${path}.json`);
    renameSync(unfinished, path);
    return info;
  } catch (caught) {
    removeDatabase(unfinished);
    if (!existsSync(path)) rmSync(`${path}.json`, { force: true });
    throw caught;
  }
}

/** Finished backups of a data folder, the newest first. */
export const listBackups = (folder: string): BackupInfo[] => listIn(join(folder, BACKUPS_FOLDER));

function listIn(backups: string): BackupInfo[] {
  if (!existsSync(backups)) return [];
  return readdirSync(backups)
    .filter((name) => name.endsWith('.db'))
    .flatMap((name) => readInfo(join(backups, name)) ?? [])
    .toSorted((a, b) => b.createdMs - a.createdMs || (a.name < b.name ? 1 : -1));
}

/** What the file beside a backup says of it; null when there is none, or none that can be read. */
export function readInfo(path: string): BackupInfo | null {
  try {
    const parsed = backupInfo.safeParse(JSON.parse(readFileSync(`${path}.json`, 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Throws `storage` when a backup is not what was written: its hash, where it is known, and SQLite's own check. */
export async function verifyBackup(path: string): Promise<void> {
  const info = readInfo(path);
  if (info !== null && (await hashFile(path)) !== info.sha256)
    throw damagedBackup(path, 'its SHA-256 is not the one it was made with');
  checkCopy(path);
}

type Counts = Pick<BackupInfo, 'plantCount' | 'importCount' | 'readingCount' | 'runCount'>;

/** Opens a copy that nobody else uses, checks it and counts what it holds. Throws `storage`. */
export function checkCopy(path: string): Counts {
  try {
    return withCopy(path, countSound);
  } catch (caught) {
    if (caught instanceof AppFailure) throw caught;
    throw damagedBackup(path, reasonOf(caught));
  }
}

function withCopy<T>(path: string, work: (db: Database) => T): T {
  const db = openCopy(path);
  try {
    return work(db);
  } finally {
    db.close();
  }
}

/** Throws what SQLite's checks find. */
function countSound(db: Database): Counts {
  const [problem] = [...checkFile(db, 'integrity_check'), ...checkReferences(db)];
  if (problem !== undefined) throw new DamagedFile(problem);
  const count = (sql: string): number => db.prepare<[], number>(sql).pluck().get() ?? 0;
  return {
    plantCount: count('SELECT count(*) FROM plants'),
    importCount: count(`SELECT count(*) FROM imports WHERE state = 'committed'`),
    readingCount: count('SELECT coalesce(sum(reading_count), 0) FROM tags'),
    runCount: count(`SELECT count(*) FROM runs WHERE status = 'finished'`),
  };
}

/**
 * Reads a copy that was just written, twice for its hash: a disk that gives other bytes than it was given shows here.
 * Throws `storage`.
 */
async function readBack(store: Store, path: string): Promise<Counts & Pick<BackupInfo, 'sha256'>> {
  try {
    const counts = withCopy(path, (db) => {
      refuseNewDamage(store.reader, db);
      return countSound(db);
    });
    const sha256 = await hashFile(path);
    if ((await hashFile(path)) !== sha256) throw new DamagedFile('its bytes are not the same each time');
    return { ...counts, sha256 };
  } catch (caught) {
    if (isDiskFull(caught)) throw caught;
    throw new AppFailure({
      kind: 'storage',
      message: `The backup was not made: its file could not be read back as it was written (${reasonOf(caught)}). Nothing of it was kept, and earlier backups are as they were. Check the disk of ${path} and try again.`,
    });
  }
}

const reasonOf = (caught: unknown): string => (caught instanceof Error ? caught.message : String(caught));

const damagedBackup = (path: string, why: string): AppFailure =>
  new AppFailure({
    kind: 'storage',
    message: `The backup ${path} is damaged (${why}). It was not used. Choose another backup.`,
  });

const folderOf = ({ folder }: Store): string => {
  if (folder === null)
    throw new AppFailure({ kind: 'invalid-input', message: 'A store in memory has no backups.' });
  return folder;
};

function freeName(folder: string, nowMs: number): string {
  const stem = `boilerhouse-${timeInName(nowMs)}`;
  for (let n = 1; ; n++) {
    const name = n === 1 ? `${stem}.db` : `${stem}-${n}.db`;
    if (!existsSync(join(folder, name))) return name;
  }
}

/** What a backup, or the removal of one, has left that was cut off. */
function removeLeftovers(folder: string): void {
  for (const name of readdirSync(folder)) {
    const isUnfinished = name.includes(`.db${UNFINISHED}`) || name.endsWith(`.db.json${UNFINISHED}`);
    const isAlone = name.endsWith('.db.json') && !existsSync(join(folder, name.slice(0, -'.json'.length)));
    if (isUnfinished || isAlone) rmSync(join(folder, name), { force: true });
  }
}

function removeOld(folder: string): void {
  const backups = listIn(folder);
  const kept = chooseKept(backups.map((backup) => backup.createdMs));
  for (const { name, createdMs } of backups)
    if (!kept.has(createdMs))
      for (const end of ['', '.json']) rmSync(join(folder, name + end), { force: true });
}

/** Removes a database file with what SQLite keeps beside it. */
export function removeDatabase(path: string): void {
  for (const end of ['', '-journal', '-wal', '-shm']) rmSync(path + end, { force: true });
}

export function syncFile(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of createReadStream(path, { highWaterMark: 1 << 20 }))
    if (bytes instanceof Uint8Array) hash.update(bytes);
  return hash.digest('hex');
}
