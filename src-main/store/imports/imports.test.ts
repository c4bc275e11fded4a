import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { summariseData } from '../data-summary.ts';
import { listImports } from './imports.ts';
import { listLabels } from '../runs/labels.ts';
import { addPlant } from '../plants.ts';
import { listTags } from '../tags.ts';
import {
  beginImport,
  chunksOf,
  createPlantStore,
  everySecond,
  finish,
  importColumns,
  importedTag,
  plantFields,
  readSeconds,
  START_MS,
  type TemporaryStore,
} from '../testing/temporary-store.ts';
import { undoImport } from './undo-import.ts';

let temporary: TemporaryStore;
let plantId = 0;
beforeEach(() => {
  ({ temporary, plantId } = createPlantStore());
});
afterEach(() => temporary.remove());

/** What is read of a tag, as [second, value]. */
const read = (tagId: number, from = -Infinity, to = Infinity): Promise<[number, number][]> =>
  readSeconds(temporary.readings, tagId, from, to);

describe('importing readings', () => {
  it('shows nothing of an import until it is committed, and then all of it', async () => {
    const { readings, store } = temporary;
    const importId = await beginImport(readings, plantId);
    const [tagId = 0] = await readings.resolveTags(plantId, [importedTag('steam', 'bar')]);
    await readings.appendChunks(importId, chunksOf(tagId, everySecond(0, [88.1, NaN, 88.3])));
    expect(await read(tagId)).toEqual([]);
    expect(listImports(store.reader, plantId)).toEqual([]);
    expect(summariseData(store.reader, plantId).readingCount).toBe(0);

    const summary = await readings.commitImport(
      importId,
      finish({ fileSha256: 'ab'.repeat(32), rowCount: 3, rejectedCount: 2, notices: ['Read.'] }),
    );
    expect(summary).toEqual({
      id: importId,
      plantId,
      source: 'csv',
      fileName: 'april.csv',
      fileBytes: 100,
      fileSha256: 'ab'.repeat(32),
      finishedMs: START_MS,
      rowCount: 3,
      readingCount: 3,
      missingCount: 1,
      rejectedCount: 2,
      duplicateCount: 0,
      firstMs: START_MS,
      lastMs: START_MS + 2000,
      notices: ['Read.'],
    });
    expect(await read(tagId)).toEqual([
      [0, 88.1],
      [1, NaN],
      [2, 88.3],
    ]);
    expect(listImports(store.reader, plantId)).toEqual([summary]);
    expect(temporary.changes).toContainEqual({ plantId, what: 'readings' });
  });

  it('keeps the unit of a tag that exists and fills in what it lacks', async () => {
    const { readings, store } = temporary;
    await readings.resolveTags(plantId, [importedTag('a', 'bar'), importedTag('b')]);
    await readings.resolveTags(plantId, [importedTag('b', 'mm/s'), importedTag('a', 'psi')]);
    expect(listTags(store.reader, plantId).map(({ name, unit }) => [name, unit])).toEqual([
      ['a', 'bar'],
      ['b', 'mm/s'],
    ]);
  });

  it('takes an aborted import away with the tags that came with it', async () => {
    const { readings, store } = temporary;
    const { tagIds } = await importColumns(readings, plantId, { old: [everySecond(0, [1, 2])] });
    const importId = await beginImport(readings, plantId);
    const both = await readings.resolveTags(plantId, [importedTag('old'), importedTag('new')]);
    for (const tagId of both) await readings.appendChunks(importId, chunksOf(tagId, everySecond(0, [7, 8])));
    await readings.abortImport(importId);
    expect(listTags(store.reader, plantId).map((tag) => tag.name)).toEqual(['old']);
    expect(await read(tagIds[0] ?? 0)).toEqual([
      [0, 1],
      [1, 2],
    ]);
    await expect(readings.appendChunks(importId, [])).rejects.toThrow(/not in the store/);
  });

  it('removes at the next start what a killed program had not committed, and says so', async () => {
    const { tagIds } = await importColumns(temporary.readings, plantId, { steam: [everySecond(0, [1])] });
    const importId = await beginImport(temporary.readings, plantId, 'may.csv');
    await temporary.readings.appendChunks(importId, chunksOf(tagIds[0] ?? 0, everySecond(0, [7, 8])));
    temporary = temporary.reopen();
    expect(temporary.store.interrupted).toEqual([
      'The import of may.csv into Zawar was cut off. Nothing of it was kept; import the file again.',
    ]);
    expect(await read(tagIds[0] ?? 0)).toEqual([[0, 1]]);
    const count = (table: string): unknown =>
      temporary.store.reader.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
    expect([count('chunks'), count('chunk_bytes'), count('imports')]).toEqual([1, 1, 1]);
    temporary = temporary.reopen();
    expect(temporary.store.interrupted).toEqual([]);
  });

  it('refuses more chunks, or a second commit, once an import is committed', async () => {
    const { readings } = temporary;
    const { importId, tagIds } = await importColumns(readings, plantId, { steam: [everySecond(0, [1])] });
    await expect(
      readings.appendChunks(importId, chunksOf(tagIds[0] ?? 0, everySecond(5, [1]))),
    ).rejects.toThrow(/finished/);
    await expect(readings.commitImport(importId, finish())).rejects.toThrow(/finished/);
  });

  it('can begin after an abort was refused, because the import was committed already', async () => {
    const { importId } = await importColumns(temporary.readings, plantId, { steam: [everySecond(0, [1])] });
    await expect(temporary.readings.abortImport(importId)).rejects.toThrow(/finished/);
    expect(await beginImport(temporary.readings, plantId)).toBe(importId + 1);
    await temporary.readings.abortImport(importId + 1);
    expect(listImports(temporary.store.reader, plantId)).toHaveLength(1);
  });

  it('refuses chunks for the tag of another plant', async () => {
    const { readings, store } = temporary;
    const other = addPlant(store.writer, plantFields('Rihand')).id;
    const [foreign = 0] = await readings.resolveTags(other, [importedTag('steam')]);
    const importId = await beginImport(readings, plantId);
    await expect(readings.appendChunks(importId, chunksOf(foreign, everySecond(0, [1])))).rejects.toThrow(
      /not in the store/,
    );
  });

  it('keeps the faults of simulated readings as labels of the simulator', async () => {
    const event = {
      kind: 'tube-leak',
      tagName: null,
      startMs: START_MS,
      endMs: START_MS + 60_000,
      note: 'ramp',
    };
    await importColumns(temporary.readings, plantId, { steam: [everySecond(0, [1])] }, { events: [event] });
    expect(listLabels(temporary.store.reader, plantId)).toEqual([
      {
        id: 1,
        ...event,
        source: 'simulator',
        author: null,
        fileName: null,
        createdMs: START_MS,
        changedMs: null,
      },
    ]);
  });
});

