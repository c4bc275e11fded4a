import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { flagSamples, thresholdFor, thresholdBy } from './threshold.ts';

const countAbove = (scores: Float64Array, threshold: number): number =>
  scores.filter((score) => score > threshold).length;

describe('threshold for a contamination', () => {
  it('flags 50 of 1,000 at 0.05', () => {
    const random = createRandom(1);
    const scores = Float64Array.from({ length: 1000 }, () => random.uniform());
    expect(countAbove(scores, thresholdFor(scores, 0.05))).toBe(50);
  });

  it('is the highest score that is not flagged', () => {
    expect(thresholdFor(Float64Array.of(0.1, 0.9, 0.4, 0.3), 0.25)).toBe(0.4);
  });

  it('flags exactly the rounded share of distinct scores', () => {
    const distinct = fc.uniqueArray(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 200 });
    fc.assert(
      fc.property(distinct, fc.double({ min: 0.001, max: 0.5, noNaN: true }), (list, contamination) => {
        const scores = Float64Array.from(list);
        expect(countAbove(scores, thresholdFor(scores, contamination))).toBe(
          Math.round(list.length * contamination),
        );
      }),
    );
  });

  it('never flags more than asked where scores are equal', () => {
    expect(countAbove(Float64Array.of(1, 2, 2, 2), thresholdFor(Float64Array.of(1, 2, 2, 2), 0.25))).toBe(0);
    expect(countAbove(Float64Array.of(3, 3, 3), thresholdFor(Float64Array.of(3, 3, 3), 0.5))).toBe(0);
  });

  it('counts only the samples that have a score', () => {
    const scores = Float64Array.of(NaN, 1, 2, NaN, 3, 4, NaN);
    expect(thresholdFor(scores, 0.25)).toBe(3);
  });

  it('leaves the scores as they were', () => {
    const scores = Float64Array.of(3, 1, 2);
    thresholdFor(scores, 0.4);
    expect([...scores]).toEqual([3, 1, 2]);
  });

  it('refuses a contamination outside (0, 0.5] and scores that are all missing', () => {
    const scores = Float64Array.of(1, 2);
    for (const contamination of [0, -0.1, 0.51, NaN]) {
      expect(() => thresholdFor(scores, contamination)).toThrow(/contamination/);
    }
    expect(thresholdFor(scores, 0.5)).toBe(1);
    expect(() => thresholdFor(Float64Array.of(NaN), 0.1)).toThrow(/No sample/);
  });
});

describe('flagging samples', () => {
  it('flags scores above the threshold, not at it, and counts what was scored', () => {
    const result = flagSamples(Float64Array.of(0.5, 0.6, NaN, 0.7), 0.6);
    expect(result).toEqual({ flags: Uint8Array.of(0, 0, 0, 1), anomalousCount: 1, scoredCount: 3 });
  });
});

describe('the limit of the training scores', () => {
  const rising = Float64Array.from({ length: 101 }, (_, at) => at);

  it('is the median and 4.5 times the way to the 90 % quantile', () => {
    // 50 + 4.5 * (90 - 50) = 230
    expect(thresholdBy({ kind: 'training-limit' }, rising)).toBe(230);
  });

  it('moves with the scores and hardly with some abnormal ones among them', () => {
    const scaled = rising.map((score) => 3 * score + 7);
    expect(thresholdBy({ kind: 'training-limit' }, scaled)).toBe(3 * 230 + 7);
    const abnormal = rising.map((score) => (score > 95 ? 1e9 : score));
    expect(thresholdBy({ kind: 'training-limit' }, abnormal)).toBe(230);
  });

  it('is the largest score where nearly all are equal, and needs one score', () => {
    expect(thresholdBy({ kind: 'training-limit' }, Float64Array.of(...Array<number>(20).fill(2), 5))).toBe(5);
    expect(() => thresholdBy({ kind: 'training-limit' }, Float64Array.of(NaN))).toThrow(/could be scored/);
  });
});
