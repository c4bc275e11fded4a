import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appendChunks } from '../imports/imports.ts';
import { checkSegments, completeSegments } from './series-segments.ts';
import { createSegmentLoader, listSegments } from './segment-table.ts';
import { createStoreCalls } from '../store-calls.ts';
import { listTags, refreshTagStatistics } from '../tags.ts';
import {
  beginImport,
  chunksOf,
  createPlantStore,
  everySecond,
  finish,
  importColumns,
  importedTag,
  readSeconds,
  START_MS,
  type TemporaryStore,
} from '../testing/temporary-store.ts';
import { queryTrend } from './trends.ts';
import { undoImport } from '../imports/undo-import.ts';

let temporary: TemporaryStore;
let plantId = 0;
beforeEach(() => {
  ({ temporary, plantId } = createPlantStore());
});
afterEach(() => temporary.remove());

const ramp = (from: number, count: number, value: number) =>
  everySecond(
    from,
    Array.from({ length: count }, (_, i) => (i % 97 === 5 ? NaN : value + (i % 10))),
  );

const statistics = () => JSON.stringify(listTags(temporary.store.writer, plantId));

/** That the segments are in order, do not overlap, and count what is read. */
async function expectWhole(tagId: number): Promise<void> {
  const { reader, writer } = temporary.store;
  const read = await readSeconds(temporary.readings, tagId);
  const stored = listSegments(reader, tagId, -Infinity, Infinity);
  expect(stored.reduce((sum, one) => sum + one.statistics.readingCount, 0)).toBe(read.length);
  for (const [at, { statistics: own }] of stored.entries()) {
    const before = stored[at - 1];
    if (before !== undefined) expect(own.firstMs).toBeGreaterThan(before.statistics.lastMs);
  }
  expect(checkSegments(reader)).toEqual([]);
  const kept = statistics();
  refreshTagStatistics(writer, tagId);
  expect(statistics()).toBe(kept);
}

