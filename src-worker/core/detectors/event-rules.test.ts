import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEventRules, fadeAftermath, holdEvents, noEventRules } from './event-rules.ts';

const rules = { windowRows: 100, aftermathShare: 0.3, holdShare: 0.5 };
const stretch = (value: number, rowCount: number): number[] => Array<number>(rowCount).fill(value);

describe('fading what is left of an event', () => {
  it('takes back scores far below the event that they follow, and leaves the event alone', () => {
    const scores = Float64Array.of(...stretch(0, 100), ...stretch(60, 100), ...stretch(6, 20));
    const faded = fadeAftermath(scores, rules);
    expect(faded.subarray(0, 200)).toEqual(scores.subarray(0, 200));
    // After one sample f is 0.3 x (99 x 60 + 6) / 100 = 17.838, so 6 becomes 6 x (6 / 17.838)^3.
    expect(faded[200]).toBeCloseTo(6 * (6 / 17.838) ** 3, 4);
    expect(Math.max(...faded.subarray(200))).toBeLessThan(0.5);
  });

  it('is hardly moved by one spike', () => {
    const scores = Float64Array.of(...stretch(0, 100), 300, ...stretch(5, 20));
    expect(fadeAftermath(scores, rules)).toEqual(scores);
  });

  it('forgets the event after the window', () => {
    const scores = Float64Array.of(...stretch(60, 50), ...stretch(0, 100), 6);
    expect(fadeAftermath(scores, rules).at(-1)).toBe(6);
  });

  it('passes over samples without a score', () => {
    const faded = fadeAftermath(Float64Array.of(60, NaN, 60, NaN, 10), rules);
    expect(faded[1]).toBeNaN();
    // f = 0.3 x (60 + 60 + 10) / 3 = 13.
    expect(faded[4]).toBeCloseTo(10 * (10 / 13) ** 3, 4);
  });
});

describe('holding an event until its score has halved', () => {
  it('bridges dips to half and lets go below', () => {
    expect(holdEvents(Float64Array.of(1, 10, 6, 5.1, 9, 4.9, 1), rules)).toEqual(
      Float64Array.of(1, 10, 10, 10, 10, 9.8, 2),
    );
  });

  it('is above any threshold exactly where a switch with a dead band is on', () => {
    const score = fc.oneof(fc.double({ min: -3, max: 20, noNaN: true }), fc.constant(NaN));
    fc.assert(
      fc.property(
        fc.array(score, { maxLength: 60 }),
        fc.double({ min: 0.5, max: 15, noNaN: true }),
        (list, limit) => {
          const held = holdEvents(Float64Array.from(list), rules);
          let isOn = false;
          list.forEach((value, row) => {
            if (Number.isNaN(value)) return;
            isOn = value > limit || (isOn && value / 0.5 > limit);
            expect((held[row] ?? NaN) > limit).toBe(isOn);
          });
        },
      ),
    );
  });
});

it('changes nothing when it is switched off', () => {
  const scores = Float64Array.of(0, 50, 50, 3, NaN, 1);
  expect(applyEventRules(scores, noEventRules)).toEqual(scores);
});
