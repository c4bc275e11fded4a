import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createBackup } from '../safety/backups.ts';
import { checkStore } from '../safety/check-store.ts';
import { createChunkInserter } from '../readings/chunk-table.ts';
import { compactStore } from './compact-store.ts';
import { rewriteChunks } from './rewrite-chunks.ts';
import { createStoreCalls } from '../store-calls.ts';
import { createStoreHost } from '../store-host.ts';
import { constant, deleteSeconds, expectSound, timeAt } from '../testing/deleting.ts';
import {
  chunksOf,
  type Column,
  createPlantStore,
  importColumns,
  readSeconds,
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

describe('compacting the store', () => {
  it('gives the room of what was deleted back and joins small chunks, and changes no reading', async () => {
    const noise = Array.from({ length: 60_000 }, (_, i): [number, number] => [i, Math.sin(i * i)]);
    const portions = Array.from({ length: 20 }, (_, i) => constant(100_000 + i * 50, 50, i));
    const { tagIds } = await importColumns(temporary.readings, plantId, { steam: [noise], flow: portions });
    await remove(10_000, 70_000);
    const before = await Promise.all(tagIds.map((tagId) => readSeconds(temporary.readings, tagId)));
    const { bytesBefore, bytesAfter, rewrittenCount } = await compactStore(temporary.store);
    expect(bytesAfter).toBeLessThan(bytesBefore / 2);
    expect(rewrittenCount).toBeGreaterThanOrEqual(20);
    const chunks = temporary.store.reader.prepare('SELECT count(*) AS n FROM chunks WHERE tag_id = ?');
    expect(chunks.get(tagIds[1])).toEqual({ n: 1 });
    expect(await Promise.all(tagIds.map((tagId) => readSeconds(temporary.readings, tagId)))).toEqual(before);
    await expectSound(temporary.store);
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
    await importColumns(temporary.readings, plantId, { flow: [constant(0, 100, 1)] });
    expect((await all['store.space']({})).compaction?.label).toMatch(/\w/);
    await all['trends.query']({ tagIds: [...tagIds], fromMs: timeAt(0), toMs: timeAt(200_000), pixels: 100 });
    await all['store.cancelCompact']({});
    expect((await compaction).isComplete).toBe(false);
    await expectSound(temporary.store);
    expect((await all['store.compact']({})).isComplete).toBe(true);
    expect(await all['store.space']({})).toMatchObject({ freeBytes: 0, compaction: null });
    expect(await readSeconds(temporary.readings, tagIds[0] ?? 0)).toHaveLength(19_999);
    await expectSound(temporary.store);
  });

  it('copies a file of an earlier version once, and from then on goes in steps', async () => {
    await importColumns(temporary.readings, plantId, { steam: [constant(0, 9000, 1)] });
    const { store } = temporary;
    store.writer.pragma('auto_vacuum = NONE');
    store.writer.exec('VACUUM');
    temporary = temporary.reopen();
    expect((await calls()['store.space']({})).isStepwise).toBe(false);
    expect((await calls()['store.compact']({})).isComplete).toBe(true);
    expect((await calls()['store.space']({})).isStepwise).toBe(true);
    await expectSound(temporary.store);
  });

  it('makes lost summaries anew', async () => {
    await importColumns(temporary.readings, plantId, { steam: [constant(0, 9000, 1)] });
    temporary.store.writer.exec('UPDATE segments SET fine = zeroblob(10)');
    expect((await checkStore(temporary.store.reader)).isSound).toBe(false);
    await compactStore(temporary.store);
    await expectSound(temporary.store);
  });

  it('leaves a chunk alone that has got the number of one that went meanwhile', async () => {
    const portions = [
      ...Array.from({ length: 9 }, (_, i) => constant(i * 5000, 5000, i)),
      ...[0, 50].map((from) => constant(45_000 + from, 50, 1)),
    ];
    const { tagIds } = await importColumns(temporary.readings, plantId, { steam: portions });
    const [tagId = 0] = tagIds;
    const { writer } = temporary.store;
    let isExchanged = false;
    const tell = (): void => {
      if (isExchanged) return;
      isExchanged = true;
      writer.exec('DELETE FROM chunks WHERE id = (SELECT max(id) FROM chunks)');
      const [chunk] = chunksOf(tagId, constant(60_000, 50, 7));
      if (chunk !== undefined) createChunkInserter(writer, 'readings')(tagId, 1, chunk.chunk);
    };
    await rewriteChunks(writer, { tell, isCancelled: () => false }, 1);
    expect(isExchanged).toBe(true);
    expect(await readSeconds(temporary.readings, tagId, timeAt(60_000))).toEqual(constant(60_000, 50, 7));
  });

  it('that is cancelled does not look through what is left', async () => {
    const tags = Array.from({ length: 10 }, (_, i): [string, Column[]] => [`tag ${i}`, [constant(0, 10, 1)]]);
    await importColumns(temporary.readings, plantId, Object.fromEntries(tags));
    let asked = 0;
    const isCancelled = (): boolean => ++asked > 0;
    await rewriteChunks(temporary.store.writer, { tell: () => undefined, isCancelled }, 1);
    expect(asked).toBe(1);
  });

  it('is named where a backup cannot be restored because of it', async () => {
    await importColumns(temporary.readings, plantId, { steam: [constant(0, 9000, 1)] });
    const { name } = await createBackup(temporary.store);
    temporary.store.close();
    const { folder } = temporary;
    const host = createStoreHost({ folder, programVersion: '1', now: () => 0, onChanged: () => undefined });
    const compaction = host.call('store.compact', {});
    const restored = await host.call('backups.restore', { name });
    expect(JSON.stringify(restored)).toMatch(/conflict.*a deletion, a compaction/);
    await compaction;
    host.close();
  });
});
