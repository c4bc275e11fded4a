import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { countOf } from '@core/csv/messages.ts';
import { deletePortion } from '../deletion/delete-portion.ts';

/** What a backup held before anything was laid over it. */
export interface HeldRecords {
  readonly importIds: ReadonlySet<number>;
  readonly deletionIds: ReadonlySet<number>;
}

/**
 * Takes back again the imports of a backup that were taken back after it, as the records say that were copied. What was
 * done, in sentences. Their tags have to be counted anew. Call in a transaction.
 */
export function undoAgain(db: Database, { importIds }: HeldRecords): string[] {
  const undone = db
    .prepare<[], { id: number; fileName: string }>(
      `SELECT imports.id, imports.file_name AS fileName FROM imports JOIN undone_imports USING (id) ORDER BY imports.id`,
    )
    .all()
    .filter(({ id }) => importIds.has(id));
  for (const { id } of undone) {
    db.prepare('DELETE FROM known_events WHERE import_id = ?').run(id);
    db.prepare('DELETE FROM chunks WHERE import_id = ?').run(id);
    db.prepare('DELETE FROM imports WHERE id = ?').run(id);
  }
  const names = undone.map(({ id, fileName }) => `${fileName} (import #${id})`);
  return names.length > 0 ? [`Taken back after it, and again now: ${names.join(', ')}.`] : [];
}

interface DeletionRow {
  readonly id: number;
  readonly plantId: number;
  readonly plantName: string;
  readonly tagNames: string;
  readonly fromMs: number | null;
  readonly toMs: number;
}

const names = z.array(z.string());

/**
 * Deletes again from the imports of a backup what was deleted after it. What came from the damaged database lacks it
 * already. What was done, in sentences. Call in a transaction, with the tags counted.
 */
export function deleteAgain(db: Database, { deletionIds, importIds }: HeldRecords): string[] {
  const newer = db
    .prepare<[], DeletionRow>(
      `SELECT deletions.id, plant_id AS plantId, plants.name AS plantName, tag_names AS tagNames, from_ms AS fromMs, to_ms AS toMs
       FROM deletions JOIN plants ON plants.id = plant_id ORDER BY deletions.id`,
    )
    .all()
    .filter(({ id }) => !deletionIds.has(id));
  const tagId = db
    .prepare<[number, string], number>('SELECT id FROM tags WHERE plant_id = ? AND name = ?')
    .pluck();
  const deleted = newer.flatMap(({ plantId, plantName, tagNames, fromMs, toMs }) => {
    const range = { fromMs: fromMs ?? -Infinity, toMs };
    let readingCount = 0;
    for (const name of names.parse(JSON.parse(tagNames))) {
      const id = tagId.get(plantId, name);
      for (let at = id === undefined ? null : range.fromMs; id !== undefined && at !== null;) {
        const portion = deletePortion(db, id, range, at, importIds);
        readingCount += portion.readingCount;
        at = portion.nextMs;
      }
    }
    return readingCount > 0 ? [describe(plantName, readingCount, fromMs, toMs)] : [];
  });
  return deleted.length > 0 ? [`Deleted after it, and again now: ${deleted.join('; ')}.`] : [];
}

const dateOf = (timeMs: number): string =>
  `${new Date(timeMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

const describe = (plant: string, readingCount: number, fromMs: number | null, toMs: number): string =>
  `${countOf(readingCount, 'reading')} of ${plant} ${fromMs === null ? 'up' : `from ${dateOf(fromMs)}`} to ${dateOf(toMs)}`;
