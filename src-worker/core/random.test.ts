import { describe, expect, it } from 'vitest';
import { createRandom, type Random } from './random.ts';

const draw = (random: Random, count: number): number[] =>
  Array.from({ length: count }, () => random.uniform());

describe('seeded random numbers', () => {
  it('are the same for the same seed and differ for others, above 32 bits too', () => {
    expect(draw(createRandom(42), 5)).toEqual(draw(createRandom(42), 5));
    const seeds = [0, 1, 42, 2 ** 32, 2 ** 32 + 1, Number.MAX_SAFE_INTEGER];
    expect(new Set(seeds.map((seed) => createRandom(seed).uniform())).size).toBe(seeds.length);
  });

  it('split into streams that do not depend on what was drawn before', () => {
    const fresh = createRandom(7);
    const used = createRandom(7);
    draw(used, 100);
    expect(draw(used.split(3), 5)).toEqual(draw(fresh.split(3), 5));
    expect(draw(fresh.split(3), 5)).not.toEqual(draw(fresh.split(4), 5));
    expect(new Set(Array.from({ length: 1000 }, (_, label) => fresh.split(label).uniform())).size).toBe(1000);
  });

  it('are uniform in [0, 1)', () => {
    const values = draw(createRandom(1), 100_000);
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
    const counts = new Int32Array(10);
    for (const value of values) {
      const bin = Math.floor(value * 10);
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    // 10,000 in each tenth, standard deviation 95.
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(5 * 95);
  });

  it('are normal with mean 0 and deviation 1', () => {
    const random = createRandom(2);
    const values = Array.from({ length: 100_000 }, () => random.normal());
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    const beyondTwo = values.filter((value) => Math.abs(value) > 2).length / values.length;
    expect(Math.abs(mean)).toBeLessThan(0.015);
    expect(Math.abs(variance - 1)).toBeLessThan(0.02);
    // P(|z| > 2) = 0.0455
    expect(Math.abs(beyondTwo - 0.0455)).toBeLessThan(0.0035);
  });

  it('reach every whole number below a bound and none above', () => {
    const random = createRandom(3);
    expect(new Set(Array.from({ length: 200 }, () => random.below(5)))).toEqual(new Set([0, 1, 2, 3, 4]));
  });
});
