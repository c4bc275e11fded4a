import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkStore } from './check-store.ts';
import { compactStore } from './compact-store.ts';
import { addPlant } from './plants.ts';
import { createStoreCalls } from './store-calls.ts';
import {
  createTemporaryStore,
  everySecond,
  importColumns,
  plantFields,
  readSeconds,
  START_MS,
  type TemporaryStore,
} from './testing/temporary-store.ts';

let temporary: TemporaryStore;
let plantId = 0;
beforeEach(() => {
  temporary = createTemporaryStore();
  plantId = addPlant(temporary.store.writer, plantFields('Zawar')).id;
});
afterEach(() => temporary.remove());

const calls = () => createStoreCalls(temporary.store);
const at = (second: number): number => START_MS + second * 1000;
const counting = (from: number, count: number, value: number) =>
  everySecond(
    from,
    Array.from({ length: count }, () => value),
  );
const remove = (fromSecond: number, toSecond: number, tagIds: number[] | null = null) =>
  calls()['readings.deleteRange']({ plantId, tagIds, fromMs: at(fromSecond), toMs: at(toSecond) });
const expectSound = async (): Promise<void> =>
  expect((await checkStore(temporary.store.reader)).problems).toEqual([]);

describe('compacting the store', () => {
  it('gives the room of what was deleted back and joins small chunks, and changes no reading', async () => {
    const noise = Array.from({ length: 60_000 }, (_, i): [number, number] => [i, Math.sin(i * i)]);
    const portions = Array.from({ length: 20 }, (_, i) => counting(100_000 + i * 50, 50, i));
    const { tagIds } = await importColumns(temporary.readings, plantId, { steam: [noise], flow: portions });
    await remove(10_000, 70_000);
    const before = await Promise.all(tagIds.map((tagId) => readSeconds(temporary.readings, tagId)));
    const { bytesBefore, bytesAfter, rewrittenCount } = await compactStore(temporary.store);
    expect(bytesAfter).toBeLessThan(bytesBefore / 2);
    expect(rewrittenCount).toBeGreaterThanOrEqual(20);
    const chunks = temporary.store.reader.prepare('SELECT count(*) AS n FROM chunks WHERE tag_id = ?');
    expect(chunks.get(tagIds[1])).toEqual({ n: 1 });
    expect(await Promise.all(tagIds.map((tagId) => readSeconds(temporary.readings, tagId)))).toEqual(before);
    await expectSound();
  });

  it('lets charts and imports go on, tells how far it is, and can be cancelled', async () => {
    const noise = Array.from({ length: 200_000 }, (_, i): [number, number] => [i, Math.sin(i * i)]);
    const { tagIds } = await importColumns(temporary.readings, plantId, { steam: [noise] });
    await remove(10_000, 190_000);
    const all = calls();
    const { freeBytes } = await all['store.space']({});
    expect(freeBytes).toBeGreaterThan(1_000_000);
    const compaction = all['store.compact']({});
    await expect(all['store.compact']({})).rejects.toThrow(/being compacted already/);
    await importColumns(temporary.readings, plantId, { flow: [counting(0, 100, 1)] });
    expect((await all['store.space']({})).compaction?.label).toMatch(/\w/);
    await all['trends.query']({ tagIds: [...tagIds], fromMs: at(0), toMs: at(200_000), pixels: 100 });
    await all['store.cancelCompact']({});
    expect((await compaction).isComplete).toBe(false);
    await expectSound();
    expect((await all['store.compact']({})).isComplete).toBe(true);
    expect(await all['store.space']({})).toMatchObject({ freeBytes: 0, compaction: null });
    expect(await readSeconds(temporary.readings, tagIds[0] ?? 0)).toHaveLength(19_999);
    await expectSound();
  });

  it('copies a file of an earlier version once, and from then on goes in steps', async () => {
    await importColumns(temporary.readings, plantId, { steam: [counting(0, 9000, 1)] });
    const { store } = temporary;
    store.writer.pragma('auto_vacuum = NONE');
    store.writer.exec('VACUUM');
    temporary = temporary.reopen();
    expect((await calls()['store.space']({})).isStepwise).toBe(false);
    expect((await calls()['store.compact']({})).isComplete).toBe(true);
    expect((await calls()['store.space']({})).isStepwise).toBe(true);
    await expectSound();
  });

  it('makes lost summaries anew', async () => {
    await importColumns(temporary.readings, plantId, { steam: [counting(0, 9000, 1)] });
    temporary.store.writer.exec('UPDATE segments SET fine = zeroblob(10)');
    expect((await checkStore(temporary.store.reader)).isSound).toBe(false);
    await compactStore(temporary.store);
    await expectSound();
  });
});
