import { usualConditions } from '@shared/contract/conditions.ts';
import type { CandidateFigures } from '@shared/contract/comparisons.ts';
import type { MeasuredOn, StudyAlarmFigures } from '@shared/contract/study-measures.ts';
import { describe, expect, it } from 'vitest';
import {
  describeAlarms,
  describeMeasured,
  describeModes,
  figuresAt,
  formatDelay,
  ratesOf,
  sharedGrid,
} from './figures-model.ts';
import { thresholdLine } from './study-plots.ts';

const on: MeasuredOn = {
  rowCount: 300,
  trainRows: 100,
  measuredRows: 200,
  measuredDays: 2,
  scope: 'held-out',
  fromMs: 0,
  toMs: 1,
  faultCount: 2,
  faultRows: 40,
  normalLabels: 0,
  otherTagFaults: 0,
  dataSha256: '',
};
const at = (threshold: number, more: Partial<StudyAlarmFigures> = {}): StudyAlarmFigures => ({
  threshold,
  flagged: 30,
  alarms: 4,
  truePositives: 20,
  falseAlarms: 3,
  eventsHit: 1,
  medianDelayMs: 0,
  rangePrecision: 0.5,
  rangeRecall: 0.4,
  ...more,
});

describe('rates of a threshold', () => {
  it('are taken on the measured rows', () => {
    const rates = ratesOf(at(4.5), on);
    expect(rates.precision).toBeCloseTo(2 / 3, 12);
    expect(rates.recall).toBe(0.5);
    expect(rates.f1).toBeCloseTo((2 * (2 / 3) * 0.5) / (2 / 3 + 0.5), 12);
    expect(rates.falseAlarmRate).toBe(10 / 160);
    expect(rates.missedAlarmRate).toBe(0.5);
    expect([rates.alarmsPerDay, rates.falseAlarmsPerDay]).toEqual([2, 1.5]);
  });

  it('say nothing about right and wrong without labels, nor about the precision of no alarm', () => {
    const unlabelled = ratesOf(at(1, { truePositives: null, falseAlarms: null }), { ...on, faultRows: 0 });
    expect(unlabelled).toMatchObject({
      precision: null,
      recall: null,
      f1: null,
      falseAlarmRate: null,
      alarmsPerDay: 2,
    });
    expect(ratesOf(at(9, { flagged: 0, truePositives: 0 }), on)).toMatchObject({ precision: null, f1: 0 });
  });
});

describe('anomalies a day at a threshold', () => {
  it('are told with how many of them are false, where labels tell', () => {
    expect(describeAlarms(at(4.5), on)).toBe('2.00 anomalies a day, 1.50 of them false');
    expect(describeAlarms(at(4.5, { falseAlarms: null }), on)).toBe('2.00 anomalies a day');
  });
});

describe('thresholds that candidates share', () => {
  const figures = (sweep: readonly StudyAlarmFigures[]): CandidateFigures => ({
    threshold: 0,
    calibration: { median: 0, width: 1 },
    trainFlaggedShare: 0,
    own: at(4.5),
    scoredRows: 1,
    averagePrecision: null,
    areaUnderRoc: null,
    events: [],
    roc: null,
    precisionRecall: null,
    stability: null,
    sweep,
    lane: { timesMs: [], scores: [], rowsPerPoint: 1 },
    alarms: [],
    seconds: { fit: 0, score: 0 },
  });
  const short = figures([at(0), at(1, { alarms: 0 })]);
  const long = figures([at(0), at(1), at(2), at(3, { alarms: 0 })]);

  it('are those of the longest grid; a shorter one raises nothing above its end', () => {
    expect(sharedGrid([short, long])).toEqual([0, 1, 2, 3]);
    expect(figuresAt(short, 3).alarms).toBe(0);
    expect(figuresAt(long, 2).threshold).toBe(2);
    expect(figuresAt(long, null).threshold).toBe(4.5);
  });
});

describe('what a claim was measured on', () => {
  it('says when nothing was held out', () => {
    expect(describeMeasured(on)).toContain(
      'not learnt from; learnt from 100 others. 2 labelled faults with 40 samples',
    );
    expect(describeMeasured({ ...on, scope: 'in-sample', faultCount: 0 })).toMatch(
      /flatter\. No labelled fault there/,
    );
  });

  it('names the chosen tags that took no part', () => {
    const leftOutTags = [{ id: 3, name: 'spare', knownSamples: 0 }];
    expect(describeMeasured({ ...on, leftOutTags })).toMatch(
      /Left out: spare, since the training range hardly has a reading of it\.$/,
    );
    expect(describeMeasured(on)).not.toContain('Left out');
  });

  it('delays are signed', () => {
    expect([formatDelay(60_000), formatDelay(-60_000), formatDelay(0), formatDelay(null)]).toEqual([
      '+1 min',
      '−1 min',
      'at once',
      '–',
    ]);
  });
});

it('draws the threshold of each step of a back-test where it counted', () => {
  const steps = [
    { fromMs: 0, toMs: 9, threshold: 0 },
    { fromMs: 10, toMs: 19, threshold: 9 },
  ];
  expect(thresholdLine({ threshold: steps }, 0, 19)).toEqual({ x: [0, 9, 10, 19], y: [0, 0, 1, 1] });
  expect(thresholdLine({ threshold: 9 }, 0, 10)).toEqual({ x: [-10, 20], y: [1, 1] });
});

it('says which operating modes a study is about, and nothing where all count', () => {
  expect(describeModes({})).toBe('');
  expect(describeModes({ conditions: usualConditions })).toBe('');
  const some = { loadTagId: 3, modes: ['steady' as const, 'load change' as const], hasModeThresholds: true };
  expect(describeModes({ conditions: some })).toMatch(
    /^ Only steady, load change: samples of other operating modes are left out.* a threshold of its own/,
  );
});
