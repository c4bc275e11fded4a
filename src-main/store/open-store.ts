import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { checkFile } from './safety/check-store.ts';
import { completeDeletions } from './deletion/delete-range.ts';
import { clearBeforeClosing, clearEndedNow, clearEndedQuietly } from './imports/ended-imports.ts';
import { endUnfinished } from './imports/end-unfinished.ts';
import { listBackups } from './safety/backups.ts';
import { hasKnownLayout } from './file/check-layout.ts';
import { DamagedFile, isDamage } from './safety/damage.ts';
import { DATABASE_FILE, LOCK_FILE } from './file/file-names.ts';
import { checkIdentity, migrate } from './migrations/migrate.ts';
import { openReader, openWriter } from './file/open-database.ts';
import { recoverStore } from './safety/recover-store.ts';
import { finishSwap } from './safety/restore-backup.ts';
import { completeSegments } from './readings/series-segments.ts';
import { isDiskFull } from './storage-failure.ts';
import type { Store, StoreOptions } from './store.ts';
import { lockFolder } from './file/store-lock.ts';
import { prepareFolder, refuseUnsafeFolder } from './file/store-location.ts';

export { DATABASE_FILE, LOCK_FILE } from './file/file-names.ts';

const HEADER_BYTES = 512;

/** How long an opening and a closing clear away what is left of imports that have ended; the rest is left to the background and to the next start. */
const CLEAR_FOR_MS = 200;

/** A larger file is checked in the background instead, a few chunks at a time. */
const QUICK_CHECK_BYTES = 64 * 1024 * 1024;

export type { Store, StoreOptions } from './store.ts';

/**
 * Opens the store of a data folder, brings it up to date and clears what was cut off; a damaged file is replaced
 * and kept. Throws `storage` and `conflict`.
 */
export function openStore(options: StoreOptions): Store {
  const { folder } = options;
  if (folder === null) {
    const db = openWriter(':memory:');
    migrate(db);
    return {
      ...options,
      writer: db,
      reader: db,
      interrupted: [],
      recovered: [],
      databaseBytes: () => 0,
      close: () => db.close(),
    };
  }
  prepareFolder(folder);
  refuseUnsafeFolder(folder);
  const path = join(folder, DATABASE_FILE);
  const unlock = lockFolder(join(folder, LOCK_FILE));
  try {
    finishSwap(path);
    const { opened, recovered } = openOrRecover(options, folder, path);
    const { writer, reader } = opened;
    void clearEndedQuietly(writer);
    return {
      ...options,
      ...opened,
      recovered,
      databaseBytes: () =>
        statSync(path).size + (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0),
      close: () => {
        try {
          clearBeforeClosing(writer, CLEAR_FOR_MS);
          writer.pragma('wal_checkpoint(TRUNCATE)');
        } catch (caught) {
          // The log is left beside a damaged file, or on a full disk, and the next start sees to both.
          if (!isDamage(caught) && !isDiskFull(caught)) throw caught;
        } finally {
          reader.close();
          writer.close();
          unlock();
        }
      },
    };
  } catch (caught) {
    unlock();
    throw caught;
  }
}

type Opened = Pick<Store, 'writer' | 'reader' | 'interrupted'>;

function openOrRecover(
  options: StoreOptions,
  folder: string,
  path: string,
): { readonly opened: Opened; readonly recovered: string[] } {
  const attempt = (): Opened => {
    refuseCutOff(folder, path);
    return openFiles(options, path);
  };
  const first = unlessDamaged(attempt);
  if (!(first instanceof Error)) return { opened: first, recovered: [] };
  // A read that fails once looks like damage to SQLite; what is damaged is found damaged again.
  const second = unlessDamaged(attempt);
  if (!(second instanceof Error)) return { opened: second, recovered: [] };
  const recovered = recoverStore(folder, path, second.message, options.now());
  return { opened: openFiles(options, path), recovered };
}

/** What was opened, or what shows that the file is damaged. Throws whatever else is in the way. */
function unlessDamaged(open: () => Opened): Opened | Error {
  try {
    return open();
  } catch (caught) {
    if (isDamage(caught) && caught instanceof Error) return caught;
    throw caught;
  }
}

/** SQLite takes a file that is shorter than its header for a new one. */
function refuseCutOff(folder: string, path: string): void {
  const bytes = statSync(path, { throwIfNoEntry: false })?.size ?? HEADER_BYTES;
  if (bytes < HEADER_BYTES && (bytes > 0 || listBackups(folder).length > 0))
    throw new DamagedFile(`it is cut off after ${bytes} bytes`);
}

function openFiles({ folder, now }: StoreOptions, path: string): Opened {
  const opened: Database[] = [];
  try {
    const { writer, isAlone } = openWriterAnyhow(path);
    opened.push(writer);
    if (statSync(path).size <= QUICK_CHECK_BYTES) {
      const [problem] = checkFile(writer, 'quick_check');
      if (problem !== undefined) throw new DamagedFile(problem);
    }
    checkIdentity(writer);
    if (!hasKnownLayout(writer)) throw new DamagedFile('its tables are not those that the program made');
    migrate(writer);
    completeSegments(writer);
    const interrupted = [...clearCutOff(writer, folder, now()), ...completeDeletions(writer)];
    const reader = isAlone ? writer : openReader(path);
    opened.push(reader);
    return { writer, reader, interrupted };
  } catch (caught) {
    for (const db of opened.reverse()) db.close();
    throw caught;
  }
}

/** On a disk without room for the memory that connections share, one connection does all. */
function openWriterAnyhow(path: string): { readonly writer: Database; readonly isAlone: boolean } {
  try {
    return { writer: openWriter(path), isAlone: false };
  } catch (caught) {
    if (!isDiskFull(caught)) throw caught;
    return { writer: openWriter(path, true), isAlone: true };
  }
}

/** What was cut off is not shown, cleared away or not. */
function clearCutOff(writer: Database, folder: string | null, nowMs: number): string[] {
  try {
    const told = endUnfinished(writer, folder, nowMs);
    clearEndedNow(writer, CLEAR_FOR_MS);
    return told;
  } catch (caught) {
    if (!isDiskFull(caught)) throw caught;
    return [
      'What was cut off when the program ended last time could not be cleared away: the disk is full. None of it is shown. Free some space; the next start clears it away.',
    ];
  }
}
