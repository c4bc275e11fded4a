import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { countKnown, rankedValues } from './ranked-values.ts';

const random = createRandom(5);
const normals = Float64Array.from({ length: 60_000 }, () => random.normal());

describe('values at ranks', () => {
  it.each([
    ['normal values', normals],
    ['missing values among them', normals.map((value, at) => (at % 3 === 0 ? NaN : value))],
    ['rising values', Float64Array.from(normals.keys())],
    ['equal values', new Float64Array(60_000).fill(0.5)],
    ['many equal values', normals.map((value) => Math.round(value) || 0)],
    ['infinite values', normals.map((value, at) => (at < 50 ? Infinity : at < 99 ? -Infinity : value))],
    [
      'a period that the sample falls in with',
      normals.map((value, at) => (at % 3 === 0 ? value : value + 50)),
    ],
    ['few values', Float64Array.of(3, NaN, 1, 2)],
  ])('are those that sorting gives, copied or not: %s', (_, values) => {
    const before = values.slice();
    const sorted = [...values].filter((value) => !Number.isNaN(value)).sort((one, other) => one - other);
    expect(countKnown(values)).toBe(sorted.length);
    for (const share of [0, 0.001, 0.05, 0.5, 0.9, 0.95, 0.9999, 1]) {
      const first = Math.floor(share * (sorted.length - 1));
      const last = Math.min(sorted.length - 1, first + 2);
      for (const many of [0, Infinity]) {
        expect(rankedValues(values, sorted.length, first, last, many)).toEqual(sorted.slice(first, last + 1));
      }
    }
    expect(values).toEqual(before);
  });
});
