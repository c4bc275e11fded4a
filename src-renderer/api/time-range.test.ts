import type { Tag } from '@shared/contract/plants.ts';
import { describe, expect, it } from 'vitest';
import { clampRange, heldRange, lastOf, shiftRange, withContext, zoomRange } from './time-range.ts';

const tag = (firstMs: number | null, lastMs: number | null): Tag => ({
  id: 1,
  plantId: 1,
  name: 'a',
  description: null,
  unit: null,
  lowLimit: null,
  highLimit: null,
  readingCount: 0,
  missingCount: 0,
  firstMs,
  lastMs,
});
const range = (fromMs: number, toMs: number) => ({ fromMs, toMs });

describe('the held range', () => {
  it('spans all tags that hold readings', () => {
    expect(heldRange([tag(10, 50), tag(null, null), tag(5, 20)])).toEqual(range(5, 50));
  });
  it('is none without readings', () => {
    expect(heldRange([tag(null, null)])).toBeNull();
  });
});

describe('moving over the data', () => {
  it('takes the last hour of what is on the screen', () => {
    expect(lastOf(range(0, 9000), range(0, 20_000), 1000)).toEqual(range(8000, 9000));
  });
  it('falls back on the end of the data where the screen shows nothing', () => {
    expect(lastOf(range(-9000, -5000), range(0, 20_000), 1000)).toEqual(range(19_000, 20_000));
  });
  it('shifts by whole ranges and zooms about the middle', () => {
    expect(shiftRange(range(100, 200), -1)).toEqual(range(0, 100));
    expect(zoomRange(range(0, 100), 0.5)).toEqual(range(25, 75));
  });
  it('never gets lost outside the data nor ends in an empty range', () => {
    const lost = clampRange(range(1e9, 1e9 + 1000), range(0, 10_000));
    expect(lost.fromMs).toBeLessThan(10_100);
    expect(lost.toMs - lost.fromMs).toBe(1000);
    expect(clampRange(range(500, 500), range(0, 10_000))).toEqual(range(500, 600));
  });
});

describe('an anomaly with context', () => {
  it('shows twice its length on both sides', () => {
    expect(withContext(range(10_000, 20_000), 1)).toEqual(range(-10_000, 40_000));
  });
  it('shows 40 samples on both sides of a single sample', () => {
    expect(withContext(range(10_000, 10_000), 100)).toEqual(range(6000, 14_000));
  });
});
