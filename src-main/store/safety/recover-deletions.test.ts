import { afterEach, beforeEach, expect, it } from 'vitest';
import { createBackup } from './backups.ts';
import { listDeletions } from '../deletion/deletion-record.ts';
import { listImports } from '../imports/imports.ts';
import { addPlant, removePlant } from '../plants.ts';
import { createStoreCalls } from '../store-calls.ts';
import { listTags } from '../tags.ts';
import { reopenDamaged } from '../testing/damage-table.ts';
import { deleteSeconds, expectSound } from '../testing/deleting.ts';
import {
  createPlantStore,
  everySecond,
  importColumns,
  plantFields,
  readSeconds,
  type TemporaryStore,
} from '../testing/temporary-store.ts';

let temporary: TemporaryStore;
let plantId = 0;
beforeEach(() => {
  ({ temporary, plantId } = createPlantStore());
});
afterEach(() => temporary.remove());

const noise = (count: number): number[] => Array.from({ length: count }, (_, i) => Math.sin(i));
const remove = (from: number, to: number) => deleteSeconds(temporary.store, plantId, from, to);
const undo = (importId: number) => createStoreCalls(temporary.store)['imports.undo']({ importId });

/** Damages a table that none of these tests needs, and opens the store again. */
function damage(table = 'studies'): void {
  temporary = reopenDamaged(temporary, table);
}

const secondsOf = async (name: string): Promise<number[]> => {
  const tag = listTags(temporary.store.reader, plantId).find((one) => one.name === name);
  return (await readSeconds(temporary.readings, tag?.id ?? 0)).map(([second]) => second);
};

it('a recovery without a backup does not take what was deleted for lost', async () => {
  await importColumns(temporary.readings, plantId, { steam: [everySecond(0, noise(20_000))] });
  await remove(5000, 9999);
  damage();
  expect(temporary.store.recovered.at(-1)).toBe('Of no import readings are missing.');
  expect(await secondsOf('steam')).toHaveLength(15_000);
  expect(listDeletions(temporary.store.reader, plantId)).toMatchObject([{ readingCount: 5000 }]);
  await expectSound(temporary.store);
});

it('what was deleted after a backup is deleted again, and told; what is newer comes back whole', async () => {
  await importColumns(temporary.readings, plantId, {
    steam: [everySecond(0, noise(20_000))],
    flow: [everySecond(0, noise(20_000))],
  });
  await createBackup(temporary.store);
  await importColumns(temporary.readings, plantId, { steam: [everySecond(9000, noise(9000))] });
  await remove(5000, 9999);
  await importColumns(temporary.readings, plantId, { steam: [everySecond(6000, [1, 2, 3])] });
  damage();
  expect(temporary.store.recovered.slice(2)).toEqual([
    expect.stringMatching(
      /^Newer than it and brought back whole: .*#2, .* with 8,000 readings, .*#3, .* with 3 readings\.$/,
    ),
    'Deleted after it, and again now: 9,997 readings of Zawar from 2024-04-01 01:23 UTC to 2024-04-01 02:46 UTC.',
    'Changes to plants and tags that the backup holds are as they were then.',
  ]);
  const left = Array.from({ length: 20_000 }, (_, i) => i).filter((i) => i < 5000 || i > 9999);
  expect(await secondsOf('flow')).toEqual(left);
  expect(await secondsOf('steam')).toEqual([...left.slice(0, 5000), 6000, 6001, 6002, ...left.slice(5000)]);
  expect(listDeletions(temporary.store.reader, plantId)).toHaveLength(1);
  expect(listTags(temporary.store.reader, plantId).map((tag) => tag.readingCount)).toEqual([15_003, 15_000]);
  await expectSound(temporary.store);
});

it('an import of the backup that was taken back after it goes again', async () => {
  await importColumns(temporary.readings, plantId, { steam: [everySecond(0, [1, 2])] });
  const { importId } = await importColumns(temporary.readings, plantId, { flow: [everySecond(0, [3])] });
  await createBackup(temporary.store);
  await undo(importId);
  damage();
  expect(temporary.store.recovered).toContain('Taken back after it, and again now: april.csv (import #2).');
  expect(listImports(temporary.store.reader, plantId).map(({ id }) => id)).toEqual([1]);
  expect(await secondsOf('flow')).toEqual([]);
  await expectSound(temporary.store);
});

it('numbers that were given again are not mixed up: tags, chunks and plants', async () => {
  const second = addPlant(temporary.store.writer, plantFields('Kota'));
  await importColumns(temporary.readings, plantId, { steam: [everySecond(0, [1, 2])] });
  const { importId } = await importColumns(temporary.readings, plantId, { flow: [everySecond(0, [3, 3])] });
  await createBackup(temporary.store);
  await undo(importId);
  removePlant(temporary.store.writer, second.id);
  const third = addPlant(temporary.store.writer, plantFields('Rihand'));
  expect(third.id).toBe(second.id);
  await importColumns(temporary.readings, plantId, { speed: [everySecond(50, [5, 5, 5])] });
  await importColumns(temporary.readings, third.id, { load: [everySecond(70, [7])] });
  damage();
  expect(temporary.store.recovered[2]).toMatch(/whole: .*#3, .* with 3 readings, .*#4, .* with 1 reading\.$/);
  expect(await secondsOf('speed')).toEqual([50, 51, 52]);
  expect(await secondsOf('steam')).toEqual([0, 1]);
  const plants = temporary.store.reader
    .prepare('SELECT plants.name, tags.name FROM plants LEFT JOIN tags ON plant_id = plants.id ORDER BY 1, 2')
    .raw()
    .all();
  expect(plants).toContainEqual(['Rihand', 'load']);
  expect(plants).toContainEqual(['Kota', null]);
  await expectSound(temporary.store);
});

it('chunks that a compaction has written anew do not come over a backup twice', async () => {
  const portions = Array.from({ length: 20 }, (_, i) => everySecond(i * 50, noise(50)));
  await importColumns(temporary.readings, plantId, { steam: portions });
  await createBackup(temporary.store);
  await createStoreCalls(temporary.store)['store.compact']({});
  damage();
  expect(await secondsOf('steam')).toHaveLength(1000);
  expect(temporary.store.reader.prepare('SELECT sum(reading_count) FROM chunks').pluck().get()).toBe(1000);
});

it('says so when the records of deletions are what is damaged', async () => {
  await importColumns(temporary.readings, plantId, { steam: [everySecond(0, noise(100))] });
  await createBackup(temporary.store);
  await remove(0, 9);
  damage('deletions');
  expect(temporary.store.recovered.at(-2)).toMatch(/could not be read whole. Look whether something is back/);
});
