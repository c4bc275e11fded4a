import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createChunkWriter } from '@core/import/chunk-writer.ts';
import { BAD, GOOD, UNCERTAIN } from '@core/quality.ts';
import type { DuplicatePolicy } from '@core/series/merge-layers.ts';
import {
  createPlantStore,
  everySecond,
  finish,
  importColumns,
  importedTag,
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

interface Row {
  readonly second: number;
  readonly value: number;
  readonly quality: number;
}

/** Imports the rows of one tag in the order of a file; what is read of them and what was counted. */
async function importRows(name: string, rows: readonly Row[], duplicates?: DuplicatePolicy) {
  const { readings } = temporary;
  const importId = await readings.beginImport({
    plantId,
    source: 'csv',
    fileName: 'april.csv',
    settings: duplicates === undefined ? {} : { duplicates },
    startedMs: START_MS,
  });
  const [tagId = 0] = await readings.resolveTags(plantId, [importedTag(name)]);
  const writer = createChunkWriter(readings, importId, duplicates);
  await writer.add(tagId, {
    timesMs: Float64Array.from(rows, ({ second }) => START_MS + second * 1000),
    values: Float64Array.from(rows, ({ value }) => value),
    qualities: Uint8Array.from(rows, ({ quality }) => quality),
    statuses: [],
  });
  await writer.finish();
  const summary = await readings.commitImport(importId, finish({ duplicateCount: writer.duplicateCount() }));
  return { read: await readSeconds(readings, tagId), summary };
}

const good = (second: number, value: number): Row => ({ second, value, quality: GOOD });

function groupBySecond(rows: readonly Row[]): Map<number, Row[]> {
  const groups = new Map<number, Row[]>();
  for (const row of rows) groups.set(row.second, [...(groups.get(row.second) ?? []), row]);
  return groups;
}

/** The rule itself, row by row. */
function expected(rows: readonly Row[], policy: DuplicatePolicy): [number, number][] {
  const worth = ({ value, quality }: Row): number => (Number.isNaN(value) ? 9 : quality);
  const byTime = groupBySecond(rows);
  return [...byTime]
    .toSorted(([a], [b]) => a - b)
    .flatMap(([second, same]): [number, number][] => {
      if (policy === 'reject' && same.length > 1) return [];
      const best = Math.min(...same.map(worth));
      const chosen =
        policy === 'keep-first'
          ? same[0]
          : policy === 'keep-good'
            ? same.findLast((row) => worth(row) === best)
            : same.at(-1);
      return chosen === undefined ? [] : [[second, chosen.value]];
    });
}

describe('several readings of a tag at one time in a file', () => {
  const rows = [
    { second: 0, value: 1, quality: UNCERTAIN },
    { second: 0, value: 2, quality: BAD },
    good(1, 3),
    { second: 2, value: NaN, quality: GOOD },
    { second: 2, value: 4, quality: BAD },
    good(1, 5),
    { second: 0, value: NaN, quality: BAD },
  ];
  it.each([
    ['keep-last', [NaN, 5, 4], 4, 'the last one in the file was kept'],
    ['keep-first', [1, 3, NaN], 4, 'the first one in the file was kept'],
    ['keep-good', [1, 5, 4], 4, 'the one of the best quality was kept'],
    ['reject', [], 7, 'none of them was kept'],
  ] as const)('%s gives %j and counts %i', async (policy, values, count, says) => {
    const { read, summary } = await importRows('steam', rows, policy);
    expect(read.map(([, value]) => value)).toEqual(values);
    expect(summary.duplicateCount).toBe(count);
    expect(summary.notices).toEqual([
      `${count} readings were left out because the file has several for one tag at one time: ${says}.`,
    ]);
  });

  it.each(['keep-last', 'keep-first', 'keep-good', 'reject'] as const)(
    '%s holds however far apart in the file they are',
    async (policy) => {
      let tag = 0;
      const reading = fc.record({
        second: fc.integer({ min: 0, max: 12_000 }),
        value: fc.oneof(fc.integer({ min: 0, max: 99 }), fc.constant(NaN)),
        quality: fc.constantFrom(GOOD, UNCERTAIN, BAD),
      });
      await fc.assert(
        fc.asyncProperty(
          fc.array(reading, { minLength: 1, maxLength: 60 }),
          fc.nat(9000),
          async (some, gap) => {
            // A long stretch between the two halves puts them into different chunks.
            const stretch = Array.from({ length: 2 * gap }, (_, i) => good(20_000 + (i % 9000), i));
            const all = [...some, ...stretch, ...some.slice(0, 30).map((row) => ({ ...row, value: 7 }))];
            const { read, summary } = await importRows(`tag ${++tag}`, all, policy);
            expect(read).toEqual(expected(all, policy));
            expect(summary.duplicateCount).toBe(all.length - read.length);
          },
        ),
        { numRuns: 12, seed: 20 },
      );
    },
  );
});

describe('an import over earlier ones', () => {
  it('tells how many readings are equal and how many stand over another', async () => {
    await importColumns(temporary.readings, plantId, { steam: [everySecond(0, [1, 2, NaN, 4])] });
    const { summary } = await importRows('steam', [
      good(-1, 1),
      good(0, 1),
      { second: 1, value: 2, quality: UNCERTAIN },
      { second: 2, value: NaN, quality: BAD },
      good(3, 4.5),
      good(3.5, 1),
      good(9, 1),
    ]);
    expect(summary.notices).toContain(
      '4 readings have a time that an earlier import already holds: 2 are equal to what was there, 2 stand over an earlier one, which an undo of this import brings back.',
    );
  });

  it('compares with what is read now, and counts over many chunks', async () => {
    const values = (count: number, value: number): number[] => Array.from({ length: count }, () => value);
    await importColumns(temporary.readings, plantId, { steam: [everySecond(0, values(20_000, 1))] });
    await importColumns(temporary.readings, plantId, { steam: [everySecond(15_000, values(10_000, 2))] });
    const { summary } = await importRows(
      'steam',
      Array.from({ length: 30_000 }, (_, i) => good(i, 2)),
    );
    expect(summary.notices.at(-1)).toBe(
      '25,000 readings have a time that an earlier import already holds: 10,000 are equal to what was there, 15,000 stand over an earlier one, which an undo of this import brings back.',
    );
  });

  it('says nothing where they only lie between each other', async () => {
    await importColumns(temporary.readings, plantId, { steam: [everySecond(0, [1, 1])] });
    const { summary } = await importRows('steam', [good(0.5, 3)]);
    expect(summary.notices).toEqual([]);
  });
});