describe('readings of one file that overlap', () => {
  it('are merged at the commit: the one appended later is kept and the others are counted', async () => {
    const { importId, tagIds } = await importColumns(
      temporary.readings,
      plantId,
      { steam: [everySecond(0, [1, 1, 1, 1]), everySecond(2, [2, 2, 2]), [[3, 3]]] },
      { duplicateCount: 5 },
    );
    const expected = [
      [0, 1],
      [1, 1],
      [2, 2],
      [3, 3],
      [4, 2],
    ];
    expect(await read(tagIds[0] ?? 0)).toEqual(expected);
    const [summary] = listImports(temporary.store.reader, plantId);
    expect([summary?.id, summary?.readingCount, summary?.duplicateCount]).toEqual([importId, 5, 5 + 3]);
    expect(summary?.notices).toEqual([
      '8 readings were left out because the file has several for one tag at one time: the last one in the file was kept.',
    ]);
  });

  it('are counted exactly over many chunks in any order', async () => {
    const count = 30_000;
    const shuffled = Array.from({ length: count }, (_, i): [number, number] => [(i * 7919) % 20_000, i]);
    const { tagIds } = await importColumns(temporary.readings, plantId, { steam: [shuffled] });
    const expected = [...new Map(shuffled)].toSorted(([a], [b]) => a - b);
    expect(await read(tagIds[0] ?? 0)).toEqual(expected);
    const [summary] = listImports(temporary.store.reader, plantId);
    expect([summary?.readingCount, summary?.duplicateCount]).toEqual([20_000, 10_000]);
  });
});

