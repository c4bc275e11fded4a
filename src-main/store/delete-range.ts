import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import type { CallOutput } from '@shared/contract/contract.ts';
import { AppFailure } from '@shared/errors.ts';
import { decodeChunk } from '@core/chunks/decode-chunk.ts';
import { encodeChunk } from '@core/chunks/encode-chunk.ts';
import { createChunkInserter, createChunkLoader, listChunks, type StoredChunk } from './chunk-table.ts';
import { getPlant } from './plants.ts';
import { cutToRange } from './series-groups.ts';
import { notFound } from './storage-failure.ts';
import { listTags, refreshTagStatistics } from './tags.ts';

export type Deletion = CallOutput<'deletions.list'>[number];

export interface DeletedRange {
  readonly plantId: number;
  /** Null for all tags of the plant. */
  readonly tagIds: readonly number[] | null;
  /** Both ends included; -Infinity for all that is older. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly reason: Deletion['reason'];
}

/**
 * Deletes the readings of a range for good, those that lie under later imports too, in one transaction, and records it.
 * An undo of an import does not bring them back. Counts readings as they are read. Throws `not-found`, `invalid-input`.
 */
export function deleteRange(
  db: Database,
  range: DeletedRange,
  nowMs: number,
): CallOutput<'readings.deleteRange'> {
  return db.transaction(() => applyDeletion(db, range, nowMs)).immediate();
}

/** What `deleteRange` would answer; nothing is changed. */
export function countRange(db: Database, range: DeletedRange): CallOutput<'readings.deleteRange'> {
  db.exec('BEGIN IMMEDIATE');
  try {
    return applyDeletion(db, range, 0);
  } finally {
    db.exec('ROLLBACK');
  }
}

function applyDeletion(db: Database, range: DeletedRange, nowMs: number): CallOutput<'readings.deleteRange'> {
  const { plantId, fromMs, toMs, reason } = range;
  if (fromMs > toMs)
    throw new AppFailure({ kind: 'invalid-input', message: 'The range ends before it begins.' });
  getPlant(db, plantId);
  const tags = listTags(db, plantId);
  const chosen = range.tagIds === null ? tags : tags.filter(({ id }) => range.tagIds?.includes(id));
  const unknown = range.tagIds?.find((id) => !tags.some((tag) => tag.id === id));
  if (unknown !== undefined) throw notFound(`Tag ${unknown} of plant ${plantId}`);
  const touched: string[] = [];
  let readingCount = 0;
  for (const { id, name, readingCount: before } of chosen) {
    if (!deleteOfTag(db, id, fromMs, toMs)) continue;
    refreshTagStatistics(db, id, fromMs, toMs);
    touched.push(name);
    readingCount += before - readCount(db, id);
  }
  if (touched.length > 0)
    db.prepare(
      `INSERT INTO deletions (plant_id, reason, tag_names, from_ms, to_ms, reading_count, deleted_ms)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    ).run(
      plantId,
      reason,
      JSON.stringify(touched),
      Number.isFinite(fromMs) ? fromMs : null,
      toMs,
      readingCount,
      nowMs,
    );
  return { readingCount, tagCount: touched.length };
}

const readCount = (db: Database, tagId: number): number =>
  db.prepare<[number], number>('SELECT reading_count FROM tags WHERE id = ?').pluck().get(tagId) ?? 0;

/** Deletes chunks, or cuts what is in the range out of them. True when there were any. */
function deleteOfTag(db: Database, tagId: number, fromMs: number, toMs: number): boolean {
  const chunks = [...listChunks(db, { kind: 'readings', ownerId: tagId }, fromMs, toMs)];
  const load = createChunkLoader(db, 'readings');
  const insert = createChunkInserter(db, 'readings');
  const remove = db.prepare('DELETE FROM chunks WHERE id = ?');
  const count = db.prepare('UPDATE imports SET deleted_count = deleted_count + ? WHERE id = ?');
  let isTouched = false;
  for (const chunk of chunks) {
    const { firstMs, lastMs, readingCount } = chunk.header;
    let kept = 0;
    if (firstMs < fromMs || lastMs > toMs) {
      const parts = outside(chunk, load, fromMs, toMs);
      kept = parts.reduce((sum, part) => sum + part.timesMs.length, 0);
      if (kept === readingCount) continue;
      for (const part of parts) insert(tagId, chunk.layer, encodeChunk(part));
    }
    remove.run(chunk.id);
    count.run(readingCount - kept, chunk.layer);
    isTouched = true;
  }
  return isTouched;
}

/** The readings of a chunk before and after the range. */
function outside(
  chunk: StoredChunk,
  load: ReturnType<typeof createChunkLoader>,
  fromMs: number,
  toMs: number,
) {
  const block = decodeChunk(load(chunk));
  return [
    ...cutToRange([block], -Infinity, before(block.timesMs, fromMs)),
    ...cutToRange([block], after(block.timesMs, toMs), Infinity),
  ];
}

const before = (timesMs: Float64Array, limitMs: number): number =>
  timesMs.findLast((time) => time < limitMs) ?? -Infinity;
const after = (timesMs: Float64Array, limitMs: number): number =>
  timesMs.find((time) => time > limitMs) ?? Infinity;

const tagNames = z.array(z.string());

/** What was deleted of a plant, the newest first. */
export const listDeletions = (db: Database, plantId: number): Deletion[] =>
  db
    .prepare<[number], Omit<Deletion, 'tagNames'> & { tagNames: string }>(
      `SELECT id, reason, tag_names AS tagNames, from_ms AS fromMs, to_ms AS toMs, reading_count AS readingCount,
         deleted_ms AS deletedMs FROM deletions WHERE plant_id = ? ORDER BY id DESC LIMIT 1000`,
    )
    .all(plantId)
    .map((row) => ({ ...row, tagNames: tagNames.parse(JSON.parse(row.tagNames)) }));
