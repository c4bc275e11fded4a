import type { Database } from 'better-sqlite3';
import type { CallInput } from '@shared/contract/contract.ts';
import type { Tag } from '@shared/contract/plants.ts';
import type { ImportedTag } from '@core/reading-store.ts';
import { rangesOfImport } from './imports/imports.ts';
import {
  prepareSegments,
  type PreparedSegments,
  refreshSegments,
  sumSegments,
} from './readings/series-segments.ts';
import { notFound } from './storage-failure.ts';

const SELECT_TAGS = `
  SELECT id, plant_id AS plantId, name, description, unit, low_limit AS lowLimit, high_limit AS highLimit,
    reading_count AS readingCount, missing_count AS missingCount, first_ms AS firstMs, last_ms AS lastMs
  FROM tags`;

/** The plant's tags in the order in which they came. */
export const listTags = (db: Database, plantId: number): Tag[] =>
  db.prepare<[number], Tag>(`${SELECT_TAGS} WHERE plant_id = ? ORDER BY id`).all(plantId);

export function getTag(db: Database, tagId: number): Tag {
  const tag = db.prepare<[number], Tag>(`${SELECT_TAGS} WHERE id = ?`).get(tagId);
  if (tag === undefined) throw notFound(`Tag ${tagId}`);
  return tag;
}

export function updateTag(db: Database, tag: CallInput<'tags.update'>): Tag {
  db.prepare(
    'UPDATE tags SET description = @description, unit = @unit, low_limit = @lowLimit, high_limit = @highLimit WHERE id = @id',
  ).run(tag);
  return getTag(db, tag.id);
}

/** Ids of the tags with these names, added where new; what an existing tag lacks is filled in. */
export function resolveTags(db: Database, plantId: number, tags: readonly ImportedTag[]): number[] {
  const upsert = db
    .prepare<[object], number>(
      `INSERT INTO tags (plant_id, name, unit, description, low_limit, high_limit)
       VALUES (@plantId, @name, @unit, @description, @lowLimit, @highLimit)
       ON CONFLICT (plant_id, name) DO UPDATE SET
         unit = coalesce(unit, excluded.unit), description = coalesce(description, excluded.description),
         low_limit = coalesce(low_limit, excluded.low_limit), high_limit = coalesce(high_limit, excluded.high_limit)
       RETURNING id`,
    )
    .pluck();
  return db.transaction(() => tags.map((tag) => upsert.get({ plantId, ...tag }) ?? 0)).immediate();
}

/** Removes tags that no import has written to: what a cancelled import leaves. Not while an import of the plant is under way. */
export function removeUnusedTags(db: Database, plantId: number): void {
  db.prepare(
    `DELETE FROM tags WHERE plant_id = @plantId
       AND NOT EXISTS (SELECT 1 FROM chunks WHERE tag_id = tags.id)
       AND NOT EXISTS (SELECT 1 FROM run_tags WHERE tag_id = tags.id)
       AND NOT EXISTS (SELECT 1 FROM anomaly_contributions WHERE tag_id = tags.id)`,
  ).run({ plantId });
}

interface Ends {
  readonly readingCount: number;
  readonly missingCount: number;
  readonly firstMs: number | null;
  readonly lastMs: number | null;
  readonly gapCount: number;
  readonly longestGapMs: number;
}

const NO_READINGS: Ends = {
  readingCount: 0,
  missingCount: 0,
  firstMs: null,
  lastMs: null,
  gapCount: 0,
  longestGapMs: 0,
};

/** Counts, ends and gaps of a tag, and the segments they come from, after its readings in a range have changed. Call in a transaction. */
export function refreshTagStatistics(
  db: Database,
  tagId: number,
  fromMs = -Infinity,
  toMs = Infinity,
  prepared?: PreparedSegments,
): void {
  refreshSegments(db, tagId, fromMs, toMs, prepared);
  const { readingCount, missingCount, firstMs, lastMs, gapCount, longestGapMs } =
    sumSegments(db, tagId) ?? NO_READINGS;
  db.prepare(
    `UPDATE tags SET reading_count = @readingCount, missing_count = @missingCount, first_ms = @firstMs,
       last_ms = @lastMs, gap_count = @gapCount, longest_gap_ms = @longestGapMs WHERE id = @tagId`,
  ).run({ readingCount, missingCount, firstMs, lastMs, gapCount, longestGapMs, tagId });
}

/** By tag. */
export type PreparedTags = ReadonlyMap<number, PreparedSegments | undefined>;

/** What `refreshTagsOfImport` will need once an import is committed, made beforehand in turns with other work. */
export async function prepareTagsOfImport(db: Database, importId: number): Promise<PreparedTags> {
  const prepared = new Map<number, PreparedSegments | undefined>();
  for (const { tagId, fromMs, toMs } of rangesOfImport(db, importId))
    prepared.set(tagId, await prepareSegments(db, tagId, fromMs, toMs, importId));
  return prepared;
}

/** After an import has been shown or hidden. Call in the same transaction. */
export function refreshTagsOfImport(db: Database, importId: number, prepared?: PreparedTags): void {
  for (const { tagId, fromMs, toMs } of rangesOfImport(db, importId))
    refreshTagStatistics(db, tagId, fromMs, toMs, prepared?.get(tagId));
}