describe('imports that overlap in time', () => {
  it('read as the later one where both have a reading, and an undo brings the earlier one back', async () => {
    const first = await importColumns(temporary.readings, plantId, { steam: [everySecond(0, [1, 1, 1, 1])] });
    const tagId = first.tagIds[0] ?? 0;
    const second = await importColumns(temporary.readings, plantId, {
      steam: [
        [
          [1, 2],
          [1.5, 2],
          [2, NaN],
        ],
      ],
    });
    expect(await read(tagId)).toEqual([
      [0, 1],
      [1, 2],
      [1.5, 2],
      [2, NaN],
      [3, 1],
    ]);
    const [tag] = listTags(temporary.store.reader, plantId);
    expect([tag?.readingCount, tag?.missingCount]).toEqual([5, 1]);

    undoImport(temporary.store, second.importId);
    expect(await read(tagId)).toEqual(everySecond(0, [1, 1, 1, 1]));
    expect(listTags(temporary.store.reader, plantId)[0]?.readingCount).toBe(4);
  });

  it('count as overlapping where they share a single time', async () => {
    const { tagIds } = await importColumns(temporary.readings, plantId, {
      steam: [everySecond(0, [1, 1, 1])],
    });
    await importColumns(temporary.readings, plantId, { steam: [everySecond(2, [2, 2])] });
    expect(await read(tagIds[0] ?? 0)).toEqual([...everySecond(0, [1, 1]), ...everySecond(2, [2, 2])]);
  });

  it('are read up to and including both ends of the range asked for', async () => {
    const { tagIds } = await importColumns(temporary.readings, plantId, {
      steam: [everySecond(0, [1, 2, 3])],
    });
    const tagId = tagIds[0] ?? 0;
    expect(await read(tagId, START_MS, START_MS)).toEqual([[0, 1]]);
    expect(await read(tagId, START_MS + 2000, START_MS + 2000)).toEqual([[2, 3]]);
    expect(await read(tagId, START_MS + 2001, Infinity)).toEqual([]);
  });

  it('give back the later one alone when the earlier one is undone', async () => {
    const first = await importColumns(temporary.readings, plantId, { steam: [everySecond(0, [1, 1, 1])] });
    const tagId = first.tagIds[0] ?? 0;
    await importColumns(temporary.readings, plantId, { steam: [[[1, 2]]] });
    undoImport(temporary.store, first.importId);
    expect(await read(tagId)).toEqual([[1, 2]]);
  });

  it('read the same in portions as at once, and only the range asked for', async () => {
    const even = Array.from({ length: 20_000 }, (_, i): [number, number] => [i * 2, 1]);
    const shifted = Array.from({ length: 20_000 }, (_, i): [number, number] => [5000 + i, 2]);
    const { tagIds } = await importColumns(temporary.readings, plantId, { steam: [even] });
    await importColumns(temporary.readings, plantId, { steam: [shifted] });
    const merged = new Map([...even, ...shifted]);
    const expected = [...merged].toSorted(([a], [b]) => a - b);
    expect(await read(tagIds[0] ?? 0)).toEqual(expected);
    expect(await read(tagIds[0] ?? 0, START_MS + 4_990_000, START_MS + 31_000_000)).toEqual(
      expected.filter(([second]) => second >= 4990 && second <= 31_000),
    );
  });
});

describe('the data held for a plant', () => {
  it('counts readings, missing ones and gaps, also across chunks and imports', async () => {
    await importColumns(temporary.readings, plantId, {
      steam: [everySecond(0, [1, NaN, 1, 1]), everySecond(10, [1, 1])],
      flow: [everySecond(0, [1, NaN, NaN, NaN, NaN, 1])],
    });
    await importColumns(temporary.readings, plantId, { steam: [everySecond(100, [1, 1])] });
    expect(summariseData(temporary.store.reader, plantId)).toEqual({
      firstMs: START_MS,
      lastMs: START_MS + 101_000,
      readingCount: 14,
      missingCount: 5,
      tagCount: 2,
      // steam: 3 s to 10 s and 11 s to 100 s; flow: 0 s to 5 s
      gapCount: 3,
      longestGapMs: 89_000,
      importCount: 2,
      openAnomalyCount: 0,
    });
  });
});
