import { describe, expect, it } from 'vitest';
import { createRandom } from '../../random.ts';
import { drawRows } from './draw-rows.ts';

describe('drawing rows', () => {
  it('draws different rows of the range', () => {
    for (let seed = 0; seed < 50; seed++) {
      const drawn = drawRows(300, 256, createRandom(seed));
      expect(new Set(drawn).size).toBe(256);
      expect(drawn.every((row) => row >= 0 && row < 300)).toBe(true);
    }
  });

  it('takes every row where as many are asked for', () => {
    expect([...drawRows(4, 4, createRandom(1))]).toEqual([0, 1, 2, 3]);
  });

  it('draws every row equally often', () => {
    const counts = new Int32Array(10);
    for (let seed = 0; seed < 4000; seed++) {
      for (const row of drawRows(10, 3, createRandom(seed))) counts[row] = (counts[row] ?? 0) + 1;
    }
    // 4000 draws of 3 in 10: 1200 each, standard deviation 29.
    for (const count of counts) expect(Math.abs(count - 1200)).toBeLessThan(5 * 29);
  });
});
