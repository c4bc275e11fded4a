import type { Database, Statement } from 'better-sqlite3';
import { z } from 'zod';
import { CHUNK_READINGS, type ChunkHeader, type EncodedChunk } from '@core/chunks/chunk.ts';
import { damaged } from '@core/chunks/byte-fields.ts';
import { decodeTimes } from '@core/chunks/time-codec.ts';
import { decodeValues } from '@core/chunks/value-codec.ts';
import { checksumOf } from './chunk-checksum.ts';
import { statementOf } from '../statement-of.ts';

/** A header as it stands in the store. `layer` is the import; at equal times the higher one is read, then the higher id. */
export interface StoredChunk {
  readonly id: number;
  readonly layer: number;
  readonly header: ChunkHeader;
  readonly checksum: number;
}

/** Where the chunks of a series stand: readings by tag, or scores by run. */
export type SeriesKind = 'readings' | 'scores';

export interface SeriesId {
  readonly kind: SeriesKind;
  /** Tag or run. */
  readonly ownerId: number;
}

/** `layer` of scores: a run writes them once. */
const TABLES = {
  readings: { chunks: 'chunks', bytes: 'chunk_bytes', owner: 'tag_id', layer: 'import_id' },
  scores: { chunks: 'score_chunks', bytes: 'score_chunk_bytes', owner: 'run_id', layer: '0' },
} as const;

type HeaderField = keyof ChunkHeader;

/** Column of each field, in the order of the table. */
const COLUMNS: readonly (readonly [column: string, field: HeaderField])[] = [
  ['first_ms', 'firstMs'],
  ['last_ms', 'lastMs'],
  ['reading_count', 'readingCount'],
  ['missing_count', 'missingCount'],
  ['min_value', 'minValue'],
  ['min_value_ms', 'minValueMs'],
  ['max_value', 'maxValue'],
  ['max_value_ms', 'maxValueMs'],
  ['first_value', 'firstValue'],
  ['first_value_ms', 'firstValueMs'],
  ['last_value', 'lastValue'],
  ['last_value_ms', 'lastValueMs'],
  ['sum_value', 'sumValue'],
  ['step_ms', 'stepMs'],
  ['gap_count', 'gapCount'],
  ['longest_gap_ms', 'longestGapMs'],
];
const COLUMN_NAMES = [...COLUMNS.map(([column]) => column), 'checksum'].join(', ');

/** What the checksum in the header of a chunk has to be. */
export const checksumOfChunk = (chunk: EncodedChunk): number =>
  checksumOf(
    COLUMNS.map(([, field]) => chunk.header[field]),
    [chunk.pyramid, chunk.qualities, JSON.stringify(chunk.statuses), chunk.times, chunk.values],
  );

const placeholders = (count: number): string => Array.from({ length: count }, () => '?').join(', ');

/** Id and layer, then the columns in their order and the checksum: rows as arrays, since there may be thousands for one chart. */
type HeaderRow = readonly [id: number, layer: number, ...fields: (number | null)[]];

function mapRow(row: HeaderRow): StoredChunk {
  const value = (at: number): number | null => row[at + 2] ?? null;
  const known = (at: number): number => row[at + 2] ?? NaN;
  return {
    id: row[0],
    layer: row[1],
    checksum: known(COLUMNS.length),
    header: {
      firstMs: known(0),
      lastMs: known(1),
      readingCount: known(2),
      missingCount: known(3),
      minValue: value(4),
      minValueMs: value(5),
      maxValue: value(6),
      maxValueMs: value(7),
      firstValue: value(8),
      firstValueMs: value(9),
      lastValue: value(10),
      lastValueMs: value(11),
      sumValue: value(12),
      stepMs: known(13),
      gapCount: known(14),
      longestGapMs: known(15),
    },
  };
}

type ChunkInserter = (ownerId: number, importId: number, chunk: EncodedChunk) => void;

const inserters = {
  readings: new WeakMap<Database, ChunkInserter>(),
  scores: new WeakMap<Database, ChunkInserter>(),
};

/** Adds chunks; call in a transaction. `importId` is of readings only. */
export function createChunkInserter(db: Database, kind: SeriesKind): ChunkInserter {
  const known = inserters[kind].get(db);
  if (known !== undefined) return known;
  const inserter = prepareInserter(db, kind);
  inserters[kind].set(db, inserter);
  return inserter;
}

