import { expect, it } from 'vitest';
import { quantileOf } from './quantile.ts';

it('interpolates between neighbours and leaves missing values out', () => {
  const values = Float64Array.of(40, NaN, 10, 30, 20);
  expect([0, 0.5, 0.9, 1].map((share) => quantileOf(values, share))).toEqual([10, 25, 37, 40]);
  expect(values[0]).toBe(40);
  expect(quantileOf(Float64Array.of(NaN), 0.5)).toBeNaN();
});
