import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppFailure } from '@shared/errors.ts';
import { accountName } from '../file/account-name.ts';
import { countRange } from './count-range.ts';
import { listDeletions } from './deletion-record.ts';
import { applyRetention, listRetention } from './retention.ts';
import { createStoreCalls } from '../store-calls.ts';
import { listTags } from '../tags.ts';
import { constant, deleteSeconds, expectSound, timeAt } from '../testing/deleting.ts';
import {
  createPlantStore,
  createTemporaryStore,
  importColumns,
  readSeconds,
  START_MS,
  type TemporaryStore,
} from '../testing/temporary-store.ts';

let temporary: TemporaryStore;
let plantId = 0;
beforeEach(() => {
  ({ temporary, plantId } = createPlantStore());
});
afterEach(() => temporary.remove());

const calls = () => createStoreCalls(temporary.store);
const remove = (from: number, to: number, tagIds: number[] | null = null) =>
  deleteSeconds(temporary.store, plantId, from, to, tagIds);

describe('deleting a range of time', () => {
  it('takes the readings of the range, both ends included, out of the middle of a chunk, and tells how many', async () => {
    const { tagIds } = await importColumns(temporary.readings, plantId, { steam: [constant(0, 10, 1)] });
    expect(await remove(3, 6)).toEqual({ readingCount: 4, tagCount: 1 });
    const read = await readSeconds(temporary.readings, tagIds[0] ?? 0);
    expect(read.map(([second]) => second)).toEqual([0, 1, 2, 7, 8, 9]);
    expect(listTags(temporary.store.reader, plantId)[0]?.readingCount).toBe(6);
    await expectSound(temporary.store);
  });

  it('takes them from every layer: an undo brings none back, and what it uncovers outside is as it was', async () => {
    const first = await importColumns(temporary.readings, plantId, { steam: [constant(0, 20_000, 1)] });
    const second = await importColumns(temporary.readings, plantId, { steam: [constant(5000, 10_000, 2)] });
    const tagId = first.tagIds[0] ?? 0;
    expect(await remove(4000, 9999)).toEqual({ readingCount: 6000, tagCount: 1 });
    await expectSound(temporary.store);
    await calls()['imports.undo']({ importId: second.importId });
    const read = await readSeconds(temporary.readings, tagId);
    expect(read.every(([, value]) => value === 1)).toBe(true);
    expect(read.map(([time]) => time)).toEqual(
      Array.from({ length: 20_000 }, (_, i) => i).filter((time) => time < 4000 || time > 9999),
    );
    await expectSound(temporary.store);
  });

  it('leaves other tags and what lies outside alone, and records what it did', async () => {
    const { tagIds } = await importColumns(temporary.readings, plantId, {
      steam: [constant(0, 9000, 1)],
      flow: [constant(0, 9000, 2)],
    });
    expect(await remove(0, 8999, [tagIds[0] ?? 0])).toEqual({ readingCount: 9000, tagCount: 1 });
    expect(await remove(50_000, 60_000)).toEqual({ readingCount: 0, tagCount: 0 });
    expect(listTags(temporary.store.reader, plantId).map((tag) => tag.readingCount)).toEqual([0, 9000]);
    expect(listDeletions(temporary.store.reader, plantId)).toEqual([
      {
        id: 1,
        reason: 'range',
        tagNames: ['steam'],
        fromMs: timeAt(0),
        toMs: timeAt(8999),
        readingCount: 9000,
        deletedMs: START_MS,
        deletedBy: accountName(),
        isComplete: true,
      },
    ]);
    await expectSound(temporary.store);
  });

  it('lets the same file be imported again, which brings its readings back', async () => {
    const same = { fileSha256: 'ab'.repeat(32) };
    const columns = { steam: [constant(0, 100, 1)] };
    const { tagIds } = await importColumns(temporary.readings, plantId, columns, same);
    await expect(importColumns(temporary.readings, plantId, columns, same)).rejects.toThrow(/already/);
    await remove(0, 49);
    await importColumns(temporary.readings, plantId, columns, same);
    expect(await readSeconds(temporary.readings, tagIds[0] ?? 0)).toHaveLength(100);
  });

  it('can be counted before it is done, which changes nothing', async () => {
    await importColumns(temporary.readings, plantId, { steam: [constant(0, 9000, 1)] });
    const range = { plantId, tagIds: null, fromMs: timeAt(10), toMs: timeAt(19) };
    expect(await countRange(temporary.store.reader, range)).toEqual({ readingCount: 10, tagCount: 1 });
    expect(listTags(temporary.store.reader, plantId)[0]?.readingCount).toBe(9000);
    expect(listDeletions(temporary.store.reader, plantId)).toEqual([]);
  });

  it('that is cut off is completed by the next start, and said so', async () => {
    const { tagIds } = await importColumns(temporary.readings, plantId, {
      steam: [constant(0, 70 * 8192, 1)],
      flow: [constant(0, 1000, 2)],
    });
    const cutOff = remove(100, 70 * 8192 - 1);
    temporary.store.close();
    await expect(cutOff).rejects.toThrow(/not open/);
    temporary = createTemporaryStore(temporary.folder);
    expect(temporary.store.interrupted).toEqual([
      'A deletion of readings of Zawar was cut off. It has been completed.',
    ]);
    for (const tagId of tagIds) expect(await readSeconds(temporary.readings, tagId)).toHaveLength(100);
    expect(listDeletions(temporary.store.reader, plantId)).toMatchObject([
      { tagNames: ['steam', 'flow'], readingCount: 70 * 8192 - 100 + 900 },
    ]);
    await expectSound(temporary.store);
    temporary = temporary.reopen();
    expect(temporary.store.interrupted).toEqual([]);
  });

  it('lets an import go on, whose readings come after it', async () => {
    const names = Array.from({ length: 40 }, (_, i) => `tag ${i}`);
    const columns = Object.fromEntries(names.map((name) => [name, [constant(0, 20, 1)]]));
    const { tagIds } = await importColumns(temporary.readings, plantId, columns);
    const deletion = remove(0, 100);
    await importColumns(temporary.readings, plantId, { 'tag 39': [constant(10, 5, 2)] });
    const last = tagIds[39] ?? 0;
    // Committed while the deletion was on its way to this tag.
    expect(await readSeconds(temporary.readings, last)).toHaveLength(20);
    expect(await deletion).toMatchObject({ tagCount: 40 });
    expect(await readSeconds(temporary.readings, last)).toEqual(constant(10, 5, 2));
    await expectSound(temporary.store);
  });

  it('refuses a range that ends before it begins, and a tag of another plant', async () => {
    await importColumns(temporary.readings, plantId, { steam: [constant(0, 10, 1)] });
    await expect(remove(6, 3)).rejects.toThrow(AppFailure);
    await expect(remove(3, 6, [999])).rejects.toThrow(/Tag 999/);
  });
});

