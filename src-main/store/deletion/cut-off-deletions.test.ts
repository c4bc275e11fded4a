import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listDeletions } from './deletion-record.ts';
import { createHealth } from '../safety/health.ts';
import { listRetention } from './retention.ts';
import { createStoreCalls } from '../store-calls.ts';
import { constant, deleteSeconds, timeAt } from '../testing/deleting.ts';
import {
  createPlantStore,
  createTemporaryStore,
  everySecond,
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

const remove = (from: number, to: number) => deleteSeconds(temporary.store, plantId, from, to);
const ones = (count: number) => constant(0, count, 1);

/** Two portions of chunks of the first tag, so that a deletion has a step between. */
const CHUNKS = 70;
const READINGS = CHUNKS * 8192;

/** Bytes of the chunk that holds this second are not what was written; what was there before. */
function damageChunkAt(second: number, tag: string): () => void {
  const { writer } = temporary.store;
  const { id, bytes } = writer
    .prepare<[string, number, number], { id: number; bytes: Uint8Array }>(
      `SELECT chunks.id, times AS bytes FROM chunks JOIN tags ON tags.id = tag_id JOIN chunk_bytes ON chunk_id = chunks.id
       WHERE name = ? AND chunks.first_ms <= ? AND chunks.last_ms >= ?`,
    )
    .get(tag, timeAt(second), timeAt(second)) ?? { id: 0, bytes: new Uint8Array() };
  const write = (to: Uint8Array): void =>
    void temporary.store.writer.prepare('UPDATE chunk_bytes SET times = ? WHERE chunk_id = ?').run(to, id);
  write(bytes.map((byte) => byte ^ 0x55));
  return () => write(bytes);
}

describe('a deletion that was cut off and meets a damaged chunk', () => {
  it('does not keep the program from starting; it is told, stays open, and is completed once the chunk is sound', async () => {
    const { tagIds } = await importColumns(temporary.readings, plantId, {
      steam: [ones(READINGS)],
      flow: [ones(1000)],
    });
    const cutOff = remove(100, READINGS - 1);
    const mend = damageChunkAt(0, 'flow');
    temporary.store.close();
    await expect(cutOff).rejects.toThrow(/not open/);
    const reopened = (): string[] => {
      temporary = createTemporaryStore(temporary.folder);
      return [...temporary.store.interrupted];
    };
    const told =
      'A deletion of readings of Zawar was cut off and could not be completed: A stored chunk of readings is damaged: its checksum is wrong. Restore a backup or import its file again. It is tried again at every start; a full check (File, Backups and Checks) says which chunk it is.';
    expect(reopened()).toEqual([told]);
    expect(await readSeconds(temporary.readings, tagIds[0] ?? 0)).toHaveLength(100);
    temporary.store.close();
    expect(reopened()).toEqual([told]);
    mend();
    temporary.store.close();
    expect(reopened()).toEqual(['A deletion of readings of Zawar was cut off. It has been completed.']);
    expect(await readSeconds(temporary.readings, tagIds[1] ?? 0)).toHaveLength(100);
    expect(listDeletions(temporary.store.reader, plantId)).toMatchObject([
      { tagNames: ['steam', 'flow'], readingCount: READINGS - 100 + 900 },
    ]);
  });
});

describe('a deletion that fails part-way', () => {
  it('says what is gone already and what completes it, announces it, and is listed as not complete', async () => {
    await importColumns(temporary.readings, plantId, { steam: [ones(1000)], flow: [ones(1000)] });
    damageChunkAt(0, 'flow');
    temporary.changes.length = 0;
    await expect(remove(100, 999)).rejects.toThrow(
      /^A stored chunk of readings is damaged: .* 900 readings of 1 tag are gone already\. The next start of the program deletes the rest\.$/,
    );
    expect(temporary.changes).toEqual([{ plantId, what: 'readings' }]);
    expect(listDeletions(temporary.store.reader, plantId)).toMatchObject([
      { isComplete: false, readingCount: 900, tagNames: ['steam', 'flow'] },
    ]);
  });

  it('before anything is gone says that nothing is, and leaves nothing to complete', async () => {
    const { tagIds } = await importColumns(temporary.readings, plantId, { steam: [ones(1000)] });
    damageChunkAt(0, 'steam');
    await expect(remove(100, 999)).rejects.toThrow(/is damaged: .* Nothing was deleted\.$/);
    expect(listDeletions(temporary.store.reader, plantId)).toEqual([]);
    temporary = temporary.reopen();
    expect(temporary.store.interrupted).toEqual([]);
    expect(tagIds).toHaveLength(1);
  });

  it('for its age says so too, with the retention set', async () => {
    const days = everySecond(0, [1]).concat([[4 * 86_400, 2]]);
    const { tagIds } = await importColumns(temporary.readings, plantId, { steam: [days] });
    damageChunkAt(0, 'steam');
    const setting = createStoreCalls(temporary.store)['tags.setRetention']({
      tagId: tagIds[0] ?? 0,
      days: 1,
    });
    await expect(setting).rejects.toThrow(/is damaged: .* Nothing was deleted\.$/);
    expect(temporary.changes.at(-1)).toEqual({ plantId, what: 'readings' });
    expect(listRetention(temporary.store.reader, plantId)).toEqual([{ tagId: tagIds[0], days: 1 }]);
  });
});

it('a damaged chunk of one tag does not keep old readings of the others', async () => {
  const days = everySecond(0, [1, 1]).concat([[4 * 86_400, 2]]);
  const { tagIds } = await importColumns(temporary.readings, plantId, { steam: [days], flow: [days] });
  temporary.store.writer.exec('UPDATE tags SET retention_days = 1');
  damageChunkAt(0, 'steam');
  const health = createHealth(temporary.store);
  temporary.changes.length = 0;
  await health.deleteTooOld();
  expect(await readSeconds(temporary.readings, tagIds[1] ?? 0)).toEqual([[4 * 86_400, 2]]);
  expect(health.problems).toEqual([
    expect.stringMatching(
      /^Old readings of tag "steam" could not be deleted: A stored chunk .* Nothing was deleted\.$/,
    ),
  ]);
  expect(temporary.changes).toContainEqual({ plantId, what: 'readings' });
});
