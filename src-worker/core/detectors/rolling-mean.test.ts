import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { rollingMeans } from './rolling-mean.ts';

describe('rolling means', () => {
  it('look back over the window, over fewer rows at the start', () => {
    const means = rollingMeans(Float64Array.of(1, 3, 5, 7), 1, 2, new Uint8Array(4));
    expect([...means]).toEqual([1, 2, 4, 6]);
  });

  it('take what is before the start as 0 when they divide by the window', () => {
    const means = rollingMeans(Float64Array.of(4, 4, 4), 1, 4, new Uint8Array(3), 'window');
    expect([...means]).toEqual([1, 2, 3]);
  });

  it('leave skipped rows out', () => {
    const means = rollingMeans(Float64Array.of(1, 100, 3), 1, 3, Uint8Array.of(0, 1, 0));
    expect([...means]).toEqual([1, 1, 2]);
  });

  it('are the same to the last bit wherever the rows begin', () => {
    const random = createRandom(2);
    const values = Float64Array.from({ length: 5000 }, () => random.normal() * 1000);
    const whole = rollingMeans(values, 1, 100, new Uint8Array(5000));
    const late = rollingMeans(values.subarray(3000), 1, 100, new Uint8Array(2000));
    expect(late.subarray(99)).toEqual(whole.subarray(3099));
  });
});
