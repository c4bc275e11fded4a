import { describe, expect, it } from 'vitest';
import { mergeAnomalies } from './merge.ts';

const everySecond = (count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, index) => index * 1000);

/** One sample a second; a digit is its score, `.` a missing score. Above 5 is anomalous. */
const spans = (scores: string, mergeSamples = 3): string[] => {
  const values = Float64Array.from(scores, (sign) => (sign === '.' ? NaN : Number(sign)));
  return mergeAnomalies(everySecond(values.length), values, 5, { mergeSamples, gapSteps: 5 }).map(
    (found) => `${found.startIndex}-${found.endIndex}`,
  );
};

describe('merging anomalous samples', () => {
  it('gives start, end, peak and the number of anomalous samples', () => {
    const scores = Float64Array.of(1, 7, 9, 1, 8, 1);
    expect(mergeAnomalies(everySecond(6), scores, 5)).toEqual([
      {
        startIndex: 1,
        endIndex: 4,
        startMs: 1000,
        endMs: 4000,
        peakIndex: 2,
        peakMs: 2000,
        peakScore: 9,
        sampleCount: 3,
      },
    ]);
  });

  it('finds nothing where nothing is above the threshold', () => {
    expect(spans('15515')).toEqual([]);
  });

  it('joins stretches with few enough normal samples between', () => {
    expect(spans('911191')).toEqual(['0-4']);
    expect(spans('9111191')).toEqual(['0-0', '5-5']);
    expect(spans('9191', 0)).toEqual(['0-0', '2-2']);
  });

  it('counts a sample without a score as normal', () => {
    expect(spans('9...9')).toEqual(['0-4']);
    expect(spans('9....9')).toEqual(['0-0', '5-5']);
  });

  it('ends an interval at a gap in the data', () => {
    const times = Float64Array.of(0, 1000, 2000, 3000, 9000, 10_000);
    const scores = Float64Array.of(1, 1, 9, 9, 9, 1);
    expect(mergeAnomalies(times, scores, 5).map((found) => [found.startMs, found.endMs])).toEqual([
      [2000, 3000],
      [9000, 9000],
    ]);
  });

  it('bridges five usual steps', () => {
    const times = Float64Array.of(0, 1000, 2000, 7000, 8000);
    expect(mergeAnomalies(times, Float64Array.of(1, 1, 9, 9, 1), 5)).toHaveLength(1);
  });

  it('keeps an interval that runs to the end, and starts afresh after each', () => {
    expect(spans('9111119')).toEqual(['0-0', '6-6']);
    const found = mergeAnomalies(everySecond(7), Float64Array.of(9, 1, 1, 1, 1, 1, 6), 5);
    expect(found.map((interval) => interval.peakScore)).toEqual([9, 6]);
  });

  it('takes the first of equal peaks', () => {
    expect(mergeAnomalies(everySecond(3), Float64Array.of(6, 8, 8), 5)[0]?.peakIndex).toBe(1);
  });
});
