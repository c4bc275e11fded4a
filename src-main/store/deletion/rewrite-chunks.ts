import type { Database } from 'better-sqlite3';
import { CHUNK_READINGS, type EncodedChunk } from '@core/chunks/chunk.ts';
import { decodeChunk } from '@core/chunks/decode-chunk.ts';
import { encodeChunk } from '@core/chunks/encode-chunk.ts';
import { createReadingBuffer } from '@core/chunks/reading-buffer.ts';
import {
  createChunkInserter,
  createChunkLoader,
  listImportChunks,
  type StoredChunk,
} from '../readings/chunk-table.ts';
import { relaxed } from '../file/open-database.ts';
import { noteChange } from '../readings/series-segments.ts';
import { takeTurns } from '../take-turns.ts';

/** A compaction that can be watched and ended between its steps. */
export interface Watch {
  tell(share: number, label: string): void;
  isCancelled(): boolean;
}

/** A chunk is written anew when it becomes smaller by this share. */
const WORTH_SHARE = 0.9;

/** Groups of chunks looked at in one transaction: some tens of milliseconds where they are written anew. */
const GROUPS_A_STEP = 8;
interface ChunkColumn {
  readonly importId: number;
  readonly tagId: number;
  readonly chunkCount: number;
}

const listColumns = (db: Database): ChunkColumn[] =>
  db
    .prepare<[], ChunkColumn>(
      `SELECT import_id AS importId, tag_id AS tagId, count(*) AS chunkCount FROM chunks
       WHERE import_id IN (SELECT id FROM imports WHERE state = 'committed') GROUP BY 1, 2`,
    )
    .all();

/** Chunks of earlier versions in today's encoding, and small neighbours joined. How many were replaced. */
export async function rewriteChunks(db: Database, watch: Watch, toShare: number): Promise<number> {
  const columns = listColumns(db);
  const total = columns.reduce((sum, { chunkCount }) => sum + chunkCount, 0);
  let seen = 0;
  let replaced = 0;
  for (const { importId, tagId } of columns) {
    if (watch.isCancelled()) return replaced;
    const groups = [...groupSmall(listImportChunks(db, importId, tagId))];
    for (let at = 0; at < groups.length && !watch.isCancelled(); at += GROUPS_A_STEP) {
      const step = groups.slice(at, at + GROUPS_A_STEP);
      replaced += relaxed(db, () =>
        db
          .transaction(() => step.reduce((sum, group) => sum + rewriteGroup(db, tagId, group), 0))
          .immediate(),
      );
      seen += step.reduce((sum, group) => sum + group.length, 0);
      watch.tell((toShare * seen) / total, 'Writing chunks anew');
      await takeTurns();
    }
  }
  return replaced;
}

/**
 * Chunks of one tag in one import that fit together as one, or one that may shrink. How many were replaced; none where
 * they are not there any more.
 */
function rewriteGroup(db: Database, tagId: number, group: readonly StoredChunk[]): number {
  const [first] = group;
  // The number of a chunk that went may have been given again.
  const isThere = db.prepare<[number, number, number, number]>(
    `SELECT 1 FROM chunks JOIN imports ON imports.id = import_id
     WHERE chunks.id = ? AND tag_id = ? AND import_id = ? AND checksum = ? AND state = 'committed'`,
  );
  if (
    first === undefined ||
    group.some(({ id, layer, checksum }) => isThere.get(id, tagId, layer, checksum) === undefined)
  )
    return 0;
  const old = group.map(createChunkLoader(db, 'readings'));
  if (group.length === 1 && !isEarlier(old[0])) return 0;
  const fresh = joined(old);
  if (fresh.length >= old.length && sizeOf(fresh) > sizeOf(old) * WORTH_SHARE) return 0;
  noteChange(db, tagId);
  const insert = createChunkInserter(db, 'readings');
  const remove = db.prepare('DELETE FROM chunks WHERE id = ?');
  for (const chunk of fresh) insert(tagId, first.layer, chunk);
  for (const { id } of group) remove.run(id);
  return group.length;
}

/** Neighbours that are no more than one chunk together. Chunks of an import do not overlap. */
function* groupSmall(chunks: readonly StoredChunk[]): Generator<StoredChunk[]> {
  let group: StoredChunk[] = [];
  let count = 0;
  for (const chunk of chunks) {
    if (group.length > 0 && count + chunk.header.readingCount > CHUNK_READINGS) {
      yield group;
      group = [];
      count = 0;
    }
    group.push(chunk);
    count += chunk.header.readingCount;
  }
  if (group.length > 0) yield group;
}

function joined(chunks: readonly EncodedChunk[]): EncodedChunk[] {
  const buffer = createReadingBuffer();
  const fresh: EncodedChunk[] = [];
  const flush = (): void => {
    if (buffer.count > 0) fresh.push(encodeChunk(buffer.peek()));
    buffer.clear();
  };
  for (const chunk of chunks) {
    const block = decodeChunk(chunk);
    for (let at = 0; at < block.timesMs.length;) {
      const taken = buffer.add(block, at, block.timesMs.length);
      at += taken;
      if (taken === 0 || buffer.count === CHUNK_READINGS) flush();
    }
  }
  flush();
  return fresh;
}

const sizeOf = (chunks: readonly EncodedChunk[]): number =>
  chunks.reduce(
    (sum, { pyramid, times, values, qualities }) =>
      sum + pyramid.byteLength + times.byteLength + values.byteLength + qualities.byteLength,
    0,
  );

/** Formats that are no longer written, by the first byte. */
const EARLIER = { values: [1, 2, 3], times: [2], pyramid: [1] } as const;

const isEarlier = (chunk: EncodedChunk | undefined): boolean =>
  chunk !== undefined &&
  (['values', 'times', 'pyramid'] as const).some((field) =>
    EARLIER[field].some((format) => format === chunk[field][0]),
  );
