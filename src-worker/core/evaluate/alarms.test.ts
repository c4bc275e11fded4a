import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noCheckpoint } from '../checkpoint.ts';
import { detectEvents, medianDelayMs } from './event-detection.ts';
import { type Judged, judgeAlarms } from './judge-alarms.ts';
import { rangeMeasures } from './range-measures.ts';
import { daysCovered, pickSegments, rowsToMeasure } from './split.ts';
import { sweepThresholds, thresholdGrid } from './threshold-sweep.ts';
import { placeLabels } from './truth.ts';
import type { RowWindow } from './windows.ts';

const MINUTE = 60_000;
const minutes = (count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, row) => row * MINUTE);
const fault = (from: number, to: number, tagName: string | null = null, kind = 'tube-leak') => ({
  kind,
  tagName,
  startMs: from * MINUTE,
  endMs: to * MINUTE,
});

describe('the rows that are measured', () => {
  it('are those that nothing was learnt from, on both sides', () => {
    expect(rowsToMeasure(10, 3, 6)).toEqual({
      segments: [
        { from: 0, to: 2 },
        { from: 6, to: 9 },
      ],
      rowCount: 7,
      scope: 'held-out',
    });
  });

  it('are all rows, and are said to be learnt from, when nothing else is left', () => {
    expect(rowsToMeasure(10, 0, 10)).toEqual({
      segments: [{ from: 0, to: 9 }],
      rowCount: 10,
      scope: 'in-sample',
    });
  });

  it('cover the time until the next row, but no gap', () => {
    const times = Float64Array.of(0, 1, 2, 3, 100, 101).map((minute) => minute * MINUTE);
    expect(daysCovered(times, [{ from: 0, to: 5 }]) * 1440).toBeCloseTo(6, 12);
    expect(daysCovered(times, [{ from: 1, to: 2 }]) * 1440).toBeCloseTo(2, 12);
  });

  it('are picked in order', () => {
    const picked = pickSegments(Float64Array.of(1, 2, 3, 4), [
      { from: 0, to: 0 },
      { from: 2, to: 3 },
    ]);
    expect(picked).toEqual(Float64Array.of(1, 3, 4));
  });
});

describe('labels on measured rows', () => {
  const times = minutes(20);
  const place = (
    labels: readonly ReturnType<typeof fault>[],
    segments: RowWindow[] = [{ from: 10, to: 19 }],
  ) => placeLabels(times, segments, labels, ['steam']);

  it('count where they touch the rows, both ends included, and only there', () => {
    const { positive, events, positiveRows } = place([fault(2, 5), fault(8, 12)]);
    expect(events.map(({ rows }) => rows)).toEqual([{ from: 10, to: 12 }]);
    expect(Array.from(positive.subarray(8, 15))).toEqual([0, 0, 1, 1, 1, 0, 0]);
    expect(positiveRows).toBe(3);
  });

  it('overlapping faults are two events and one stretch', () => {
    const { events, windows, positiveRows } = place([fault(11, 14), fault(13, 16)]);
    expect(events).toHaveLength(2);
    expect(windows).toEqual([{ from: 11, to: 16 }]);
    expect(positiveRows).toBe(6);
  });

  it('leave out faults of tags that were not shown, and count what was called normal', () => {
    const truth = place([fault(11, 12, 'other'), fault(13, 14, 'steam'), fault(15, 16, null, 'normal')]);
    expect(truth).toMatchObject({ otherTagCount: 1, normalCount: 1, positiveRows: 2 });
  });

  it('take the next row when a fault lies between two rows', () => {
    expect(place([fault(11.4, 11.6)]).windows).toEqual([{ from: 12, to: 12 }]);
  });
});

describe('faults found', () => {
  const { events } = placeLabels(minutes(100), [{ from: 0, to: 99 }], [fault(10, 20), fault(50, 60)], []);
  const alarm = (from: number, to: number) => ({ startMs: from * MINUTE, endMs: to * MINUTE });

  it('by an alarm that overlaps, with the delay from the start of the fault', () => {
    const { outcomes, hitCount, falseAlarms } = detectEvents(events, [alarm(13, 14), alarm(30, 31)], 0);
    expect(outcomes).toEqual([
      { isHit: true, delayMs: 3 * MINUTE },
      { isHit: false, delayMs: null },
    ]);
    expect([hitCount, falseAlarms]).toEqual([1, 1]);
  });

  it('by an earlier alarm within the time that counts as early, with a negative delay', () => {
    const { outcomes, falseAlarms } = detectEvents(events, [alarm(6, 7), alarm(45, 52)], 5 * MINUTE);
    expect(outcomes.map(({ delayMs }) => delayMs)).toEqual([-4 * MINUTE, -5 * MINUTE]);
    expect(falseAlarms).toBe(0);
    expect(detectEvents(events, [alarm(3, 4)], 5 * MINUTE).falseAlarms).toBe(1);
  });

  it('an alarm that was there all the time is no early warning', () => {
    expect(detectEvents(events, [alarm(0, 99)], 0).outcomes.map(({ delayMs }) => delayMs)).toEqual([0, 0]);
  });

  it('have the middle of the delays of those that were found', () => {
    const found = (delayMs: number | null) => ({ isHit: delayMs !== null, delayMs });
    expect(medianDelayMs([found(8), found(null), found(-2), found(4)])).toBe(4);
    expect(medianDelayMs([found(1), found(4)])).toBe(2.5);
    expect(medianDelayMs([found(null)])).toBeNull();
  });
});