function prepareInserter(db: Database, kind: SeriesKind): ChunkInserter {
  const table = TABLES[kind];
  const owners = kind === 'readings' ? 'tag_id, import_id' : 'run_id';
  const ownerCount = kind === 'readings' ? 2 : 1;
  const insertHeader = db.prepare(
    `INSERT INTO ${table.chunks} (${owners}, ${COLUMN_NAMES}) VALUES (${placeholders(ownerCount + COLUMNS.length + 1)})`,
  );
  const insertBytes = db.prepare(
    `INSERT INTO ${table.bytes} (chunk_id, pyramid, qualities, statuses, times, "values") VALUES (?, ?, ?, ?, ?, ?)`,
  );
  return (ownerId, importId, chunk) => {
    const ownerIds = kind === 'readings' ? [ownerId, importId] : [ownerId];
    const fields = COLUMNS.map(([, field]) => chunk.header[field]);
    const { lastInsertRowid } = insertHeader.run(...ownerIds, ...fields, checksumOfChunk(chunk));
    const statuses = JSON.stringify(chunk.statuses);
    insertBytes.run(lastInsertRowid, chunk.pyramid, chunk.qualities, statuses, chunk.times, chunk.values);
  };
}

const PAGE = 512;

type PageParameters = [
  ownerId: number,
  afterMs: number,
  afterId: number,
  toMs: number,
  fromMs: number,
  importId: number,
];

const pageStatement = (kind: SeriesKind): ((db: Database) => Statement<PageParameters, HeaderRow>) => {
  const table = TABLES[kind];
  const isVisible =
    kind === 'readings'
      ? `import_id IN (SELECT id FROM imports WHERE state = 'committed' OR id = ?)`
      : // Every run is listed; the number is bound all the same.
        '? IS NOT NULL';
  return statementOf(
    `SELECT id, ${table.layer}, ${COLUMN_NAMES} FROM ${table.chunks}
     WHERE ${table.owner} = ? AND (first_ms, id) > (?, ?) AND first_ms <= ? AND last_ms >= ? AND ${isVisible}
     ORDER BY first_ms, id LIMIT ${PAGE}`,
  );
};

const pages = { readings: pageStatement('readings'), scores: pageStatement('scores') };

/**
 * Headers of the committed chunks of a series that touch the range, by first time, fetched a page at a time. `importId`: an
 * import whose chunks are listed as if it were committed.
 */
export function* listChunks(
  db: Database,
  series: SeriesId,
  fromMs: number,
  toMs: number,
  importId = 0,
): Generator<StoredChunk> {
  const page = pages[series.kind](db).raw();
  let afterMs = Number.NEGATIVE_INFINITY;
  let afterId = 0;
  for (;;) {
    const rows = page.all(series.ownerId, afterMs, afterId, toMs, fromMs, importId);
    for (const row of rows) {
      const chunk = mapRow(row);
      yield chunk;
      afterMs = chunk.header.firstMs;
      afterId = chunk.id;
    }
    if (rows.length < PAGE) return;
  }
}

/** All chunks of one tag in one import, committed or not, by first time. */
export function listImportChunks(db: Database, importId: number, tagId: number): StoredChunk[] {
  return db
    .prepare<[number, number], HeaderRow>(
      `SELECT id, import_id, ${COLUMN_NAMES} FROM chunks WHERE import_id = ? AND tag_id = ? ORDER BY first_ms, id`,
    )
    .raw()
    .all(importId, tagId)
    .map(mapRow);
}

/** Whether chunks of one tag in one import overlap in time. */
export function hasOverlaps(db: Database, importId: number, tagId: number): boolean {
  const ranges = db
    .prepare<[number, number], [firstMs: number, lastMs: number]>(
      'SELECT first_ms, last_ms FROM chunks WHERE import_id = ? AND tag_id = ? ORDER BY first_ms, id',
    )
    .raw();
  let endMs = -Infinity;
  for (const [firstMs, lastMs] of ranges.iterate(importId, tagId)) {
    if (firstMs <= endMs) return true;
    endMs = lastMs;
  }
  return false;
}

