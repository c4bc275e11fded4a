import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { noCheckpoint } from '@core/checkpoint.ts';
import { decodeChunk } from '@core/chunks/decode-chunk.ts';
import { encodeBlock } from '@core/chunks/encode-chunk.ts';
import { createRandom } from '@core/random.ts';
import type { ReadingBlock } from '@core/reading-block.ts';
import { alignSamples } from '@core/samples/align-samples.ts';
import { addPlant } from '../../src-main/store/plants.ts';
import {
  beginImport,
  createTemporaryStore,
  finish,
  plantFields,
  START_MS,
  type TemporaryStore,
} from '../../src-main/store/testing/temporary-store.ts';
import { hashSamples } from './hash-samples.ts';
import { loadSamples } from './load-samples.ts';
import { readBlock } from './read-readings.ts';
import { readSharedClock } from './read-shared-clock.ts';

const ROWS = 20_000;
const names = ['load', 'pressure', 'vibration'];
let temporary: TemporaryStore;
let plantId = 0;

beforeEach(() => {
  temporary = createTemporaryStore();
  plantId = addPlant(temporary.store.writer, plantFields('Loading')).id;
});
afterEach(() => temporary.remove());

/** A reading every second, with gaps, missing and bad ones, and one too large for float32. */
function blockOf(seed: number, change: (timesMs: Float64Array) => void = () => undefined): ReadingBlock {
  const random = createRandom(seed);
  const timesMs = Float64Array.from(
    { length: ROWS },
    (_, row) => START_MS + row * 1000 + (row > 9000 ? 60_000 : 0),
  );
  change(timesMs);
  const values = Float64Array.from({ length: ROWS }, (_, row) =>
    row % 100 === seed ? NaN : row === 12_345 ? 1e300 : Math.round(random.normal() * 1000) / 100,
  );
  const qualities = Uint8Array.from(values, (value, row) =>
    Number.isNaN(value) || row % 77 === seed ? 2 : row % 5 === 0 ? 1 : 0,
  );
  return { timesMs, values, qualities, statuses: [] };
}

async function store(blocks: readonly ReadingBlock[]): Promise<{ id: number; name: string }[]> {
  const { readings } = temporary;
  const importId = await beginImport(readings, plantId);
  const unknown = { unit: null, description: null, lowLimit: null, highLimit: null };
  const tags = names.slice(0, blocks.length).map((name) => ({ name, ...unknown }));
  const ids = await readings.resolveTags(plantId, tags);
  for (const [index, block] of blocks.entries()) {
    const tagId = ids[index] ?? 0;
    await readings.appendChunks(
      importId,
      encodeBlock(block).map((chunk) => ({ tagId, chunk })),
    );
  }
  await readings.commitImport(importId, finish());
  return ids.map((id, index) => ({ id, name: names[index] ?? '' }));
}

const range = { fromMs: START_MS + 5_000_500, toMs: START_MS + 19_000_000 };
const request = { ...range, trainFromMs: START_MS + 6_000_000, trainToMs: START_MS + 8_000_000 };

/** The same by reading each tag whole and aligning. */
async function aligned(tags: readonly { id: number; name: string }[]) {
  const { readings } = temporary;
  const blocks = [];
  for (const { id, name } of tags) {
    const readPage = (from: number, to: number) => readings.readChunks(id, from, to);
    blocks.push({ name, block: await readBlock(readPage, range.fromMs, range.toMs, noCheckpoint) });
  }
  return alignSamples(blocks);
}

const shared = (tags: readonly { id: number }[]) =>
  readSharedClock(
    temporary.readings,
    tags.map(({ id }) => id),
    range,
    noCheckpoint,
  );

describe('loading samples', () => {
  it('reads tags that share their clock straight into the samples, as aligning them would', async () => {
    const tags = await store([blockOf(1), blockOf(2), blockOf(3)]);
    const expected = await aligned(tags);
    const found = await shared(tags);
    expect(found?.timesMs).toEqual(expected.timesMs);
    expect(found?.samples.data.length).toBe(expected.samples.data.length);
    expect(found?.samples.data).toEqual(expected.samples.data);
    expect(found?.samples.data.some(Number.isNaN)).toBe(true);
    const loaded = await loadSamples(temporary.readings, tags, request, noCheckpoint);
    expect(loaded.timesMs[loaded.trainFrom]).toBe(request.trainFromMs);
    expect(loaded.timesMs[loaded.trainTo]).toBe(request.trainToMs + 1000);
  });

  it('also where the same times lie in other chunks', async () => {
    const [one, two] = [blockOf(1), blockOf(2)];
    const tags = await store([one, two]);
    // A later import of a stretch of one tag, with the same times, cuts its chunks.
    const importId = await beginImport(temporary.readings, plantId, 'again.csv');
    const part = encodeBlock(two).slice(1, 2).map(decodeChunk);
    for (const block of part) {
      const cut = {
        ...block,
        timesMs: block.timesMs.slice(100, 900),
        values: block.values.slice(100, 900).fill(5),
        qualities: new Uint8Array(800),
      };
      await temporary.readings.appendChunks(
        importId,
        encodeBlock(cut).map((chunk) => ({ tagId: tags[1]?.id ?? 0, chunk })),
      );
    }
    await temporary.readings.commitImport(importId, finish());
    const found = await shared(tags);
    expect(found?.samples.data).toEqual((await aligned(tags)).samples.data);
  });

  it.each([
    ['one time differs', (timesMs: Float64Array) => void (timesMs[15_000] = (timesMs[15_000] ?? 0) + 1)],
    ['the last time differs', (timesMs: Float64Array) => void (timesMs[18_939] = (timesMs[18_939] ?? 0) + 1)],
    [
      'every time differs',
      (timesMs: Float64Array) => timesMs.forEach((time, row) => (timesMs[row] = time + 500)),
    ],
  ])('aligns tags of which %s', async (_, change) => {
    const tags = await store([blockOf(1), blockOf(2, change)]);
    expect(await shared(tags)).toBeNull();
    const loaded = await loadSamples(temporary.readings, tags, request, noCheckpoint);
    expect(loaded.samples.data).toEqual((await aligned(tags)).samples.data);
  });

  it('aligns tags of which one has no reading in the range', async () => {
    const late = blockOf(2, (timesMs) => timesMs.forEach((time, row) => (timesMs[row] = time + 1e9)));
    for (const blocks of [
      [blockOf(1), late],
      [late, blockOf(1)],
    ]) {
      const tags = await store(blocks);
      const loaded = await loadSamples(temporary.readings, tags, request, noCheckpoint);
      expect(loaded.samples.data).toEqual((await aligned(tags)).samples.data);
      temporary.remove();
      temporary = createTemporaryStore();
      plantId = addPlant(temporary.store.writer, plantFields('Loading')).id;
    }
  });

  it('refuses a range without readings', async () => {
    const tags = await store([blockOf(1)]);
    const empty = { fromMs: 0, toMs: 1, trainFromMs: 0, trainToMs: 1 };
    await expect(loadSamples(temporary.readings, tags, empty, noCheckpoint)).rejects.toThrow(/no readings/);
  });
});

describe('the hash of samples', () => {
  it('is the same whether it is taken at once or in portions', async () => {
    const rowCount = 600_000;
    const timesMs = Float64Array.from({ length: rowCount }, (_, row) => row);
    const data = new Float32Array(rowCount * 4).fill(3);
    const samples = { rowCount, columnCount: 4, data };
    expect(await hashSamples({ timesMs, samples }, 1000)).toBe(await hashSamples({ timesMs, samples }));
  });
});
