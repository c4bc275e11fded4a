import type { Database } from 'better-sqlite3';
import type { CallOutput } from '@shared/contract/contract.ts';
import type { EncodedChunk } from '@core/chunks/chunk.ts';
import { decodeChunk } from '@core/chunks/decode-chunk.ts';
import { encodeChunk } from '@core/chunks/encode-chunk.ts';
import { createReadingBuffer } from '@core/chunks/reading-buffer.ts';
import { CHUNK_READINGS } from '@core/chunks/chunk.ts';
import { createChunkInserter, createChunkLoader, listImportChunks, type StoredChunk } from './chunk-table.ts';
import { freeBytes } from './disk-space.ts';
import { relaxed } from './open-database.ts';
import { refreshTagStatistics } from './tags.ts';
import { diskFull } from './storage-failure.ts';
import type { Store } from './store.ts';
import { takeTurns } from './take-turns.ts';

/** A chunk is written anew when it becomes smaller by this share. */
const WORTH_SHARE = 0.9;

/**
 * Writes chunks of earlier versions in today's encoding, joins small neighbours of one import, makes the summaries anew and
 * gives free room of the file back to the disk. No reading changes. Each step is a transaction: a cut leaves what is
 * done. Throws `storage`, when the disk has not the room for a copy before anything is changed.
 */
export async function compactStore(store: Store): Promise<CallOutput<'store.compact'>> {
  const { writer } = store;
  const bytesBefore = store.databaseBytes();
  const free = freeBytes(store.folder);
  if (free !== null && free < bytesBefore * 2)
    throw diskFull(
      bytesBefore * 2,
      free,
      'Compacting needs room for a copy and its log. Nothing was changed.',
    );
  let rewrittenCount = 0;
  for (const { importId, tagId } of listColumns(writer)) {
    rewrittenCount += relaxed(writer, () =>
      writer.transaction(() => rewriteColumn(writer, importId, tagId)).immediate(),
    );
    await takeTurns();
  }
  for (const tagId of writer.prepare<[], number>('SELECT id FROM tags').pluck().all()) {
    writer.transaction(() => refreshTagStatistics(writer, tagId)).immediate();
    await takeTurns();
  }
  writer.exec('VACUUM');
  writer.pragma('wal_checkpoint(TRUNCATE)');
  return { bytesBefore, bytesAfter: store.databaseBytes(), rewrittenCount };
}

const listColumns = (db: Database): { importId: number; tagId: number }[] =>
  db
    .prepare<[], { importId: number; tagId: number }>(
      `SELECT DISTINCT import_id AS importId, tag_id AS tagId FROM chunks
       WHERE import_id IN (SELECT id FROM imports WHERE state = 'committed')`,
    )
    .all();

/** The chunks of one tag in one import: those that fit together as one, those that shrink alone. How many were replaced. */
function rewriteColumn(db: Database, importId: number, tagId: number): number {
  const load = createChunkLoader(db, 'readings');
  const insert = createChunkInserter(db, 'readings');
  const remove = db.prepare('DELETE FROM chunks WHERE id = ?');
  let replaced = 0;
  for (const neighbours of groupSmall(listImportChunks(db, importId, tagId))) {
    const [only] = neighbours;
    const old = neighbours.map(load);
    if (neighbours.length === 1 && only !== undefined && !isEarlier(old[0])) continue;
    const fresh = joined(old);
    if (fresh.length >= old.length && sizeOf(fresh) > sizeOf(old) * WORTH_SHARE) continue;
    for (const chunk of fresh) insert(tagId, importId, chunk);
    for (const chunk of neighbours) remove.run(chunk.id);
    replaced += neighbours.length;
  }
  return replaced;
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
