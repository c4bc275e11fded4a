import { statSync } from 'node:fs';
import Database from 'better-sqlite3';

const PRAGMAS = [
  'foreign_keys = ON',
  'busy_timeout = 5000',
  'trusted_schema = OFF',
  'cell_size_check = ON',
  'secure_delete = FAST',
  'temp_store = MEMORY',
];

const PAGE_BYTES = 8192;

/** What takes effect in a new file only. */
export const NEW_FILE = [
  // Blobs of about 16 kB: larger pages mean fewer links to follow.
  `page_size = ${PAGE_BYTES}`,
  // Free room can be given back a little at a time.
  'auto_vacuum = INCREMENTAL',
];

/** After a checkpoint the log is cut to this size; one is made when a commit leaves more in it. */
const LOG_BYTES = 16 * 1024 * 1024;

/**
 * The one writing connection. What it commits survives a loss of power, except under `relaxed`. `isAlone`: nobody else
 * opens the file, so that there need be no shared memory on the disk.
 */
export function openWriter(path: string, isAlone = false): Database.Database {
  return prepared(new Database(path), [
    ...(isAlone ? ['locking_mode = EXCLUSIVE'] : []),
    // Saying it to a file that is there writes to it.
    ...(isNew(path) ? NEW_FILE : []),
    'journal_mode = WAL',
    'synchronous = FULL',
    `journal_size_limit = ${LOG_BYTES}`,
    `wal_autocheckpoint = ${LOG_BYTES / PAGE_BYTES}`,
    'cache_size = -16384',
    ...PRAGMAS,
  ]);
}

const isNew = (path: string): boolean => (statSync(path, { throwIfNoEntry: false })?.size ?? 0) === 0;

/** The connection with its settings made; closed again when the file refuses them. */
function prepared(db: Database.Database, pragmas: readonly string[]): Database.Database {
  try {
    for (const pragma of pragmas) db.pragma(pragma);
    return db;
  } catch (caught) {
    db.close();
    throw caught;
  }
}

/** A copy that nobody else uses, so that it needs no log beside it. Trusts nothing in it. */
export function openCopy(path: string): Database.Database {
  return prepared(new Database(path, { fileMustExist: true }), [
    'trusted_schema = OFF',
    'cell_size_check = ON',
    'journal_mode = DELETE',
  ]);
}

/** The connection for lists and charts: sees the last committed state and can change nothing. */
export function openReader(path: string): Database.Database {
  return prepared(new Database(path, { readonly: true, fileMustExist: true }), [
    ...PRAGMAS,
    'cache_size = -65536',
    'query_only = ON',
  ]);
}

/**
 * Runs a bulk batch without waiting for the disk: it survives a crash of the program, and a loss of power only after
 * the next ordinary commit. For what can be read from its source again.
 */
export function relaxed<T>(db: Database.Database, work: () => T): T {
  db.pragma('synchronous = NORMAL');
  try {
    return work();
  } finally {
    db.pragma('synchronous = FULL');
  }
}
