import { describe, expect, it } from 'vitest';
import {
  describeExtent,
  describeGone,
  describeNames,
  findRangeProblem,
  firstRange,
  typedDays,
} from './deletion-model.ts';

const tag = (firstMs: number | null, lastMs: number | null) => ({
  id: 1,
  plantId: 1,
  name: 'steam',
  description: null,
  unit: null,
  lowLimit: null,
  highLimit: null,
  readingCount: 0,
  missingCount: 0,
  firstMs,
  lastMs,
});

describe('what a deletion begins with', () => {
  it('is what the trend shows, widened to whole milliseconds', () => {
    expect(firstRange({ fromMs: 10.4, toMs: 20.2 }, [tag(0, 100)])).toEqual({ fromMs: 10, toMs: 21 });
  });

  it('is all that is held where the trend shows everything, and nothing without readings', () => {
    expect(firstRange(null, [tag(5, 50), tag(null, null), tag(3, 7)])).toEqual({ fromMs: 3, toMs: 50 });
    expect(firstRange(null, [tag(null, null)])).toBeNull();
  });
});

it('a range without tags, without an end or the wrong way round is not asked for', () => {
  expect(findRangeProblem(0, 1, 0)).toMatch(/one tag/);
  expect(findRangeProblem(null, 1, 1)).toMatch(/both ends/);
  expect(findRangeProblem(2, 1, 1)).toMatch(/before it begins/);
  expect(findRangeProblem(1, 1, 1)).toBeNull();
});

it('a deletion that is not complete is not listed as if it were', () => {
  const deletion = {
    id: 1,
    reason: 'range' as const,
    tagNames: ['steam'],
    fromMs: 0,
    toMs: 1,
    readingCount: 1234,
    deletedMs: 0,
    deletedBy: null,
  };
  expect(describeGone({ ...deletion, isComplete: true })).toBe('1,234');
  expect(describeGone({ ...deletion, isComplete: false })).toBe('1,234 so far, not complete');
});

it('a retention is a whole number of days', () => {
  expect(['90', 1, '', '0', '1.5', '40000', 'x'].map(typedDays)).toEqual([
    90,
    1,
    null,
    null,
    null,
    null,
    null,
  ]);
});

it('many names are told by the first and a count', () => {
  expect(describeNames(['a', 'b', 'c'])).toBe('a, b, c');
  expect(describeNames(['a', 'b', 'c', 'd', 'e'])).toBe('a, b, c and 2 more');
  expect(describeExtent({ readingCount: 12_340, tagCount: 1 })).toBe('12,340 readings of 1 tag');
});
