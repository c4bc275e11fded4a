import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import type { CallOutput } from '@shared/contract/contract.ts';
import type { TimeRange } from './delete-portion.ts';
import type { Author } from '../runs/labels.ts';
import { notFound } from '../storage-failure.ts';

export type Deletion = CallOutput<'deletions.list'>[number];

/** What a deletion still needs to know, and what it has seen so far. */
const pendingState = z.object({ importIds: z.array(z.number()), touchedTags: z.array(z.string()) });
const tagNames = z.array(z.string());

export interface PendingDeletion {
  readonly plantId: number;
  /** Of the tags that were asked for. */
  readonly names: readonly string[];
  readonly range: TimeRange;
  /** Those that lose readings. */
  readonly importIds: readonly number[];
  /** Tags of which some went already. */
  readonly touchedTags: readonly string[];
  /** Readings that went already. */
  readonly readingCount: number;
}

/** Saves what is to go. Returns the number of the deletion. Call in a transaction. */
export function insertDeletion(
  db: Database,
  { plantId, names, range, importIds }: Omit<PendingDeletion, 'touchedTags' | 'readingCount'>,
  reason: Deletion['reason'],
  { name, nowMs }: Author,
): number {
  const { lastInsertRowid } = db
    .prepare(
      `INSERT INTO deletions (plant_id, reason, tag_names, from_ms, to_ms, reading_count, deleted_ms, deleted_by, pending)
       VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?)`,
    )
    .run(
      plantId,
      reason,
      JSON.stringify(names),
      Number.isFinite(range.fromMs) ? range.fromMs : null,
      range.toMs,
      nowMs,
      name,
      JSON.stringify({ importIds, touchedTags: [] }),
    );
  return Number(lastInsertRowid);
}

interface PendingRow {
  readonly plantId: number;
  readonly tagNames: string;
  readonly fromMs: number | null;
  readonly toMs: number;
  readonly readingCount: number;
  readonly pending: string;
}

/** Throws `not-found` for one that is complete. */
export function getPending(db: Database, id: number): PendingDeletion {
  const row = db
    .prepare<[number], PendingRow>(
      `SELECT plant_id AS plantId, tag_names AS tagNames, from_ms AS fromMs, to_ms AS toMs, reading_count AS readingCount, pending
       FROM deletions WHERE id = ? AND pending IS NOT NULL`,
    )
    .get(id);
  if (row === undefined) throw notFound(`Deletion ${id}`);
  return {
    plantId: row.plantId,
    names: tagNames.parse(JSON.parse(row.tagNames)),
    range: { fromMs: row.fromMs ?? -Infinity, toMs: row.toMs },
    readingCount: row.readingCount,
    ...pendingState.parse(JSON.parse(row.pending)),
  };
}

export const listPending = (
  db: Database,
): { readonly id: number; readonly plantId: number; readonly plantName: string }[] =>
  db
    .prepare<[], { id: number; plantId: number; plantName: string }>(
      `SELECT deletions.id, plants.id AS plantId, plants.name AS plantName FROM deletions JOIN plants ON plants.id = plant_id
       WHERE pending IS NOT NULL ORDER BY deletions.id`,
    )
    .all();

/** Completes the record; where there was nothing to delete, none is kept. Call in a transaction. */
export function endDeletion(
  db: Database,
  id: number,
  touched: readonly string[],
): CallOutput<'readings.deleteRange'> {
  if (touched.length === 0) {
    dropDeletion(db, id);
    return { readingCount: 0, tagCount: 0 };
  }
  const readingCount = db
    .prepare<[string, number], number>(
      'UPDATE deletions SET pending = NULL, tag_names = ? WHERE id = ? RETURNING reading_count',
    )
    .pluck()
    .get(JSON.stringify(touched), id);
  return { readingCount: readingCount ?? 0, tagCount: touched.length };
}

export const dropDeletion = (db: Database, id: number): void => {
  db.prepare('DELETE FROM deletions WHERE id = ?').run(id);
};

/** What was deleted of a plant, the newest first, and what is being deleted. */
export const listDeletions = (db: Database, plantId: number): Deletion[] =>
  db
    .prepare<[number], Omit<Deletion, 'tagNames' | 'isComplete'> & { tagNames: string; isComplete: number }>(
      `SELECT id, reason, tag_names AS tagNames, from_ms AS fromMs, to_ms AS toMs, reading_count AS readingCount,
         deleted_ms AS deletedMs, deleted_by AS deletedBy, pending IS NULL AS isComplete
       FROM deletions WHERE plant_id = ? ORDER BY id DESC LIMIT 1000`,
    )
    .all(plantId)
    .map((row) => ({
      ...row,
      tagNames: tagNames.parse(JSON.parse(row.tagNames)),
      isComplete: row.isComplete === 1,
    }));
