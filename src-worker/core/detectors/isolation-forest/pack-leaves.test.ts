import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LANE_BITS, packLeaves } from './pack-leaves.ts';

describe('packing leaves into lanes', () => {
  it('fills a lane with a tree and the beginning of the next', () => {
    expect(packLeaves([40, 50])).toEqual([
      [
        { tree: 1, firstLeaf: 0, count: 50, firstBit: 0 },
        { tree: 0, firstLeaf: 0, count: 14, firstBit: 50 },
      ],
      [{ tree: 0, firstLeaf: 14, count: 26, firstBit: 0 }],
    ]);
  });

  it('places every leaf once, in at most two pieces a lane that do not overlap', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 300 }), { maxLength: 60 }), (counts) => {
        const placed = counts.map(() => new Set<number>());
        for (const lane of packLeaves(counts)) {
          expect(lane.length).toBeLessThanOrEqual(2);
          let free = 0;
          for (const { tree, firstLeaf, count, firstBit } of lane) {
            expect(firstBit).toBe(free);
            free += count;
            for (let leaf = firstLeaf; leaf < firstLeaf + count; leaf++) {
              expect(placed[tree]?.has(leaf)).toBe(false);
              placed[tree]?.add(leaf);
            }
          }
          expect(free).toBeLessThanOrEqual(LANE_BITS);
        }
        expect(placed.map((leaves) => leaves.size)).toEqual(counts);
      }),
    );
  });
});
