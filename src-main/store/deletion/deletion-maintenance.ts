import type { CallOutput } from '@shared/contract/contract.ts';
import { accountName } from '../file/account-name.ts';
import { getPlantByName } from '../choose-plant.ts';
import { compactStore } from './compact-store.ts';
import { countRange } from './count-range.ts';
import { deleteRange } from './delete-range.ts';
import type { Author } from '../runs/labels.ts';
import { type DataFolder, withStore } from '../safety/maintenance.ts';
import { listRetention, setRetention } from './retention.ts';
import { notFound } from '../storage-failure.ts';
import type { Store } from '../store.ts';
import { listTags } from '../tags.ts';

interface ChosenTag {
  readonly id: number;
  readonly name: string;
  readonly retentionDays: number | null;
}

interface ChosenTags {
  readonly plantId: number;
  readonly tags: readonly ChosenTag[];
}

/** Tags of a plant by name, all of them for null. Throws `not-found`. */
function chooseTags(store: Store, plant: string, names: readonly string[] | null): ChosenTags {
  const { id: plantId, name: plantName } = getPlantByName(store.reader, plant);
  const all = listTags(store.reader, plantId);
  const unknown = names?.find((name) => !all.some((tag) => tag.name === name));
  if (unknown !== undefined) throw notFound(`Tag "${unknown}" of ${plantName}`);
  const days = new Map(listRetention(store.reader, plantId).map((one) => [one.tagId, one.days]));
  return {
    plantId,
    tags: all
      .filter(({ name }) => names === null || names.includes(name))
      .map(({ id, name }) => ({ id, name, retentionDays: days.get(id) ?? null })),
  };
}

export const choosePlantTags = (
  data: DataFolder,
  plant: string,
  names: readonly string[] | null,
): Promise<ChosenTags> => withStore(data, (store) => Promise.resolve(chooseTags(store, plant, names)));

const authorOf = (store: Store): Author => ({ name: accountName(), nowMs: store.now() });

export interface DeletionRequest {
  readonly plant: string;
  readonly tags: readonly string[] | null;
  readonly fromMs: number;
  readonly toMs: number;
  /** Count only. */
  readonly isDryRun: boolean;
}

export const deleteFromFolder = (
  data: DataFolder,
  { plant, tags, fromMs, toMs, isDryRun }: DeletionRequest,
): Promise<CallOutput<'readings.deleteRange'>> =>
  withStore(data, (store) => {
    const chosen = chooseTags(store, plant, tags);
    const range = {
      plantId: chosen.plantId,
      tagIds: chosen.tags.map(({ id }) => id),
      fromMs,
      toMs,
    };
    return isDryRun
      ? countRange(store.reader, range)
      : deleteRange(store.writer, range, 'range', authorOf(store));
  });

/** Sets the retention of tags, a tag at a time; null keeps all. */
export const retainInFolder = (
  data: DataFolder,
  plant: string,
  names: readonly string[] | null,
  days: number | null,
): Promise<CallOutput<'readings.deleteRange'>> =>
  withStore(data, async (store) => {
    const { tags } = chooseTags(store, plant, names);
    let readingCount = 0;
    for (const { id } of tags)
      readingCount += (await setRetention(store.writer, { tagId: id, days }, authorOf(store))).readingCount;
    return { readingCount, tagCount: tags.length };
  });

export const compactFolder = (data: DataFolder): Promise<CallOutput<'store.compact'>> =>
  withStore(data, compactStore);
