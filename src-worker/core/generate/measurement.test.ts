import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { createInstrument, loseReadings, quantise } from './measurement.ts';
import { AT, signalsOf } from './signals.ts';

const signalAt = (index: number) => signalsOf('full', 80)[index] ?? fail(index);
const fail = (index: number): never => {
  throw new Error(`no signal ${index}`);
};

describe('losing readings', () => {
  const unlucky = { measure: (value: number) => value, isLost: () => true };
  const missingOf = (alreadyMissing: number): number => {
    const readings = Float64Array.of(1, 2, 3, 4, 5);
    loseReadings(readings, [unlucky, unlucky, unlucky, unlucky, unlucky], alreadyMissing);
    return readings.filter(Number.isNaN).length;
  };

  it('takes two of a sample at most, together with those that are missing already', () => {
    expect([0, 1, 2, 3].map(missingOf)).toEqual([2, 1, 0, 0]);
  });

  it('happens to two readings in a thousand, at no regular distance', () => {
    const { isLost } = createInstrument(signalAt(AT.pressure), createRandom(3));
    const lost = Array.from({ length: 100_000 }, () => isLost()).flatMap((hit, row) => (hit ? [row] : []));
    expect(lost.length).toBeGreaterThan(150);
    expect(lost.length).toBeLessThan(250);
    const gaps = new Set(lost.map((row, at) => row - (lost[at - 1] ?? 0)));
    expect(gaps.size).toBeGreaterThan(80);
  });
});

describe('an instrument', () => {
  it('scatters around the true value with its stated deviation', () => {
    const { measure } = createInstrument(signalAt(AT.pressure), createRandom(4));
    const readings = Array.from({ length: 20_000 }, () => measure(80, 1));
    const mean = readings.reduce((sum, value) => sum + value, 0) / readings.length;
    const deviation = Math.sqrt(
      readings.reduce((sum, value) => sum + (value - mean) ** 2, 0) / readings.length,
    );
    expect(mean).toBeCloseTo(80, 1);
    expect(deviation).toBeCloseTo(0.3, 1);
  });

  it('shows its resolution and stays in its range', () => {
    const pressure = signalAt(AT.pressure);
    expect(quantise(80.149, pressure)).toBe(80.1);
    expect(quantise(-3, pressure)).toBe(0);
    expect(quantise(500, pressure)).toBe(120);
    expect(quantise(NaN, pressure)).toBeNaN();
    expect(Object.is(quantise(-0.2, signalAt(AT.drumLevel)), 0)).toBe(true);
  });
});
