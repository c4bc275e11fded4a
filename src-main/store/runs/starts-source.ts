import { joinColumns } from '@core/reading-block.ts';
import { marksOf } from '@shared/start-marks.ts';
import type { StartsInput } from '@core/starts/plant-starts.ts';
import { getPlantByName } from '../choose-plant.ts';
import { listLabels } from './labels.ts';
import { openForReading } from '../file/open-for-reading.ts';
import { readBlocks } from '../readings/series-groups.ts';
import { withStoreFailures } from '../storage-failure.ts';
import { listTags } from '../tags.ts';

/**
 * Gives `work` what the start-ups of a plant are found from, as it stands at one moment, also while the application runs.
 * Throws `not-found` for a plant that is not there, and `storage`.
 */
export const withStarts = <T>(
  folder: string,
  plant: string,
  work: (input: StartsInput) => Promise<T>,
): Promise<T> =>
  withStoreFailures(async () => {
    const db = openForReading(folder);
    try {
      db.exec('BEGIN');
      const plantId = getPlantByName(db, plant).id;
      const tags = listTags(db, plantId).filter(({ readingCount }) => readingCount > 0);
      return await work({
        tags: tags.map(({ id, name, description, unit }) => ({ id, name, description, unit })),
        marks: marksOf(listLabels(db, plantId)),
        fromMs: tags.reduce((first, { firstMs }) => Math.min(first, firstMs ?? first), Infinity),
        toMs: tags.reduce((last, { lastMs }) => Math.max(last, lastMs ?? last), -Infinity),
        read: (tagId, fromMs, toMs) =>
          Promise.resolve(
            joinColumns([...readBlocks(db, { kind: 'readings', ownerId: tagId }, fromMs, toMs)]),
          ),
      });
    } finally {
      db.close();
    }
  });
