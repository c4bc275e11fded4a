import { describe, expect, it } from 'vitest';
import { detectorScore, formatScore, shownScore } from './score-scale.ts';

const run = { scale: { median: 0.42, width: 0.08 } };

describe('a score as it is shown', () => {
  it('stands on the common scale: 0 for the median of the training, 1 for what a tenth reaches', () => {
    expect(shownScore(run, 0.42)).toBe(0);
    expect(shownScore(run, 0.5)).toBeCloseTo(1, 12);
    expect(shownScore(run, 0.78)).toBeCloseTo(4.5, 12);
    expect(formatScore(run, 0.58)).toBe('2.00');
    expect(detectorScore(run, 4.5)).toBeCloseTo(0.78, 12);
    expect(shownScore(run, NaN)).toBeNaN();
    expect(formatScore(run, null)).toBe('–');
  });

  it("stays on the detector's own scale for a run that has no other", () => {
    expect(shownScore({ scale: null }, 0.58)).toBe(0.58);
    expect(formatScore({}, 0.58)).toBe('0.580');
    expect(detectorScore({}, 0.58)).toBe(0.58);
  });
});
