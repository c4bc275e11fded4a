import type { Database } from 'better-sqlite3';
import type { CallOutput } from '@shared/contract/contract.ts';
import type { Tag } from '@shared/contract/plants.ts';
import { AppFailure } from '@shared/errors.ts';
import { isDamagedChunk } from '../safety/damage.ts';
import { type DeletedPortion, deletePortion, type TimeRange } from './delete-portion.ts';
import { deletionFailure } from './deletion-failure.ts';
import { type Deletion, endDeletion, getPending, insertDeletion, listPending } from './deletion-record.ts';
import type { Author } from '../runs/labels.ts';
import { relaxed } from '../file/open-database.ts';
import { getPlant } from '../plants.ts';
import { isDiskFull, notFound } from '../storage-failure.ts';
import { listTags } from '../tags.ts';
import { takeTurns } from '../take-turns.ts';

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
 * readings as they are read. Throws `not-found`, `invalid-input`; what stops it part-way comes with what is gone by then.
 */
export async function deleteRange(
  db: Database,
  range: DeletedRange,
  reason: Deletion['reason'],
  author: Author,
): Promise<Deleted> {
  const id = beginDeletion(db, range, reason, author);
  try {
    const steps = deletionSteps(db, id);
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
      await takeTurns();
    }
  } catch (caught) {
    if (!db.open) throw caught;
    throw deletionFailure(db, id, caught);
  }
}

/** Completes the deletions that were cut off, those it can. What was done and what was not, in sentences. */
export function completeDeletions(db: Database): string[] {
  return listPending(db).map(({ id, plantName }) => {
    const told = `A deletion of readings of ${plantName} was cut off`;
    try {
      const steps = deletionSteps(db, id);
      while (steps.next().done !== true);
      return `${told}. It has been completed.`;
    } catch (caught) {
      if (isDiskFull(caught))
        return `${told} and could not be completed: the disk is full. Free some space; the next start completes it.`;
      if (!isDamagedChunk(caught)) throw caught;
      return `${told} and could not be completed: ${caught.message} It is tried again at every start; a full check (File, Backups and Checks) says which chunk it is.`;
    }
  });
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

function beginDeletion(
  db: Database,
  range: DeletedRange,
  reason: Deletion['reason'],
  author: Author,
): number {
  const { plantId } = range;
  return db
    .transaction(() => {
      const tagIds = new Set(tagsOfRange(db, range));
      const names = listTags(db, plantId).flatMap((tag) => (tagIds.has(tag.id) ? [tag.name] : []));
      const importIds = committedImports(db, plantId);
      return insertDeletion(db, { plantId, names, range, importIds }, reason, author);
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

/** Each step is one transaction. */
function* deletionSteps(db: Database, id: number): Generator<undefined, Deleted> {
  const { plantId, names, range, importIds, touchedTags } = getPending(db, id);
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
