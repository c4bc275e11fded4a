import { describe, expect, it } from 'vitest';
import { addOutcomes, countOutcomes, noOutcomes, ratesOf } from './outcomes.ts';
import { areaUnderRoc, averagePrecision } from './ranking.ts';
import { countFalseEpisodes, countWindowsHit, windowsOf } from './windows.ts';

describe('outcomes', () => {
  const counted = countOutcomes(Uint8Array.of(1, 1, 1, 0, 0), Uint8Array.of(1, 1, 0, 1, 0));

  it('are counted sample by sample', () => {
    expect(counted).toEqual({ truePositives: 2, falsePositives: 1, trueNegatives: 1, falseNegatives: 1 });
  });

  it('give F1 = 2 / (2 + 1), false alarms 1 of 2, missed 1 of 3', () => {
    const { f1, falseAlarmRate, missedAlarmRate } = ratesOf(counted);
    expect(f1).toBeCloseTo(2 / 3, 15);
    expect(falseAlarmRate).toBe(0.5);
    expect(missedAlarmRate).toBeCloseTo(1 / 3, 15);
  });

  it('are summed over files before any rate is taken', () => {
    expect(addOutcomes(counted, addOutcomes(noOutcomes, counted)).truePositives).toBe(4);
  });
});

describe('ranking', () => {
  // Ranks: positive, negative, positive, negative.
  const scores = Float64Array.of(0.9, 0.8, 0.7, 0.1);
  const labels = Uint8Array.of(1, 0, 1, 0);

  it('average precision is the mean of 1/1 and 2/3', () => {
    expect(averagePrecision(scores, labels)).toBeCloseTo((1 + 2 / 3) / 2, 15);
  });

  it('three of the four pairs are in order', () => {
    expect(areaUnderRoc(scores, labels)).toBe(0.75);
  });

  it('equal scores say nothing: the share of positives, and one half', () => {
    const equal = new Float64Array(4).fill(3);
    expect(averagePrecision(equal, labels)).toBe(0.5);
    expect(areaUnderRoc(equal, labels)).toBe(0.5);
  });

  it('a sample without a score ranks last', () => {
    expect(averagePrecision(Float64Array.of(NaN, 1), Uint8Array.of(1, 0))).toBe(0.5);
  });
});

describe('windows', () => {
  const labels = Uint8Array.of(0, 1, 1, 0, 0, 1);

  it('are hit by one flagged row', () => {
    expect(windowsOf(labels)).toEqual([
      { from: 1, to: 2 },
      { from: 5, to: 5 },
    ]);
    expect(countWindowsHit(Uint8Array.of(1, 0, 1, 1, 1, 0), windowsOf(labels))).toBe(1);
  });

  it('false alarms at most the given rows apart are one episode', () => {
    const flags = Uint8Array.of(1, 0, 0, 1, 0, 0, 0, 1);
    const none = new Uint8Array(8);
    expect(countFalseEpisodes(flags, none, 3)).toBe(2);
    expect(countFalseEpisodes(flags, none, 4)).toBe(1);
    expect(countFalseEpisodes(flags, Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 1), 3)).toBe(1);
  });
});
