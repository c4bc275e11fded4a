import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReadingBlock } from '../reading-block.ts';
import { BAD, statusIndexOf, withStatus } from '../quality.ts';
import { mergeLayers } from './merge-layers.ts';

const block = (readings: ReadonlyMap<number, number>): ReadingBlock => {
  const sorted = [...readings].toSorted(([a], [b]) => a - b);
  return {
    timesMs: Float64Array.from(sorted, ([time]) => time),
    values: Float64Array.from(sorted, ([, value]) => value),
    qualities: new Uint8Array(sorted.length),
    statuses: [],
  };
};

describe('merging overlapping layers', () => {
  it('keeps at each time the reading of the highest rank', () => {
    const low = {
      rank: 1,
      block: block(
        new Map([
          [10, 1],
          [20, 1],
          [30, 1],
        ]),
      ),
    };
    const high = {
      rank: 2,
      block: block(
        new Map([
          [20, 2],
          [25, 2],
        ]),
      ),
    };
    const merged = [...mergeLayers([low, high])];
    expect(merged).toEqual([
      block(
        new Map([
          [10, 1],
          [20, 2],
          [25, 2],
          [30, 1],
        ]),
      ),
    ]);
  });

  it('lets the higher rank win also when it starts first', () => {
    const high = {
      rank: 2,
      block: block(
        new Map([
          [10, 2],
          [20, 2],
        ]),
      ),
    };
    const low = {
      rank: 1,
      block: block(
        new Map([
          [20, 1],
          [30, 1],
        ]),
      ),
    };
    expect([...mergeLayers([high, low])]).toEqual([
      block(
        new Map([
          [10, 2],
          [20, 2],
          [30, 1],
        ]),
      ),
    ]);
  });

  it('equals a map filled in the order of the ranks, for any layers', () => {
    const anyLayer = fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(fc.array(anyLayer, { minLength: 1, maxLength: 6 }), (layers) => {
        const ranked = layers.map((times, rank) => ({
          rank,
          block: block(new Map(times.map((time) => [time, rank]))),
        }));
        const expected = new Map(
          layers.flatMap((times, rank) => times.map((time): [number, number] => [time, rank])),
        );
        const byStart = ranked.toSorted((a, b) => (a.block.timesMs[0] ?? 0) - (b.block.timesMs[0] ?? 0));
        expect([...mergeLayers(byStart)]).toEqual([block(expected)]);
      }),
    );
  });

  it('hands out blocks of at most 8,192 readings', () => {
    const times = Array.from({ length: 10_000 }, (_, i) => i);
    const even = { rank: 1, block: block(new Map(times.map((time) => [time * 2, 1]))) };
    const odd = { rank: 2, block: block(new Map(times.map((time) => [time * 2 + 1, 2]))) };
    expect([...mergeLayers([even, odd])].map((part) => part.timesMs.length)).toEqual([8192, 8192, 3616]);
  });

  it('keeps the status texts of both', () => {
    const bad = (time: number, text: string): ReadingBlock => ({
      ...block(new Map([[time, NaN]])),
      qualities: Uint8Array.of(withStatus(BAD, 0)),
      statuses: [text],
    });
    const [merged] = [
      ...mergeLayers([
        { rank: 1, block: bad(1, 'Bad') },
        { rank: 2, block: bad(2, 'No Data') },
      ]),
    ];
    expect([...(merged?.qualities ?? [])].map((quality) => merged?.statuses[statusIndexOf(quality)])).toEqual(
      ['Bad', 'No Data'],
    );
  });
});
