import type { Database } from 'better-sqlite3';
import { IS_OPEN, plantOfOpen } from './imports.ts';
import { relaxed } from '../file/open-database.ts';
import { removePlantOfImport } from './new-plant.ts';
import { removeUnusedTags } from '../tags.ts';
import type { Store } from '../store.ts';
import { toStoreError } from '../storage-failure.ts';
import { takeTurns } from '../take-turns.ts';

/**
 * An import that has ended and is not in the store was cancelled, cut off or taken back. Nobody sees it; what is left of it
 * is cleared away behind the answer, in small steps, and by the next start where the program ends before.
 */
const OPEN_OF_PLANT = `SELECT 1 FROM imports WHERE ${IS_OPEN} AND plant_id =`;

/** The last of an import goes with tags that hold nothing, which another import of the plant may be about to write to. */
const NEXT_ENDED = `
  SELECT ended.id, ended.plant_id AS plantId FROM imports AS ended
  WHERE ended.state = 'loading' AND ended.finished_ms IS NOT NULL
    AND (EXISTS (SELECT 1 FROM chunks WHERE import_id = ended.id) OR NOT EXISTS (${OPEN_OF_PLANT} ended.plant_id))
  ORDER BY ended.id LIMIT 1`;

interface EndedImport {
  readonly id: number;
  readonly plantId: number;
}

/** Chunks that go in one transaction: some 30 ms. */
const CHUNKS_A_STEP = 500;

/** Ends an import that is being written, for good and at once. Does nothing for one that is gone; throws `conflict` for one that is finished. */
export function endImport(db: Database, importId: number, nowMs: number): void {
  if (plantOfOpen(db, importId) !== null)
    db.prepare('UPDATE imports SET finished_ms = ? WHERE id = ?').run(nowMs, importId);
}

/** Each step is some transactions. Other work may close the store between two of them. */
function* clearingSteps(db: Database): Generator<undefined> {
  const next = db.prepare<[], EndedImport>(NEXT_ENDED);
  const isBusy = db.prepare<[number]>(`${OPEN_OF_PLANT} ?`);
  while (db.open) {
    const ended = next.get();
    if (ended === undefined) return;
    const isMore = relaxed(db, () => deleteSomeChunks(db, ended.id));
    if (!isMore && isBusy.get(ended.plantId) === undefined) clearRow(db, ended);
    yield;
  }
}

/** True while there are chunks left. */
function deleteSomeChunks(db: Database, importId: number): boolean {
  const { changes } = db
    .prepare('DELETE FROM chunks WHERE id IN (SELECT id FROM chunks WHERE import_id = ? LIMIT ?)')
    .run(importId, CHUNKS_A_STEP);
  return changes === CHUNKS_A_STEP;
}

/** The import itself, with tags and a plant that came with it and hold nothing. */
function clearRow(db: Database, { id, plantId }: EndedImport): void {
  db.transaction(() => {
    db.prepare('DELETE FROM imports WHERE id = ?').run(id);
    removeUnusedTags(db, plantId);
    removePlantOfImport(db, id, plantId);
  }).immediate();
}

/** Clears for this long at most, in one go. */
export function clearEndedNow(db: Database, forMs: number): void {
  const endMs = performance.now() + forMs;
  const steps = clearingSteps(db);
  while (steps.next().done !== true && performance.now() < endMs);
}

/** Clears in turns with other work, the first step at once. Whether there was anything. */
export async function clearEnded(db: Database): Promise<boolean> {
  let isCleared = false;
  for (const steps = clearingSteps(db); steps.next().done !== true; isCleared = true) await takeTurns();
  return isCleared;
}

/** What stops the clearing leaves the rest unseen, for the next import or the next start to try. */
function leaveRest(caught: unknown): false {
  if (toStoreError(caught).kind !== 'storage') throw caught;
  return false;
}

/** As `clearEnded`; leaves the rest where something stops it. */
export const clearEndedQuietly = (db: Database): Promise<boolean> => clearEnded(db).catch(leaveRest);

/** As `clearEndedNow`; leaves the rest where something stops it. */
export function clearBeforeClosing(db: Database, forMs: number): void {
  try {
    clearEndedNow(db, forMs);
  } catch (caught) {
    leaveRest(caught);
  }
}

/** Clears behind an answer, and announces the tags: those that came with the import and hold nothing are gone with the last of it. */
export function clearBehind({ writer, onChanged }: Pick<Store, 'writer' | 'onChanged'>): void {
  void clearEndedQuietly(writer).then((isCleared) => {
    if (isCleared && writer.open) onChanged({ plantId: null, what: 'tags' });
  });
}
