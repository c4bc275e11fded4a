import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TrendLane } from '@shared/contract/readings.ts';
import { downsample } from '@core/series/downsample.ts';
import { addPlant } from '../plants.ts';
import {
  createTemporaryStore,
  importColumns,
  plantFields,
  START_MS,
  type TemporaryStore,
} from '../testing/temporary-store.ts';
import { queryTrend } from './trends.ts';

const COUNT = 40_000;
let temporary: TemporaryStore;
let tagId = 0;
const truth = new Map<number, number>();

const value = (i: number): number =>
  i % 5000 < 40 ? NaN : Math.round(Math.sin(i / 300) * 1000 + ((i * 7919) % 101)) / 10;

beforeAll(async () => {
  temporary = createTemporaryStore();
  const plantId = addPlant(temporary.store.writer, plantFields('Zawar')).id;
  const base = Array.from({ length: COUNT }, (_, i): [number, number] => [i, value(i)]);
  const patch = Array.from({ length: 3000 }, (_, i): [number, number] => [15_000 + i, 500 + i / 10]);
  ({
    tagIds: [tagId = 0],
  } = await importColumns(temporary.readings, plantId, { steam: [base] }));
  await importColumns(temporary.readings, plantId, { steam: [patch] });
  for (const [second, reading] of [...base, ...patch]) truth.set(START_MS + second * 1000, reading);
});
afterAll(() => temporary.remove());

const ask = (fromMs: number, toMs: number, pixels: number): TrendLane =>
  queryTrend(temporary.store.reader, { kind: 'readings', ownerId: tagId }, { fromMs, toMs, pixels });

/** All readings given one by one: what `downsample` makes of them is proved against its definition elsewhere. */
const reference = (fromMs: number, toMs: number, pixels: number): TrendLane =>
  downsample(
    [
      {
        kind: 'readings',
        stepMs: 1000,
        readings: { timesMs: Float64Array.from(truth.keys()), values: Float64Array.from(truth.values()) },
      },
    ],
    { fromMs, toMs, pixels },
  );

describe('a trend from the store', () => {
  it('equals the reference where pixels are too narrow for summaries', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -5000, max: COUNT }),
        fc.integer({ min: 1, max: 20_000 }),
        fc.integer({ min: 320, max: 2000 }),
        (from, length, pixels) => {
          const window = [START_MS + from * 1000, START_MS + (from + length) * 1000, pixels] as const;
          expect(ask(...window)).toEqual(reference(...window));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('counts and reaches the extremes exactly at any width, overlapping imports included', () => {
    for (const pixels of [1, 7, 40, 400, 4000]) {
      const window = [START_MS, START_MS + (COUNT - 1) * 1000, pixels] as const;
      const lane = ask(...window);
      const expected = reference(...window);
      const values = (one: TrendLane): number[] =>
        [...one.values].filter((reading) => !Number.isNaN(reading));
      expect([lane.readingCount, lane.missingCount]).toEqual([expected.readingCount, expected.missingCount]);
      expect(Math.max(...values(lane))).toBe(Math.max(...values(expected)));
      expect(Math.min(...values(lane))).toBe(Math.min(...values(expected)));
    }
  });

  it('draws only readings that exist, at their times', () => {
    const lane = ask(START_MS, START_MS + COUNT * 1000, 30);
    const drawn = [...lane.timesMs].filter((_, i) => !Number.isNaN(lane.values[i]));
    expect(drawn.map((time) => truth.get(time))).toEqual(
      [...lane.values].filter((reading) => !Number.isNaN(reading)),
    );
  });

  it('is empty for a tag without readings', () => {
    const lane = queryTrend(
      temporary.store.reader,
      { kind: 'readings', ownerId: 999 },
      { fromMs: 0, toMs: 1, pixels: 10 },
    );
    expect([lane.timesMs.length, lane.readingCount]).toEqual([0, 0]);
  });
});
