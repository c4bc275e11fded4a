import { expect, it } from 'vitest';
import { quantileOf, quantilesOf } from './quantile.ts';

it('interpolates between neighbours and leaves missing values out', () => {
  const values = Float64Array.of(40, NaN, 10, 30, 20);
  expect([0, 0.5, 0.9, 1].map((share) => quantileOf(values, share))).toEqual([10, 25, 37, 40]);
  expect(values[0]).toBe(40);
  expect(quantileOf(Float64Array.of(NaN), 0.5)).toBeNaN();
});

it('gives several at once as one by one', () => {
  const values = Float64Array.from({ length: 2001 }, (_, at) => ((at * 7919) % 2003) ** 1.5);
  const shares = [0, 0.001, 0.5, 0.5, 0.9, 0.9004, 1];
  const sorted = values.slice().sort();
  const byHand = shares.map((share) => {
    const position = share * 2000;
    const low = sorted[Math.floor(position)] ?? NaN;
    return low + ((sorted[Math.ceil(position)] ?? NaN) - low) * (position - Math.floor(position));
  });
  expect(quantilesOf(values, shares)).toEqual(byHand);
  expect(shares.map((share) => quantileOf(values, share))).toEqual(byHand);
  expect(quantilesOf(Float64Array.of(NaN), [0.1, 0.2])).toEqual([NaN, NaN]);
});

it('gives those of a million as those of few', () => {
  const values = Float64Array.from({ length: 1_100_000 }, (_, at) =>
    at % 9 === 0 ? NaN : (at * 7919) % 1_000_003,
  );
  const shares = [0, 0.05, 0.5, 0.9, 1];
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const byHand = shares.map((share) => {
    const position = share * (sorted.length - 1);
    const low = sorted[Math.floor(position)] ?? NaN;
    return low + ((sorted[Math.ceil(position)] ?? NaN) - low) * (position - Math.floor(position));
  });
  expect(quantilesOf(values, shares)).toEqual(byHand);
  expect(quantilesOf(new Float64Array(1_100_000).fill(NaN), [0.5])).toEqual([NaN]);
});
