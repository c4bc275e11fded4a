import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { countOf } from '@core/csv/messages.ts';
import { checkChunk } from './check-store.ts';
import { createChunkLoader, listChunkPage, type SeriesKind } from '../readings/chunk-table.ts';
import { migrate } from '../migrations/migrate.ts';
import { deleteAgain, type HeldRecords, undoAgain } from './apply-again.ts';
import { type IdMap, keepIds, overBackup } from './salvage-ids.ts';
import { NEW_FILE } from '../file/open-database.ts';
import { dropOrphans, tablesInOrder } from '../file/foreign-keys.ts';
import { refreshTagStatistics } from '../tags.ts';

/** What came out of a damaged database, in sentences. */
export interface Salvage {
  readonly broughtBack: readonly string[];
  readonly lost: readonly string[];
  /** What was deleted or taken back after the backup, and again now. */
  readonly doneAgain: readonly string[];
  /** Imports that have another number than in the damaged database, by that. */
  readonly movedImports: IdMap['movedImports'];
}

/**
 * Copies whatever can still be read of a damaged database into the one at `target`, a new one or a sound backup: table
 * by table, row by row, from both ends towards the damage. What the target holds already stays as it is. Rows without
 * what they belong to, and chunks that fail their checksum, are left out; so are imports and runs that the backup does
 * not hold and that did not come over whole. Null when nothing at all can be read.
 */
