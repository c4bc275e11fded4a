import Database from 'better-sqlite3';

const PRAGMAS = [
  'foreign_keys = ON',
  'busy_timeout = 5000',
  'trusted_schema = OFF',
  'cell_size_check = ON',
  'secure_delete = FAST',
  'temp_store = MEMORY',
];

/** After a checkpoint the log is cut to this size. */
const LOG_BYTES = 16 * 1024 * 1024;

/** The one writing connection. What it commits survives a loss of power, except under `relaxed`. */
export function openWriter(path: string): Database.Database {
  const db = new Database(path);
  // Blobs of about 16 kB: larger pages mean fewer links to follow. Takes effect in a new file only.
  db.pragma('page_size = 8192');
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma(`journal_size_limit = ${LOG_BYTES}`);
  db.pragma('cache_size = -16384');
  for (const pragma of PRAGMAS) db.pragma(pragma);
  return db;
}

/** The connection for lists and charts: sees the last committed state and can change nothing. */
export function openReader(path: string): Database.Database {
  const db = new Database(path, { readonly: true, fileMustExist: true });
  for (const pragma of PRAGMAS) db.pragma(pragma);
  db.pragma('cache_size = -65536');
  db.pragma('query_only = ON');
  return db;
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