describe('precision and recall over stretches', () => {
  const w = (from: number, to: number): RowWindow => ({ from, to });

  it('half a fault in one alarm: recall 0.5 + 0.5 x 0.5, precision 1', () => {
    expect(rangeMeasures([w(0, 9)], [w(5, 9)])).toEqual({ precision: 1, recall: 0.75 });
  });

  it('the same rows in two pieces count less: recall 0.5 + 0.5 x 0.6 / 2', () => {
    expect(rangeMeasures([w(0, 9)], [w(0, 2), w(5, 7)]).recall).toBeCloseTo(0.5 + 0.15, 15);
  });

  it('one alarm over two faults: its share within faults is divided by two', () => {
    const { precision, recall } = rangeMeasures([w(0, 4), w(10, 14)], [w(0, 19)]);
    expect(precision).toBeCloseTo(0.5 / 2, 15);
    expect(recall).toBe(1);
  });

  it('a long fault counts no more than a short one', () => {
    expect(rangeMeasures([w(0, 999), w(2000, 2000)], [w(2000, 2000)]).recall).toBe(0.5);
  });

  it('equal the definition, row by row', () => {
    const windows = fc
      .uniqueArray(fc.integer({ min: 0, max: 60 }), { minLength: 2, maxLength: 12 })
      .map((ends) => ends.toSorted((a, b) => a - b))
      .map((ends) => ends.flatMap((end, at) => (at % 2 === 1 ? [w(ends[at - 1] ?? 0, end - 1)] : [])));
    const rows = ({ from, to }: RowWindow): Set<number> =>
      new Set(Array.from({ length: to - from + 1 }, (_, at) => from + at));
    const reward = (range: RowWindow, others: readonly RowWindow[], alpha: number): number => {
      const own = rows(range);
      const overlaps = others.map((other) => [...rows(other)].filter((row) => own.has(row)).length);
      const touched = overlaps.filter((overlap) => overlap > 0);
      if (touched.length === 0) return 0;
      const omega = touched.reduce((sum, overlap) => sum + overlap / own.size, 0);
      return alpha + (1 - alpha) * (touched.length <= 1 ? 1 : 1 / touched.length) * omega;
    };
    const mean = (values: readonly number[]): number =>
      values.reduce((sum, value) => sum + value, 0) / values.length;
    fc.assert(
      fc.property(windows, windows, (faults, alarms) => {
        const found = rangeMeasures(faults, alarms);
        expect(found.precision).toBeCloseTo(mean(alarms.map((alarm) => reward(alarm, faults, 0))), 12);
        expect(found.recall).toBeCloseTo(mean(faults.map((range) => reward(range, alarms, 0.5))), 12);
      }),
    );
  });
});

describe('alarms at a threshold', () => {
  const scores = Float64Array.of(0, 9, 0, 9, 0, 0, 0, 0, 0, 9, 9, 0);
  const timesMs = minutes(12);
  const measured = rowsToMeasure(12, 5, 7);
  const truth = placeLabels(timesMs, measured.segments, [fault(9, 11)], []);
  const judged: Judged = { timesMs, measured, truth, earlyMs: 0 };

  it('are joined within a stretch of measured rows and compared with the labels', () => {
    expect(judgeAlarms(judged, scores, 5)).toMatchObject({
      flagged: 4,
      alarms: 2,
      truePositives: 2,
      falseAlarms: 1,
      eventsHit: 1,
      medianDelayMs: 0,
      rangePrecision: 0.5,
      rangeRecall: 0.5 + 0.5 * (2 / 3),
    });
  });

  it('say nothing about faults without labels', () => {
    expect(judgeAlarms({ ...judged, truth: null }, scores, 5)).toMatchObject({
      alarms: 2,
      truePositives: null,
      falseAlarms: null,
      rangeRecall: null,
    });
  });

  it('become fewer as the threshold rises, down to none at the end of the grid', async () => {
    const grid = thresholdGrid(9);
    const figures = await sweepThresholds(judged, scores, grid, noCheckpoint);
    expect(figures.at(-1)).toMatchObject({ flagged: 0, alarms: 0, rangePrecision: null, rangeRecall: 0 });
    const flagged = figures.map((one) => one.flagged);
    expect(flagged).toEqual(flagged.toSorted((a, b) => b - a));
  });

  it('a shorter grid is the beginning of a longer one', () => {
    expect(thresholdGrid(300).slice(0, thresholdGrid(12).length)).toEqual(thresholdGrid(12));
    expect(thresholdGrid(1e9).length).toBeLessThanOrEqual(400);
  });
});
