import type { Database } from 'better-sqlite3';
import type { ReadingBlock } from '@core/reading-block.ts';
import { decodeChunk } from '@core/chunks/decode-chunk.ts';
import { encodeChunk } from '@core/chunks/encode-chunk.ts';
import {
  createChunkInserter,
  createChunkLoader,
  listChunks,
  type StoredChunk,
} from '../readings/chunk-table.ts';
import { cutToRange } from '../readings/series-groups.ts';
import { refreshTagStatistics } from '../tags.ts';

/** Chunks of a step: some milliseconds of work. */
const CHUNKS_A_STEP = 64;

export interface DeletedPortion {
  /** Readings that went, as they were read. */
  readonly readingCount: number;
  /** There were readings in the portion, perhaps under later imports. */
  readonly isTouched: boolean;
  /** Where the next portion begins; null when none is left. */
  readonly nextMs: number | null;
}

/** Both ends included. */
export interface TimeRange {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * Deletes readings of one tag in a range, of some imports, from `atMs` on: chunks inside go, one that reaches over an end
 * of the range is cut. Call in a transaction, again from `nextMs` on.
 */
export function deletePortion(
  db: Database,
  tagId: number,
  range: TimeRange,
  atMs: number,
  imports: ReadonlySet<number>,
): DeletedPortion {
  const { fromMs, toMs } = range;
  const { chunks, nextMs } = nextChunks(db, tagId, range, atMs, imports);
  const load = createChunkLoader(db, 'readings');
  const insert = createChunkInserter(db, 'readings');
  const remove = db.prepare('DELETE FROM chunks WHERE id = ?');
  const count = db.prepare('UPDATE imports SET deleted_count = deleted_count + ? WHERE id = ?');
  let firstMs = Infinity;
  let lastMs = -Infinity;
  for (const chunk of chunks) {
    const { header } = chunk;
    let kept = 0;
    if (header.firstMs < fromMs || header.lastMs > toMs) {
      const parts = partsOutside(decodeChunk(load(chunk)), fromMs, toMs);
      kept = parts.reduce((sum, part) => sum + part.timesMs.length, 0);
      if (kept === header.readingCount) continue;
      for (const part of parts) insert(tagId, chunk.layer, encodeChunk(part));
    }
    remove.run(chunk.id);
    count.run(header.readingCount - kept, chunk.layer);
    firstMs = Math.min(firstMs, header.firstMs);
    lastMs = Math.max(lastMs, header.lastMs);
  }
  if (firstMs > lastMs) return { readingCount: 0, isTouched: false, nextMs };
  const before = readCount(db, tagId);
  refreshTagStatistics(db, tagId, Math.max(firstMs, fromMs), Math.min(lastMs, toMs));
  return { readingCount: before - readCount(db, tagId), isTouched: true, nextMs };
}

/** The next chunks in the range, and the first time of the one after them. Those that reach over an end are not counted: they may stay. */
function nextChunks(
  db: Database,
  tagId: number,
  { fromMs, toMs }: TimeRange,
  atMs: number,
  imports: ReadonlySet<number>,
): { readonly chunks: StoredChunk[]; readonly nextMs: number | null } {
  const chunks: StoredChunk[] = [];
  let insideCount = 0;
  for (const chunk of listChunks(db, { kind: 'readings', ownerId: tagId }, atMs, toMs)) {
    if (!imports.has(chunk.layer)) continue;
    if (insideCount >= CHUNKS_A_STEP) return { chunks, nextMs: chunk.header.firstMs };
    chunks.push(chunk);
    if (chunk.header.firstMs >= fromMs && chunk.header.lastMs <= toMs) insideCount++;
  }
  return { chunks, nextMs: null };
}

/** The readings of a chunk before and after the range. */
const partsOutside = (block: ReadingBlock, fromMs: number, toMs: number): ReadingBlock[] => [
  ...cutToRange([block], -Infinity, block.timesMs.findLast((time) => time < fromMs) ?? -Infinity),
  ...cutToRange([block], block.timesMs.find((time) => time > toMs) ?? Infinity, Infinity),
];

const readCount = (db: Database, tagId: number): number =>
  db.prepare<[number], number>('SELECT reading_count FROM tags WHERE id = ?').pluck().get(tagId) ?? 0;
