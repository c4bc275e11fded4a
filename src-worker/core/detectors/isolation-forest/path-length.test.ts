import { describe, expect, it } from 'vitest';
import { averagePathLength } from './path-length.ts';

describe('average path length', () => {
  it('is 0 where nothing can be searched, and 1 for two samples', () => {
    expect([0, 1, 2].map(averagePathLength)).toEqual([0, 0, 1]);
  });

  it('follows equation 1 of Liu, Ting and Zhou', () => {
    // 2 (ln 2 + 0.5772156649) - 4/3
    expect(averagePathLength(3)).toBeCloseTo(1.2073923576, 9);
    // The figure the paper's subsample of 256 is known by.
    expect(averagePathLength(256)).toBeCloseTo(10.2447709, 6);
  });
});
