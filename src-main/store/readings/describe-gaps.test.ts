import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  beginImport,
  chunksOf,
  createPlantStore,
  everySecond,
  finish,
  importedTag,
  type TemporaryStore,
} from '../testing/temporary-store.ts';

let temporary: TemporaryStore;
let plantId = 0;
beforeEach(() => {
  ({ temporary, plantId } = createPlantStore());
});
afterEach(() => temporary.remove());

const values = (count: number): number[] => Array.from({ length: count }, (_, second) => second);

async function noticesAfter(...blocks: readonly (readonly [from: number, values: number[]])[]) {
  const { readings } = temporary;
  const importId = await beginImport(readings, plantId);
  const [tagId = 0] = await readings.resolveTags(plantId, [importedTag('steam', 'bar')]);
  for (const [from, seconds] of blocks)
    await readings.appendChunks(importId, chunksOf(tagId, everySecond(from, seconds)));
  const { notices } = await readings.commitImport(importId, finish({ fileSha256: 'ab'.repeat(32) }));
  return notices;
}

it('tells the longest gap of an import, inside its chunks and between them', async () => {
  const holes = [...values(20), ...Array<number>(9).fill(NaN), ...values(20)];
  expect(await noticesAfter([0, holes], [2449, values(20)])).toEqual([
    '2 gaps longer than 3 usual steps; the longest is 40 min 1 s ("steam").',
  ]);
});

it('is silent about readings that follow each other', async () => {
  expect(await noticesAfter([0, values(20)], [20, values(20)])).toEqual([]);
});
