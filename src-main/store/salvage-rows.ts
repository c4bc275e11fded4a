import Database from 'better-sqlite3';
import { checkChunk } from './check-store.ts';
import { createChunkLoader, listChunkPage } from './chunk-table.ts';
import { migrate } from './migrations/migrate.ts';
import { refreshTagStatistics } from './tags.ts';

/** In an order in which a row comes after those it names. */
const TABLES = [
  'plants',
  'units',
  'tags',
  'imports',
  'undone_imports',
  'chunks',
  'chunk_bytes',
  'known_events',
  'runs',
  'run_tags',
  'fitted_detectors',
  'score_chunks',
  'score_chunk_bytes',
  'anomalies',
  'anomaly_contributions',
  'settings',
];

/**
 * Copies whatever can still be read of a damaged database into a new one at `target`: table by table, row by row, from
 * both ends towards the damage. Rows without what they belong to, and chunks that fail their checksum, are left out.
 * Sentences say what is missing; null when nothing at all can be read.
 */
export function salvageRows(source: string, target: string): string[] | null {
  const from = openDamaged(source);
  if (from === null) return null;
  const into = new Database(target);
  try {
    migrate(into);
    into.pragma('foreign_keys = OFF');
    const rowCount = into.transaction(() =>
      TABLES.reduce((sum, table) => sum + copyTable(from, into, table), 0),
    )();
    if (rowCount === 0) return null;
    into.transaction(() => dropBroken(into))();
    return describeLosses(into);
  } finally {
    from.close();
    into.close();
  }
}

function openDamaged(path: string): Database.Database | null {
  try {
    const db = new Database(path, { readonly: true, fileMustExist: true });
    db.pragma('trusted_schema = OFF');
    // A damaged schema shows here.
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
    return db;
  } catch {
    return null;
  }
}

/** How many rows came over. */
function copyTable(from: Database.Database, into: Database.Database, table: string): number {
  const known = columnsOf(into, table);
  const columns = columnsOf(from, table).filter((name) => known.includes(name));
  if (columns.length === 0) return 0;
  const names = columns.map((name) => `"${name}"`).join(', ');
  const insert = into.prepare(
    `INSERT OR IGNORE INTO ${table} (${names}) VALUES (${columns.map(() => '?').join(', ')})`,
  );
  let count = 0;
  for (const direction of ['ASC', 'DESC']) {
    try {
      const rows = from.prepare<[], unknown[]>(`SELECT ${names} FROM ${table} ORDER BY 1 ${direction}`).raw();
      for (const row of rows.iterate()) count += insert.run(row).changes;
      return count;
    } catch {
      // The damage is reached; what lies behind it comes from the other end.
    }
  }
  return count;
}

function columnsOf(db: Database.Database, table: string): string[] {
  try {
    return db.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(table);
  } catch {
    return [];
  }
}

function dropBroken(db: Database.Database): void {
  for (const [chunks, bytes, kind] of [
    ['chunks', 'chunk_bytes', 'readings'],
    ['score_chunks', 'score_chunk_bytes', 'scores'],
  ] as const) {
    const remove = db.prepare(`DELETE FROM ${chunks} WHERE id = ?`);
    const load = createChunkLoader(db, kind);
    for (let page = listChunkPage(db, kind, 0, 100); page.length > 0;) {
      for (const chunk of page) if (checkChunk(chunk, load) !== null) remove.run(chunk.id);
      page = listChunkPage(db, kind, page.at(-1)?.id ?? 0, 100);
    }
    db.exec(`DELETE FROM ${bytes} WHERE chunk_id NOT IN (SELECT id FROM ${chunks})`);
  }
  // A row that goes may be named by others.
  for (let broken = brokenRows(db); broken.length > 0; broken = brokenRows(db))
    for (const { table, rowid } of broken)
      if (rowid === null) db.exec(`DELETE FROM ${table}`);
      else db.prepare(`DELETE FROM ${table} WHERE rowid = ?`).run(rowid);
  for (const tagId of db.prepare<[], number>('SELECT id FROM tags').pluck().all())
    refreshTagStatistics(db, tagId);
}

const brokenRows = (db: Database.Database): { table: string; rowid: number | null }[] =>
  db.prepare<[], { table: string; rowid: number | null }>('PRAGMA foreign_key_check').all();

/** Imports whose readings are fewer than they were. */
const describeLosses = (db: Database.Database): string[] =>
  db
    .prepare<[], { id: number; fileName: string; had: number; has: number }>(
      `SELECT imports.id, file_name AS fileName, imports.reading_count AS had, coalesce(sum(chunks.reading_count), 0) AS has
       FROM imports LEFT JOIN chunks ON import_id = imports.id WHERE state = 'committed'
       GROUP BY imports.id HAVING has < had ORDER BY imports.id`,
    )
    .all()
    .map(
      ({ id, fileName, had, has }) =>
        `Import #${id} (${fileName}): ${has} of ${had} readings came back. Undo it and import the file again.`,
    );
