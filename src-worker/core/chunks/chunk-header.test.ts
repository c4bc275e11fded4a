import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeChunk } from './encode-chunk.ts';
import { blockOf, START } from './fixtures/blocks.ts';

describe('the header of a chunk', () => {
  it('names count, missing, extremes with their times, and the ends', () => {
    const { header } = encodeChunk(blockOf([NaN, 3, 9, 1, 9, 4, NaN]));
    expect(header).toEqual({
      firstMs: START,
      lastMs: START + 6000,
      readingCount: 7,
      missingCount: 2,
      minValue: 1,
      minValueMs: START + 3000,
      maxValue: 9,
      maxValueMs: START + 2000,
      firstValue: 3,
      firstValueMs: START + 1000,
      lastValue: 4,
      lastValueMs: START + 5000,
      sumValue: 26,
      stepMs: 1000,
      gapCount: 0,
      longestGapMs: 0,
    });
  });

  it('takes the extremes over all buckets of 256', () => {
    const values = Array.from({ length: 1000 }, (_, i) => (i === 700 ? -5 : i === 300 ? 99 : 10));
    const { header } = encodeChunk(blockOf(values));
    expect([header.minValue, header.minValueMs, header.maxValue, header.maxValueMs]).toEqual([
      -5,
      START + 700_000,
      99,
      START + 300_000,
    ]);
  });

  it('counts stretches without a value longer than three steps', () => {
    const seconds = [0, 1, 2, 3, 4, 8, 9, 10, 15, 16];
    const values = seconds.map((second) => (second === 8 ? NaN : 1));
    const { header } = encodeChunk(
      blockOf(
        values,
        seconds.map((second) => START + second * 1000),
      ),
    );
    expect([header.stepMs, header.gapCount, header.longestGapMs]).toEqual([1000, 2, 5000]);
  });

  it('has no values where all readings are missing', () => {
    const { header } = encodeChunk(blockOf([NaN, NaN]));
    expect([
      header.minValue,
      header.maxValue,
      header.firstValue,
      header.lastValueMs,
      header.sumValue,
    ]).toEqual([null, null, null, null, 0]);
  });

  it('gives the median of the distances as the usual step', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 200 }), (steps) => {
        let time = START;
        const times = [START, ...steps.map((one) => (time += one))];
        const sorted = steps.toSorted((a, b) => a - b);
        expect(
          encodeChunk(
            blockOf(
              times.map(() => 1),
              times,
            ),
          ).header.stepMs,
        ).toBe(sorted[(sorted.length - 1) >> 1]);
      }),
    );
  });
});
