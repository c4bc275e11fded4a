import { describe, expect, it } from 'vitest';
import { columnMedians, medianOf } from './median.ts';
import { usualStepMs } from './usual-step.ts';

describe('median', () => {
  it('is the middle value, or the mean of the middle two', () => {
    expect(medianOf([9, 1, 5])).toBe(5);
    expect(medianOf([9, 1, 5, 6])).toBe(5.5);
    expect(medianOf([3])).toBe(3);
  });

  it('leaves missing values out and is NaN without any value', () => {
    expect(medianOf([NaN, 4, NaN, 2])).toBe(3);
    expect(medianOf([NaN])).toBeNaN();
    expect(medianOf([])).toBeNaN();
  });

  it('does not overflow between large values', () => {
    expect(medianOf([1.5e308, 1.7e308])).toBeCloseTo(1.6e308, -300);
  });

  it('is taken per column, row-major', () => {
    const samples = { rowCount: 3, columnCount: 3, data: Float32Array.of(1, 9, NaN, 2, NaN, NaN, 6, 7, NaN) };
    expect([...columnMedians(samples)]).toEqual([2, 8, NaN]);
  });
});

describe('usual step', () => {
  it('is the median distance of neighbouring times', () => {
    expect(usualStepMs(Float64Array.of(0, 1000, 2000, 60_000, 61_000))).toBe(1000);
    expect(usualStepMs(Float64Array.of(5))).toBe(0);
  });
});