describe('the retention of a tag', () => {
  const DAY = 86_400;

  it('deletes what is older than so many days before its newest reading, whatever the clock says', async () => {
    const hours = Array.from({ length: 24 * 10 }, (_, i): [number, number] => [i * 3600, i]);
    const { tagIds } = await importColumns(temporary.readings, plantId, { steam: [hours], flow: [hours] });
    const tagId = tagIds[0] ?? 0;
    expect(await calls()['retention.count']({ plantId, tagIds: [...tagIds], days: 3 })).toEqual({
      readingCount: 2 * (240 - 72),
      tagCount: 2,
    });
    expect(await calls()['tags.setRetention']({ tagId, days: 3 })).toEqual({
      plantId,
      readingCount: 240 - 72,
    });
    expect((await readSeconds(temporary.readings, tagId))[0]).toEqual([(240 - 72) * 3600, 168]);
    expect(listTags(temporary.store.reader, plantId).map((tag) => tag.readingCount)).toEqual([72, 240]);
    expect(listRetention(temporary.store.reader, plantId)).toEqual([{ tagId, days: 3 }]);
    expect(listDeletions(temporary.store.reader, plantId)).toMatchObject([
      { reason: 'retention', fromMs: null, readingCount: 168, tagNames: ['steam'] },
    ]);
    await expectSound(temporary.store);
  });

  it('goes on as newer readings come, and ends when it is taken away', async () => {
    const { tagIds } = await importColumns(temporary.readings, plantId, {
      steam: [
        [
          [0, 1],
          [DAY, 2],
        ],
      ],
    });
    const tagId = tagIds[0] ?? 0;
    await calls()['tags.setRetention']({ tagId, days: 2 });
    await importColumns(temporary.readings, plantId, { steam: [[[3 * DAY, 3]]] });
    const apply = async (): Promise<number[]> => {
      const changed: number[] = [];
      const author = { name: 'someone', nowMs: START_MS };
      expect(await applyRetention(temporary.store.writer, author, (id) => changed.push(id))).toEqual([]);
      return changed;
    };
    expect(await apply()).toEqual([plantId]);
    expect(await readSeconds(temporary.readings, tagId)).toEqual([[3 * DAY, 3]]);
    expect(await apply()).toEqual([]);
    await calls()['tags.setRetention']({ tagId, days: null });
    expect(listRetention(temporary.store.reader, plantId)).toEqual([]);
  });
});