export function salvageRows(source: string, target: string): Salvage | null {
  const from = openDamaged(source);
  if (from === null) return null;
  const isBackup = existsSync(target);
  const into = openTarget(target);
  try {
    migrate(into);
    if (isBackup) dropUnfinished(into);
    into.pragma('foreign_keys = OFF');
    const held = isBackup ? listHeld(into) : null;
    const ids = held === null ? keepIds : overBackup(from, into);
    const copies = into.transaction(() =>
      tablesInOrder(into)
        // They follow from the chunks.
        .filter((table) => table !== 'segments')
        .map((table) => ({ table, ...copyTable(from, into, table, ids) })),
    )();
    if (copies.every(({ rowCount }) => rowCount === 0)) return null;
    const records = copies.filter(({ table }) => RECORDS.includes(table));
    const hasRecords = records.every(({ isWhole }) => isWhole);
    const salvage = into.transaction(() => dropBroken(into, held, hasRecords))();
    return { ...salvage, movedImports: ids.movedImports };
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

function openTarget(path: string): Database.Database {
  const db = new Database(path);
  for (const pragma of NEW_FILE) db.pragma(pragma);
  return db;
}

/** What says that something was deleted on purpose. */
const RECORDS = ['deletions', 'undone_imports'];

/** What was under way when the backup was made: in the damaged database it has ended, under the same number. */
function dropUnfinished(db: Database.Database): void {
  db.pragma('foreign_keys = ON');
  db.exec(`
    DELETE FROM chunks WHERE import_id IN (SELECT id FROM imports WHERE state = 'loading');
    DELETE FROM imports WHERE state = 'loading';
    DELETE FROM runs WHERE status = 'running';
    DELETE FROM studies WHERE status = 'running';`);
}

/** How many rows could be read, from either end, and whether none was out of reach. */
function copyTable(
  from: Database.Database,
  into: Database.Database,
  table: string,
  ids: IdMap,
): { readonly rowCount: number; readonly isWhole: boolean } {
  const known = columnsOf(into, table);
  const columns = columnsOf(from, table).filter((name) => known.includes(name));
  if (columns.length === 0) return { rowCount: 0, isWhole: false };
  const names = columns.map((name) => `"${name}"`).join(', ');
  const insert = into.prepare(
    `INSERT OR IGNORE INTO ${table} (${names}) VALUES (${columns.map(() => '?').join(', ')})`,
  );
  let rowCount = 0;
  for (const direction of ['ASC', 'DESC']) {
    try {
      const rows = from.prepare<[], unknown[]>(`SELECT ${names} FROM ${table} ORDER BY 1 ${direction}`).raw();
      for (const row of rows.iterate()) {
        rowCount++;
        const placed = ids.place(table, columns, row);
        if (placed !== null) insert.run(placed);
      }
      return { rowCount, isWhole: direction === 'ASC' };
    } catch {
      // The damage is reached; what lies behind it comes from the other end.
    }
  }
  return { rowCount, isWhole: false };
}

function columnsOf(db: Database.Database, table: string): string[] {
  try {
    return db.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(table);
  } catch {
    return [];
  }
}

/** Ids that the target had before anything was copied: those of a backup, which is known to be sound. */
interface Held extends HeldRecords {
  readonly runIds: ReadonlySet<number>;
  readonly chunkIds: Readonly<Record<SeriesKind, ReadonlySet<number>>>;
}

const idsOf = (db: Database.Database, table: string): Set<number> =>
  new Set(db.prepare<[], number>(`SELECT id FROM ${table}`).pluck().all());

const listHeld = (db: Database.Database): Held => ({
  importIds: idsOf(db, 'imports'),
  runIds: idsOf(db, 'runs'),
  deletionIds: idsOf(db, 'deletions'),
  chunkIds: { readings: idsOf(db, 'chunks'), scores: idsOf(db, 'score_chunks') },
});

type Told = Omit<Salvage, 'movedImports'>;

function dropBroken(db: Database.Database, held: Held | null, hasRecords: boolean): Told {
  for (const [chunks, bytes, kind] of [
    ['chunks', 'chunk_bytes', 'readings'],
    ['score_chunks', 'score_chunk_bytes', 'scores'],
  ] as const) {
    const remove = db.prepare(`DELETE FROM ${chunks} WHERE id = ?`);
    const load = createChunkLoader(db, kind);
    for (let page = listChunkPage(db, kind, 0, 100); page.length > 0;) {
      for (const chunk of page)
        if (held?.chunkIds[kind].has(chunk.id) !== true && checkChunk(chunk, load) !== null)
          remove.run(chunk.id);
      page = listChunkPage(db, kind, page.at(-1)?.id ?? 0, 100);
    }
    db.exec(`DELETE FROM ${bytes} WHERE chunk_id NOT IN (SELECT id FROM ${chunks})`);
  }
  const salvage = held === null ? { broughtBack: [], lost: judgeAll(db) } : judgeNewer(db, held);
  dropOrphans(db);
  const doneAgain = held === null ? [] : undoAgain(db, held);
  db.exec('DELETE FROM chunk_bytes WHERE chunk_id NOT IN (SELECT id FROM chunks)');
  for (const tagId of idsOf(db, 'tags')) refreshTagStatistics(db, tagId);
  if (held !== null) doneAgain.push(...deleteAgain(db, held));
  if (held !== null && !hasRecords)
    doneAgain.push(
      'The records of what was deleted and taken back after it could not be read whole. Look whether something is back that was deleted.',
    );
  dropOrphans(db);
  return { ...salvage, doneAgain };
}

interface Extent {
  readonly id: number;
  readonly name: string;
  readonly had: number;
  readonly has: number;
}

const IMPORTS = `SELECT imports.id, file_name || ' (import #' || imports.id || ', SHA-256 ' || substr(file_sha256, 1, 12) || '…)' AS name,
    imports.reading_count - deleted_count AS had, coalesce(sum(chunks.reading_count), 0) AS has
  FROM imports LEFT JOIN chunks ON import_id = imports.id WHERE state = 'committed'
  GROUP BY imports.id ORDER BY imports.id`;

const RUNS = `SELECT runs.id, 'run ' || runs.id AS name, sample_count AS had, coalesce(sum(score_chunks.reading_count), 0) AS has
  FROM runs LEFT JOIN score_chunks ON run_id = runs.id WHERE status = 'finished' GROUP BY runs.id ORDER BY runs.id`;

const extentsOf = (db: Database.Database, sql: string): readonly Extent[] =>
  db.prepare<[], Extent>(sql).all();

/** Keeps what is newer than the backup only where it is whole. */
function judgeNewer(db: Database.Database, held: Held): Omit<Told, 'doneAgain'> {
  const broughtBack: string[] = [];
  const lost: string[] = [];
  const imports = extentsOf(db, IMPORTS).filter(({ id }) => !held.importIds.has(id));
  dropOrphans(db);
  const left = new Map(extentsOf(db, IMPORTS).map((extent) => [extent.id, extent]));
  for (const { id, name, had } of imports) {
    if (left.get(id)?.has === had) {
      broughtBack.push(`${name} with ${countOf(had, 'reading')}`);
      continue;
    }
    lost.push(name);
    db.prepare('DELETE FROM chunks WHERE import_id = ?').run(id);
    db.prepare('DELETE FROM imports WHERE id = ?').run(id);
  }
  for (const { id, name, had, has } of extentsOf(db, RUNS)) {
    if (held.runIds.has(id)) continue;
    if (has === had) broughtBack.push(name);
    else db.prepare('DELETE FROM runs WHERE id = ?').run(id);
  }
  return { broughtBack, lost };
}

/** Imports whose readings are fewer than they were, less those that were deleted. */
function judgeAll(db: Database.Database): string[] {
  const imports = extentsOf(db, IMPORTS);
  dropOrphans(db);
  const left = new Map(extentsOf(db, IMPORTS).map(({ id, has }) => [id, has]));
  return imports
    .filter(({ id, had }) => (left.get(id) ?? 0) < had)
    .map(({ id, name, had }) => {
      const file = name.slice(0, name.lastIndexOf(' (import'));
      const has = left.get(id);
      return has === undefined
        ? `Import #${id} (${file}): its plant could not be read. Import the file again.`
        : `Import #${id} (${file}): ${has} of ${had} readings came back. Undo it and import the file again.`;
    });
}
