import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { calibrate, fromCommonScale, toCommonScale, USUAL_LIMIT } from './calibration.ts';
import { thresholdBy } from './threshold.ts';

const random = createRandom(4);
const scores = Float64Array.from({ length: 1001 }, () => random.normal() ** 2);

describe('the common scale of scores', () => {
  it('puts the median of the training at 0 and what a tenth of it reaches at 1', () => {
    const calibration = calibrate(Float64Array.from({ length: 101 }, (_, at) => 20 + at));
    expect(calibration).toEqual({ median: 70, width: 40 });
    if (calibration === null) return;
    expect(toCommonScale(calibration, 110)).toBe(1);
    expect(fromCommonScale(calibration, toCommonScale(calibration, 93))).toBe(93);
  });

  it('is the same after all scores were multiplied and shifted', () => {
    const one = calibrate(scores);
    const other = calibrate(scores.map((score) => 1000 * score - 7));
    if (one === null || other === null) throw new Error('nothing is scored');
    expect(toCommonScale(other, 1000 * 5 - 7)).toBeCloseTo(toCommonScale(one, 5), 9);
  });

  it('stands at 4.5 where the usual limit is', () => {
    const calibration = calibrate(scores);
    const limit = thresholdBy({ kind: 'training-limit' }, scores);
    expect(calibration === null ? NaN : toCommonScale(calibration, limit)).toBeCloseTo(USUAL_LIMIT, 12);
  });

  it('works where the training scores are equal, and says when there are none', () => {
    expect(calibrate(Float64Array.of(2, 2, 2, 2))).toEqual({ median: 2, width: 1 });
    expect(calibrate(Float64Array.of(...Array<number>(20).fill(2), 5))).toEqual({ median: 2, width: 3 });
    expect(calibrate(Float64Array.of(NaN))).toBeNull();
  });
});
