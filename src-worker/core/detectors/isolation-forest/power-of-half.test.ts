import { describe, expect, it } from 'vitest';
import { powerOfHalf } from './power-of-half.ts';

describe('power of one half', () => {
  it('is exact at whole numbers', () => {
    expect([0, 1, 2, 3, 4].map(powerOfHalf)).toEqual([1, 0.5, 0.25, 0.125, 0.0625]);
  });

  it('agrees with Math.pow between them', () => {
    for (let exponent = 0; exponent <= 4; exponent += 0.000_37) {
      expect(Math.abs(powerOfHalf(exponent) / 2 ** -exponent - 1)).toBeLessThan(2e-15);
    }
  });
});
