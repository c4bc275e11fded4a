import type { Database } from 'better-sqlite3';
import type { Tag } from '@shared/contract/plants.ts';
import type { CallInput, CallOutput } from '@shared/contract/contract.ts';
import { countRange } from './count-range.ts';
import { tellsOfDamage } from '../safety/damage.ts';
import { deleteRange } from './delete-range.ts';
import type { Author } from '../runs/labels.ts';
import { getTag } from '../tags.ts';

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

/** What `setRetention` would delete now. Throws `not-found`. */
export async function countTooOld(
  db: Database,
  { plantId, tagIds, days }: CallInput<'retention.count'>,
): Promise<CallOutput<'retention.count'>> {
  let readingCount = 0;
  let tagCount = 0;
  for (const tagId of tagIds) {
    const range = rangeTooOld(getTag(db, tagId), days);
    const counted = range === null ? null : await countRange(db, { plantId, ...range });
    readingCount += counted?.readingCount ?? 0;
    tagCount += counted?.tagCount ?? 0;
  }
  return { readingCount, tagCount };
}

/** Age is counted from the newest reading of the tag, not from the clock: a wrong clock deletes nothing. Null: nothing is too old. */
function rangeTooOld(
  { id, firstMs, lastMs }: Tag,
  days: number,
): { readonly tagIds: readonly number[]; readonly fromMs: number; readonly toMs: number } | null {
  if (firstMs === null || lastMs === null) return null;
  const limitMs = lastMs - days * DAY_MS;
  return firstMs > limitMs ? null : { tagIds: [id], fromMs: -Infinity, toMs: limitMs };
}

async function deleteTooOld(db: Database, tagId: number, author: Author): Promise<number> {
  const tag = getTag(db, tagId);
  const days = db
    .prepare<[number], number | null>('SELECT retention_days FROM tags WHERE id = ?')
    .pluck()
    .get(tagId);
  const range = typeof days === 'number' ? rangeTooOld(tag, days) : null;
  if (range === null) return 0;
  return (await deleteRange(db, { plantId: tag.plantId, ...range }, 'retention', author)).readingCount;
}

/**
 * Deletes what has become too old, a tag at a time. `onChanged`: a plant that lost readings. What kept damaged tags from it,
 * in sentences.
 */
export async function applyRetention(
  db: Database,
  author: Author,
  onChanged: (plantId: number) => void,
): Promise<string[]> {
  const tags = db
    .prepare<[], { id: number; plantId: number; name: string }>(
      'SELECT id, plant_id AS plantId, name FROM tags WHERE retention_days IS NOT NULL ORDER BY id',
    )
    .all();
  const problems: string[] = [];
  for (const { id, plantId, name } of tags) {
    let isChanged = true;
    try {
      isChanged = (await deleteTooOld(db, id, author)) > 0;
    } catch (caught) {
      if (!tellsOfDamage(caught)) throw caught;
      problems.push(`Old readings of tag "${name}" could not be deleted: ${caught.message}`);
    } finally {
      if (isChanged) onChanged(plantId);
    }
  }
  return problems;
}
