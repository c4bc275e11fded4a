import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BAD, GOOD, statusIndexOf, withStatus } from '../quality.ts';
import type { ReadingBlock } from '../reading-block.ts';
import { createChunkBuilder } from './chunk-builder.ts';
import { decodeChunk } from './decode-chunk.ts';

const columns = (
  timesMs: readonly number[],
  values: readonly number[] = timesMs.map((_, i) => i),
): ReadingBlock => ({
  timesMs: Float64Array.from(timesMs),
  values: Float64Array.from(values),
  qualities: new Uint8Array(timesMs.length),
  statuses: [],
});

function build(...blocks: readonly ReadingBlock[]): { blocks: ReadingBlock[]; duplicateCount: number } {
  const built: ReadingBlock[] = [];
  const builder = createChunkBuilder((chunk) => built.push(decodeChunk(chunk)));
  for (const block of blocks) builder.add(block);
  builder.finish();
  return { blocks: built, duplicateCount: builder.duplicateCount };
}

describe('building chunks from columns in file order', () => {
  it('cuts them every 8,192 readings, wherever the blocks end', () => {
    const times = Array.from({ length: 20_000 }, (_, i) => i * 1000);
    const { blocks, duplicateCount } = build(columns(times.slice(0, 5000)), columns(times.slice(5000)));
    expect(blocks.map((block) => block.timesMs.length)).toEqual([8192, 8192, 3616]);
    expect(blocks.flatMap((block) => [...block.timesMs])).toEqual(times);
    expect(duplicateCount).toBe(0);
  });

  it('sorts rows that go back in time', () => {
    const { blocks } = build(columns([30, 10, 20], [3, 1, 2]));
    expect(blocks).toEqual([columns([10, 20, 30], [1, 2, 3])]);
  });

  it('keeps the last of readings with the same time and counts the others', () => {
    const { blocks, duplicateCount } = build(columns([10, 20, 10, 10], [1, 2, 3, 4]));
    expect(blocks).toEqual([columns([10, 20], [4, 2])]);
    expect(duplicateCount).toBe(2);
  });

  it('loses nothing, in any order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 100 }), (times) => {
        const { blocks, duplicateCount } = build(columns(times));
        const last = new Map(times.map((time, i) => [time, i]));
        const sorted = [...last].toSorted(([a], [b]) => a - b);
        expect(blocks.flatMap((block) => [...block.timesMs])).toEqual(sorted.map(([time]) => time));
        expect(blocks.flatMap((block) => [...block.values])).toEqual(sorted.map(([, value]) => value));
        expect(duplicateCount).toBe(times.length - last.size);
      }),
    );
  });

  it('keeps the status text of each reading when the lists of the blocks differ', () => {
    const withText = (time: number, text: string): ReadingBlock => ({
      ...columns([time], [NaN]),
      qualities: Uint8Array.of(withStatus(BAD, 1)),
      statuses: ['never used', text],
    });
    const { blocks } = build(withText(1, 'Bad'), columns([2]), withText(3, 'No Data'), withText(4, 'Bad'));
    const [block] = blocks;
    const texts = [...(block?.qualities ?? [])].map((quality) => block?.statuses[statusIndexOf(quality)]);
    expect(texts).toEqual(['Bad', undefined, 'No Data', 'Bad']);
    expect(block?.qualities[1]).toBe(GOOD);
    expect(block?.statuses).toEqual(['Bad', 'No Data']);
  });

  it('starts a new chunk where the 63 texts of one are used up', () => {
    const texts = Array.from({ length: 70 }, (_, i) => `status ${i}`);
    const { blocks } = build(
      ...texts.map((text, i) => ({
        ...columns([i], [NaN]),
        qualities: Uint8Array.of(withStatus(BAD, 0)),
        statuses: [text],
      })),
    );
    expect(blocks.map((block) => block.statuses.length)).toEqual([63, 7]);
  });
});