describe('the segments of a tag', () => {
  it('follow its readings through imports that overlap, precede and continue, and through their undo', async () => {
    const piece = fc.record({
      from: fc.integer({ min: 0, max: 30_000 }),
      count: fc.integer({ min: 1, max: 12_000 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { minLength: 2, maxLength: 5 }), fc.nat(), async (pieces, chosen) => {
        const imports: number[] = [];
        let tagId = 0;
        for (const [at, { from, count }] of pieces.entries()) {
          const done = await importColumns(temporary.readings, plantId, { steam: [ramp(from, count, at)] });
          imports.push(done.importId);
          tagId = done.tagIds[0] ?? 0;
          await expectWhole(tagId);
        }
        undoImport(temporary.store, imports[chosen % imports.length] ?? 0);
        await expectWhole(tagId);
        for (const importId of imports.filter((_, at) => at !== chosen % imports.length))
          undoImport(temporary.store, importId);
      }),
      { numRuns: 8 },
    );
  });

  it('are right where several imports of the tag are committed at the same time', async () => {
    const { readings } = temporary;
    const tagIds = await readings.resolveTags(plantId, [importedTag('steam')]);
    const tagId = tagIds[0] ?? 0;
    const importIds: number[] = [];
    for (const from of [0, 4000, 30_000]) {
      const importId = await beginImport(readings, plantId);
      await readings.appendChunks(importId, chunksOf(tagId, ramp(from, 10_000, from)));
      importIds.push(importId);
    }
    await Promise.all(importIds.map((importId) => readings.commitImport(importId, finish())));
    await expectWhole(tagId);
  });

  it('prepared for an import are made anew where more of it has come since', async () => {
    const { readings, store } = temporary;
    const tagIds = await readings.resolveTags(plantId, [importedTag('steam')]);
    const tagId = tagIds[0] ?? 0;
    const importId = await beginImport(readings, plantId);
    await readings.appendChunks(importId, chunksOf(tagId, ramp(0, 10_000, 1)));
    const committed = readings.commitImport(importId, finish());
    appendChunks(store.writer, importId, chunksOf(tagId, ramp(20_000, 5000, 2)));
    await committed;
    await expectWhole(tagId);
  });

  it('are right where chunks of the tag are deleted while they are prepared', async () => {
    const { readings, store } = temporary;
    const { tagIds } = await importColumns(readings, plantId, { steam: [ramp(0, 80 * 8192, 1)] });
    const tagId = tagIds[0] ?? 0;
    const importId = await beginImport(readings, plantId);
    await readings.appendChunks(importId, chunksOf(tagId, ramp(80 * 8192, 70 * 8192, 2)));
    await Promise.all([
      readings.commitImport(importId, finish()),
      createStoreCalls(store)['readings.deleteRange']({
        plantId,
        tagIds: [tagId],
        fromMs: START_MS + 5 * 8192 * 1000,
        toMs: START_MS + 75 * 8192 * 1000,
      }),
    ]);
    await expectWhole(tagId);
  });

  it('are few, however many small imports follow each other, in either direction', async () => {
    for (const order of [
      [0, 1, 2, 3, 4],
      [9, 8, 7, 6, 5],
    ])
      for (const at of order)
        await importColumns(temporary.readings, plantId, { steam: [ramp(at * 200, 200, at)] });
    const [tag] = listTags(temporary.store.reader, plantId);
    expect(listSegments(temporary.store.reader, tag?.id ?? 0, -Infinity, Infinity)).toHaveLength(1);
    await expectWhole(tag?.id ?? 0);
  });

  it('are made when a store of an earlier version is opened, and when they are lost', async () => {
    const { tagIds } = await importColumns(temporary.readings, plantId, { steam: [ramp(0, 20_000, 1)] });
    const window = { fromMs: START_MS, toMs: START_MS + 20_000_000, pixels: 10 };
    const series = { kind: 'readings', ownerId: tagIds[0] ?? 0 } as const;
    const drawn = queryTrend(temporary.store.reader, series, window);
    temporary.store.writer.exec('DELETE FROM segments');
    temporary = temporary.reopen();
    expect(queryTrend(temporary.store.reader, series, window)).toEqual(drawn);
    expect(listSegments(temporary.store.reader, series.ownerId, -Infinity, Infinity)).toHaveLength(1);
  });

  it.each(['coarse', 'fine'] as const)(
    'are passed over where their %s level is damaged: the chart is the same, and the check says so',
    async (level) => {
      const { tagIds } = await importColumns(temporary.readings, plantId, { steam: [ramp(0, 60_000, 1)] });
      const { writer, reader } = temporary.store;
      const series = { kind: 'readings', ownerId: tagIds[0] ?? 0 } as const;
      const window = { fromMs: START_MS, toMs: START_MS + 60_000_000, pixels: level === 'coarse' ? 20 : 150 };
      const drawn = queryTrend(reader, series, window);
      writer.exec(`UPDATE segments SET ${level} = zeroblob(length(${level}))`);
      const [segment] = listSegments(reader, series.ownerId, -Infinity, Infinity);
      expect(createSegmentLoader(reader, level)(segment?.id ?? 0)).toBeNull();
      const again = queryTrend(reader, series, window);
      expect([again.readingCount, Math.min(...again.values)]).toEqual([
        drawn.readingCount,
        Math.min(...drawn.values),
      ]);
      expect(checkSegments(reader)).toEqual([
        'The summaries of tag "steam" from 2024-04-01T00:00:00.000Z are damaged. Compact the store to make them anew; no reading is lost.',
      ]);
    },
  );

  it('are not made for a tag without readings', () => {
    temporary.store.writer.exec(`INSERT INTO tags (plant_id, name) VALUES (${plantId}, 'empty')`);
    completeSegments(temporary.store.writer);
    expect(temporary.store.reader.prepare('SELECT count(*) AS n FROM segments').get()).toEqual({ n: 0 });
  });
});