/** Chunks of all series of a kind by number, committed or not. */
export const listChunkPage = (
  db: Database,
  kind: SeriesKind,
  afterId: number,
  limit: number,
): StoredChunk[] =>
  db
    .prepare<[number, number], HeaderRow>(
      `SELECT id, ${TABLES[kind].layer}, ${COLUMN_NAMES} FROM ${TABLES[kind].chunks} WHERE id > ? ORDER BY id LIMIT ?`,
    )
    .raw()
    .all(afterId, limit)
    .map(mapRow);

/** Which chunk it is, in words. */
export function describeChunkPlace(
  db: Database,
  kind: SeriesKind,
  { id, layer, header }: StoredChunk,
): string {
  const owner =
    kind === 'readings'
      ? 'SELECT tags.name FROM chunks JOIN tags ON tags.id = tag_id WHERE chunks.id = ?'
      : 'SELECT run_id FROM score_chunks WHERE id = ?';
  const name = db.prepare<[number], string | number>(owner).pluck().get(id) ?? 'unknown';
  const from =
    Math.abs(header.firstMs) <= 8.64e15 ? new Date(header.firstMs).toISOString() : String(header.firstMs);
  return kind === 'readings'
    ? `Readings of tag "${name}" from ${from} (import #${layer}, chunk ${id})`
    : `Scores of run ${name} from ${from} (chunk ${id})`;
}

interface BytesRow {
  readonly pyramid: Uint8Array;
  readonly qualities: Uint8Array;
  readonly statuses: string;
  readonly times: Uint8Array;
  readonly values: Uint8Array;
}

const statusTexts = z.array(z.string());

function parseStatuses(json: string): readonly string[] {
  if (json === '[]') return [];
  try {
    return statusTexts.parse(JSON.parse(json));
  } catch {
    throw damaged('its status texts');
  }
}

/** Reads the bytes that go with a header. Throws `storage` where they are not those that were written. */
export function createChunkLoader(db: Database, kind: SeriesKind): (chunk: StoredChunk) => EncodedChunk {
  const select = db.prepare<[number], BytesRow>(
    `SELECT pyramid, qualities, statuses, times, "values" FROM ${TABLES[kind].bytes} WHERE chunk_id = ?`,
  );
  return ({ id, header, checksum }) => {
    const row = select.get(id);
    if (row === undefined) throw damaged('its bytes are gone');
    const chunk = { ...row, header, statuses: parseStatuses(row.statuses) };
    if (checksumOfChunk(chunk) !== checksum) throw damaged('its checksum is wrong');
    return chunk;
  };
}

/**
 * Reads times and values alone, decoded: all that a chart needs. What it returns is valid until it is called with another
 * chunk; asked for the same one again, it has it still.
 */
export function createReadingsLoader(
  db: Database,
  kind: SeriesKind,
): (chunk: StoredChunk) => { timesMs: Float64Array; values: Float64Array } {
  const select = db
    .prepare<[number], [times: Uint8Array, values: Uint8Array]>(
      `SELECT times, "values" FROM ${TABLES[kind].bytes} WHERE chunk_id = ?`,
    )
    .raw();
  const timesRoom = new Float64Array(CHUNK_READINGS);
  const valuesRoom = new Float64Array(CHUNK_READINGS);
  // Not by its number, which another chunk may have later.
  let before: StoredChunk | null = null;
  return (chunk) => {
    const { id, header } = chunk;
    const count = header.readingCount;
    if (count > CHUNK_READINGS) throw damaged(`a count of ${count} readings`);
    const timesMs = timesRoom.subarray(0, count);
    const values = valuesRoom.subarray(0, count);
    if (before === chunk) return { timesMs, values };
    before = null;
    const row = select.get(id);
    if (row === undefined) throw damaged('its bytes are gone');
    decodeTimes(row[0], count, timesMs);
    // Older formats are decoded elsewhere.
    const decoded = decodeValues(row[1], count, values);
    if (decoded !== values) values.set(decoded);
    before = chunk;
    return { timesMs, values };
  };
}

/** Reads the pyramid alone. */
export function createPyramidLoader(db: Database, kind: SeriesKind): (chunk: StoredChunk) => Uint8Array {
  const select = db
    .prepare<[number], Uint8Array>(`SELECT pyramid FROM ${TABLES[kind].bytes} WHERE chunk_id = ?`)
    .pluck();
  return ({ id }) => {
    const pyramid = select.get(id);
    if (pyramid === undefined) throw damaged('its pyramid is gone');
    return pyramid;
  };
}
