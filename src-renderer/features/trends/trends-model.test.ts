import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  areBandsDense,
  bandAt,
  bandOutlines,
  indexAt,
  laneHeight,
  lastValue,
  lonePoints,
  modeName,
  pointNear,
  pointsWithin,
  tickDecimals,
  valueRange,
  valueTicks,
  type LaneView,
} from './trends-model.ts';

const lane = (times: readonly number[], values: readonly number[]): LaneView => ({
  key: 'a',
  title: 'a',
  unit: null,
  colour: '#000',
  decimals: 1,
  timesMs: Float64Array.from(times),
  values: Float64Array.from(values),
  readingsPerPoint: 1,
  limits: [],
  threshold: null,
});
const band = (startMs: number, endMs: number, firstAnomalyId = 1) => ({
  firstAnomalyId,
  startMs,
  endMs,
  count: 1,
});

describe('the cursor', () => {
  const steps = lane([10, 20, 30], [1, NaN, 3]);
  it('finds the last time at or before it', () => {
    expect([9, 10, 25, 99].map((time) => indexAt(steps.timesMs, time))).toEqual([-1, 0, 1, 2]);
  });
  it('reads the nearest point', () => {
    expect(pointNear(steps, 13)).toEqual({ timeMs: 10, value: 1 });
    expect(pointNear(steps, 28)).toEqual({ timeMs: 30, value: 3 });
  });
  it('reads nothing in a gap', () => {
    expect(pointNear(steps, 21)).toBeNull();
    expect(pointNear(lane([], []), 21)).toBeNull();
  });
});

describe('anomalous points', () => {
  it('are those within bands, one stretch per band', () => {
    const points = lane([1, 2, 3, 4, 5, 6], [10, 20, 30, 40, 50, 60]);
    const line = pointsWithin(points, [band(2, 3), band(5, 6)], 0.5);
    expect(line.x).toEqual([2, 3, 3, 5, 6, 6]);
    expect(line.y).toEqual([20, 30, NaN, 50, 60, NaN]);
  });
  it('can be seen even where there is only one', () => {
    const line = pointsWithin(lane([1, 6], [10, 60]), [band(6, 6)], 0.5);
    expect(line.x).toEqual([5.75, 6.25, 6]);
    expect(line.y).toEqual([60, 60, NaN]);
  });
});

describe('bands', () => {
  it('are never thinner than can be seen', () => {
    expect(bandOutlines([band(100, 100)], 10, 0, 1).x.slice(0, 4)).toEqual([95, 95, 105, 105]);
  });
  it('are dense when they would cover the chart', () => {
    const many = Array.from({ length: 30 }, (_, index) => band(index * 100, index * 100 + 50));
    expect(areBandsDense(many, 1, 3000)).toBe(true);
    expect(areBandsDense(many, 1, 30_000)).toBe(false);
    expect(areBandsDense([band(0, 2900)], 1, 3000)).toBe(false);
  });
  it('are hit with some patience, the narrowest first', () => {
    const bands = [band(0, 1000, 1), band(400, 410, 2)];
    expect(bandAt(bands, 405, 0)?.firstAnomalyId).toBe(2);
    expect(bandAt(bands, 415, 10)?.firstAnomalyId).toBe(2);
    expect(bandAt(bands, 700, 10)?.firstAnomalyId).toBe(1);
    expect(bandAt(bands, 2000, 10)).toBeNull();
  });
});

describe('the ticks of a lane', () => {
  it('are round, within the range, and few', () => {
    expect(valueTicks(491, 548, 3)).toEqual([500, 520, 540]);
    expect(valueTicks(-0.2, 1.7, 3)).toEqual([0, 1]);
    expect(valueTicks(5, 5, 3)).toEqual([]);
  });
  it('are two at least for any range', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
        (low, span) => {
          const ticks = valueTicks(low, low + span, 4);
          expect(ticks.length).toBeGreaterThanOrEqual(2);
          expect(ticks.length).toBeLessThanOrEqual(4);
        },
      ),
    );
  });
  it('are written with the decimals that part them', () => {
    expect(tickDecimals([500, 520])).toBe(0);
    expect(tickDecimals([0.25, 0.5])).toBe(2);
    expect(tickDecimals([0.0265, 0.027])).toBe(4);
  });
});

describe('a lane', () => {
  const rangeOf = (values: readonly number[], threshold: number | null = null) =>
    valueRange({ ...lane([1, 2, 3].slice(0, values.length), values), threshold }, 1, 3);
  it('leaves air above and below, and room for the threshold', () => {
    expect(rangeOf([0, NaN, 100])).toEqual([-12, 112]);
    expect(rangeOf([0.2], 0.6)[1]).toBeGreaterThan(0.6);
  });
  it('shows a constant value in the middle, and survives having none', () => {
    expect(rangeOf([5, 5])).toEqual([4.5, 5.5]);
    expect(rangeOf([NaN])).toEqual([0, 1]);
  });
  it('fits what is in sight, not what lies beside it', () => {
    expect(valueRange(lane([1, 2, 3, 4], [900, 0, 100, 900]), 2, 3)).toEqual([-12, 112]);
  });
  it('tells the last reading in sight', () => {
    expect(lastValue(lane([1, 2, 3, 4], [7, 8, NaN, 9]), 3)).toBe(8);
    expect(lastValue(lane([1], [7]), 0)).toBeNaN();
  });
  it('marks readings that stand alone between gaps', () => {
    expect(lonePoints(lane([1, 2, 3, 4, 5], [7, NaN, 8, 9, NaN]))).toEqual({ x: [1], y: [7] });
  });
  it('fills the height but stays readable', () => {
    expect([laneHeight(600, 5), laneHeight(600, 40)]).toEqual([120, 60]);
  });
});

it('names a mode as far as there is room, never cut', () => {
  expect([200, 60, 44, 40, 20].map((wide) => modeName('shutdown', wide))).toEqual([
    'shutdown',
    'stop',
    'stop',
    'stop',
    '',
  ]);
  expect(modeName('load change', 87)).toBe('load change');
  expect(modeName('off', 12)).toBe('');
});
