import type { Database } from 'better-sqlite3';
import type { CallInput, CallOutput } from '@shared/contract/contract.ts';
import { deleteRange } from './delete-range.ts';
import type { Author } from './labels.ts';
import { getTag } from './tags.ts';

const DAY_MS = 86_400_000;

export type TagRetention = CallOutput<'retention.list'>[number];

/** Tags of a plant whose readings go when they are older than the newest of the tag by more than so many days. */
export const listRetention = (db: Database, plantId: number): TagRetention[] =>
  db
    .prepare<[number], TagRetention>(
      `SELECT id AS tagId, retention_days AS days FROM tags WHERE plant_id = ? AND retention_days IS NOT NULL ORDER BY id`,
    )
    .all(plantId);

/** Sets or, with null, ends the retention of a tag, and deletes what is too old by now. */
export async function setRetention(
  db: Database,
  { tagId, days }: CallInput<'tags.setRetention'>,
  author: Author,
): Promise<CallOutput<'tags.setRetention'>> {
  const { plantId } = getTag(db, tagId);
  db.prepare('UPDATE tags SET retention_days = ? WHERE id = ?').run(days, tagId);
  return { plantId, readingCount: await deleteTooOld(db, tagId, author) };
}

/** Age is counted from the newest reading of the tag, not from the clock: a wrong clock deletes nothing. */
async function deleteTooOld(db: Database, tagId: number, author: Author): Promise<number> {
  const tag = db
    .prepare<[number], { plantId: number; firstMs: number; limitMs: number }>(
      `SELECT plant_id AS plantId, first_ms AS firstMs, last_ms - retention_days * ${DAY_MS} AS limitMs
       FROM tags WHERE id = ? AND retention_days IS NOT NULL AND first_ms IS NOT NULL`,
    )
    .get(tagId);
  if (tag === undefined || tag.firstMs > tag.limitMs) return 0;
  const range = { plantId: tag.plantId, tagIds: [tagId], fromMs: -Infinity, toMs: tag.limitMs };
  return (await deleteRange(db, range, 'retention', author)).readingCount;
}

/** Deletes what has become too old, a tag at a time. The plants that lost readings. */
export async function applyRetention(db: Database, author: Author): Promise<number[]> {
  const tags = db
    .prepare<[], { id: number; plantId: number }>(
      'SELECT id, plant_id AS plantId FROM tags WHERE retention_days IS NOT NULL ORDER BY id',
    )
    .all();
  const plantIds = new Set<number>();
  for (const { id, plantId } of tags) if ((await deleteTooOld(db, id, author)) > 0) plantIds.add(plantId);
  return [...plantIds];
}
