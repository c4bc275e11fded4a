import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import type { CallOutput } from '@shared/contract/contract.ts';
import type { Tag } from '@shared/contract/plants.ts';
import { AppFailure } from '@shared/errors.ts';
import { type DeletedPortion, deletePortion, type TimeRange } from './delete-portion.ts';
import type { Author } from './labels.ts';
import { relaxed } from './open-database.ts';
import { getPlant } from './plants.ts';
import { notFound } from './storage-failure.ts';
import { listTags } from './tags.ts';
import { takeTurns } from './take-turns.ts';

export type Deletion = CallOutput<'deletions.list'>[number];
type Deleted = CallOutput<'readings.deleteRange'>;

/** `fromMs`: -Infinity for all that is older. */
export interface DeletedRange extends TimeRange {
  readonly plantId: number;
  /** Null for all tags of the plant. */
  readonly tagIds: readonly number[] | null;
}

/**
 * Deletes the readings of a range for good, those that lie under later imports too, and records it. What was asked for is
 * saved first; then readings go in small steps, with other work between them. A deletion that is cut off is completed by
 * the next start. Imports committed meanwhile are not touched. An undo of an import does not bring readings back. Counts
 * readings as they are read. Throws `not-found`, `invalid-input`.
 */
export async function deleteRange(
  db: Database,
  range: DeletedRange,
  reason: Deletion['reason'],
  author: Author,
): Promise<Deleted> {
  const steps = deletionSteps(db, beginDeletion(db, range, reason, author));
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await takeTurns();
  }
}

/** Completes the deletions that were cut off. What was done, in sentences. */
export function completeDeletions(db: Database): string[] {
  const pending = db
    .prepare<[], { id: number; plantName: string }>(
      `SELECT deletions.id, plants.name AS plantName FROM deletions JOIN plants ON plants.id = plant_id
       WHERE pending IS NOT NULL ORDER BY deletions.id`,
    )
    .all();
  for (const { id } of pending) {
    const steps = deletionSteps(db, id);
    while (steps.next().done !== true);
  }
  return pending.map(
    ({ plantName }) => `A deletion of readings of ${plantName} was cut off. It has been completed.`,
  );
}

/** The tags of a range. Throws `not-found`, `invalid-input`. */
export function tagsOfRange(db: Database, { plantId, tagIds, fromMs, toMs }: DeletedRange): number[] {
  if (fromMs > toMs)
    throw new AppFailure({ kind: 'invalid-input', message: 'The range ends before it begins.' });
  getPlant(db, plantId);
  const known = listTags(db, plantId).map(({ id }) => id);
  const unknown = tagIds?.find((id) => !known.includes(id));
  if (unknown !== undefined) throw notFound(`Tag ${unknown} of plant ${plantId}`);
  return tagIds === null ? known : known.filter((id) => tagIds.includes(id));
}

/** Saves what is to go. Returns the number of the deletion. */
function beginDeletion(
  db: Database,
  range: DeletedRange,
  reason: Deletion['reason'],
  { name, nowMs }: Author,
): number {
  const { plantId, fromMs, toMs } = range;
  return db
    .transaction(() => {
      const tagIds = new Set(tagsOfRange(db, range));
      const names = listTags(db, plantId).flatMap((tag) => (tagIds.has(tag.id) ? [tag.name] : []));
      const { lastInsertRowid } = db
        .prepare(
          `INSERT INTO deletions (plant_id, reason, tag_names, from_ms, to_ms, reading_count, deleted_ms, deleted_by, pending)
           VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?)`,
        )
        .run(
          plantId,
          reason,
          JSON.stringify(names),
          Number.isFinite(fromMs) ? fromMs : null,
          toMs,
          nowMs,
          name,
          JSON.stringify({ importIds: committedImports(db, plantId), touchedTags: [] }),
        );
      return Number(lastInsertRowid);
    })
    .immediate();
}

const committedImports = (db: Database, plantId: number): number[] =>
  db
    .prepare<[number], number>(
      `SELECT id FROM imports WHERE plant_id = ? AND state = 'committed' ORDER BY id`,
    )
    .pluck()
    .all(plantId);

/** What a deletion still needs to know, and what it has seen so far. */
const pendingState = z.object({ importIds: z.array(z.number()), touchedTags: z.array(z.string()) });
const tagNames = z.array(z.string());

/** Each step is one transaction. */
function* deletionSteps(db: Database, id: number): Generator<undefined, Deleted> {
  const { plantId, names, range, importIds, touchedTags } = readPending(db, id);
  const imports = new Set(importIds);
  const touched = new Set(touchedTags);
  const count = db.prepare('UPDATE deletions SET reading_count = reading_count + ? WHERE id = ?');
  const note = db.prepare('UPDATE deletions SET pending = ? WHERE id = ?');
  const takeStep = (tag: Tag, atMs: number): DeletedPortion => {
    const portion = deletePortion(db, tag.id, range, atMs, imports);
    if (portion.readingCount > 0) count.run(portion.readingCount, id);
    if (portion.isTouched && !touched.has(tag.name)) {
      touched.add(tag.name);
      note.run(JSON.stringify({ importIds, touchedTags: [...touched] }), id);
    }
    return portion;
  };
  for (const tag of listTags(db, plantId).filter(({ name }) => names.includes(name))) {
    for (let at: number | null = range.fromMs; at !== null;) {
      const from: number = at;
      at = relaxed(db, () => db.transaction(() => takeStep(tag, from)).immediate()).nextMs;
      yield;
    }
  }
  return db.transaction(() => endDeletion(db, id, [...touched])).immediate();
}

interface PendingRow {
  readonly plantId: number;
  readonly tagNames: string;
  readonly fromMs: number | null;
  readonly toMs: number;
  readonly pending: string;
}

function readPending(db: Database, id: number) {
  const row = db
    .prepare<[number], PendingRow>(
      `SELECT plant_id AS plantId, tag_names AS tagNames, from_ms AS fromMs, to_ms AS toMs, pending
       FROM deletions WHERE id = ? AND pending IS NOT NULL`,
    )
    .get(id);
  if (row === undefined) throw notFound(`Deletion ${id}`);
  return {
    plantId: row.plantId,
    names: tagNames.parse(JSON.parse(row.tagNames)),
    range: { fromMs: row.fromMs ?? -Infinity, toMs: row.toMs },
    ...pendingState.parse(JSON.parse(row.pending)),
  };
}

/** Completes the record; where there was nothing to delete, none is kept. */
function endDeletion(db: Database, id: number, touched: readonly string[]): Deleted {
  if (touched.length === 0) {
    db.prepare('DELETE FROM deletions WHERE id = ?').run(id);
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

/** What was deleted of a plant, the newest first. */
export const listDeletions = (db: Database, plantId: number): Deletion[] =>
  db
    .prepare<[number], Omit<Deletion, 'tagNames'> & { tagNames: string }>(
      `SELECT id, reason, tag_names AS tagNames, from_ms AS fromMs, to_ms AS toMs, reading_count AS readingCount,
         deleted_ms AS deletedMs, deleted_by AS deletedBy
       FROM deletions WHERE plant_id = ? AND pending IS NULL ORDER BY id DESC LIMIT 1000`,
    )
    .all(plantId)
    .map((row) => ({ ...row, tagNames: tagNames.parse(JSON.parse(row.tagNames)) }));
