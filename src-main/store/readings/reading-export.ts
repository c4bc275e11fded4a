import type { ReadingBlock } from '@core/reading-block.ts';
import { getPlantByName } from '../choose-plant.ts';
import { openForReading } from '../file/open-for-reading.ts';
import { readBlocks } from './series-groups.ts';
import { notFound, withStoreFailures } from '../storage-failure.ts';
import { listTags } from '../tags.ts';

export interface ExportedTag {
  readonly name: string;
  readonly unit: string | null;
  /** Readings that it holds, whatever the range. */
  readonly readingCount: number;
  /** Those in the range, in order of time. */
  blocks(): Generator<ReadingBlock>;
}

export interface ReadingRange {
  /** Name, or `#` and number. */
  readonly plant: string;
  /** Null = every tag that holds readings. */
  readonly tags: readonly string[] | null;
  /** UTC epoch ms, both ends included. */
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * Gives `work` the tags of a plant as they stand at one moment, also while the application runs. Throws `not-found` for
 * a plant or tag that is not there, and `storage`.
 */
export const withReadings = <T>(
  folder: string,
  { plant, tags, fromMs, toMs }: ReadingRange,
  work: (tags: readonly ExportedTag[]) => Promise<T>,
): Promise<T> =>
  withStoreFailures(async () => {
    const db = openForReading(folder);
    try {
      db.exec('BEGIN');
      const known = listTags(db, getPlantByName(db, plant).id);
      const missing = (tags ?? []).filter((name) => !known.some((tag) => tag.name === name));
      if (missing.length > 0)
        throw notFound(`Tag ${missing.map((name) => `"${name}"`).join(', ')} of ${plant}`);
      const chosen = known.filter((tag) => (tags === null ? tag.readingCount > 0 : tags.includes(tag.name)));
      return await work(
        chosen.map(({ id, name, unit, readingCount }) => ({
          name,
          unit,
          readingCount,
          blocks: () => readBlocks(db, { kind: 'readings', ownerId: id }, fromMs, toMs),
        })),
      );
    } finally {
      db.close();
    }
  });
