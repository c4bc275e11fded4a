import { describe, expect, it } from 'vitest';
import {
  decimalsOf,
  formatBytes,
  formatCounted,
  formatLargeCount,
  formatPercent,
  formatReading,
  formatTogether,
} from './format-number.ts';

describe('the precision of readings', () => {
  it('is what they were recorded with', () => {
    expect(decimalsOf([537.2, 536, 537.4])).toBe(1);
    expect(decimalsOf([1, 2, 3])).toBe(0);
    expect(decimalsOf([0.91, 0.905])).toBe(3);
  });

  it('ignores missing readings', () => {
    expect(decimalsOf([NaN, 2.1, NaN])).toBe(1);
  });

  it('is about four figures where the values are computed ones', () => {
    expect(formatReading(Math.PI, decimalsOf([Math.PI]))).toBe('3.142');
    expect(formatReading(100 / 3, decimalsOf([100 / 3]))).toBe('33.33');
  });

  it('shows a dash for a missing reading, never 0', () => {
    expect(formatReading(NaN, 1)).toBe('–');
    expect(formatReading(null, 1)).toBe('–');
  });
});

describe('figures beside each other', () => {
  it('have the same decimals', () => {
    expect(formatTogether([6.8, 2.1])).toEqual(['6.8', '2.1']);
    expect(formatTogether([6.812345, 2.1])).toEqual(['6.81', '2.10']);
    expect(formatTogether([537.2049, 12])).toEqual(['537.2', '12.0']);
  });

  it('keep a missing one apart', () => {
    expect(formatTogether([null, 2.1])).toEqual(['–', '2.1']);
  });
});

describe('counts and sizes', () => {
  it('group thousands and shorten millions', () => {
    expect(formatCounted(1, 'anomaly', 'anomalies')).toBe('1 anomaly');
    expect(formatCounted(12_345, 'anomaly', 'anomalies')).toBe('12,345 anomalies');
    expect(formatLargeCount(1_234_567)).toBe('1.2 M');
    expect(formatBytes(4_194_304)).toBe('4.2 MB');
    expect(formatPercent(0.0125)).toBe('1.25 %');
  });
});
