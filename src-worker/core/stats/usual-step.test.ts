import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { longestUsualStepMs } from './usual-step.ts';

describe('the longest step without a gap', () => {
  it('is five usual steps where times come regularly, though a few steps are longer', () => {
    const times = Float64Array.from({ length: 1000 }, (_, row) => row * 1000 + (row >= 500 ? 60_000 : 0));
    expect(longestUsualStepMs(times)).toBe(5000);
  });

  it('is longer than what occurs by chance where times come as they come', () => {
    const random = createRandom(3);
    let at = 0;
    const times = Float64Array.from({ length: 2000 }, () => (at -= 60_000 * Math.log(1 - random.uniform())));
    const steps = times.subarray(1).map((time, row) => time - (times[row] ?? NaN));
    expect(Math.max(...steps)).toBeGreaterThan(5 * 60_000 * Math.LN2);
    expect(longestUsualStepMs(times)).toBeGreaterThan(Math.max(...steps));
    // Six hours of silence are a gap even there.
    expect(longestUsualStepMs(times)).toBeLessThan(6 * 3_600_000);
  });

  it('is 0 for fewer than two times', () => {
    expect(longestUsualStepMs(Float64Array.of(5))).toBe(0);
  });
});
