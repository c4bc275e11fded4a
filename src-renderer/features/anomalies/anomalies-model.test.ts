import type { Contribution } from '@shared/contract/runs.ts';
import { describe, expect, it } from 'vitest';
import {
  because,
  describeLength,
  becauseInFull,
  becauseInShort,
  describeContribution,
  pagesFor,
  tellingContributions,
} from './anomalies-model.ts';

const contribution = (tagName: string, share: number, change: Partial<Contribution> = {}): Contribution => ({
  tagName,
  unit: 'mm/s',
  share,
  actual: 6.8,
  usual: 2.1,
  ...change,
});

describe('why a stretch is an anomaly', () => {
  it('names the tag with its value, unit and usual value', () => {
    expect(describeContribution(contribution('Bearing vibration', 1))).toBe(
      'Bearing vibration 6.8 mm/s, usual 2.1',
    );
  });
  it('says that a reading is missing', () => {
    expect(describeContribution(contribution('Flow', 1, { actual: null }))).toBe('Flow missing, usual 2.1');
  });
  it('leaves out a unit and a usual value that are not known', () => {
    expect(describeContribution(contribution('Flow', 1, { unit: null, usual: null }))).toBe('Flow 6.8');
  });
  it('names the strongest tag first and a second one only where it matters', () => {
    const strong = contribution('B', 0.6);
    expect(because({ contributions: [contribution('A', 0.1), strong] })).toBe('B 6.8 mm/s, usual 2.1');
    expect(because({ contributions: [contribution('A', 0.4), strong] })).toBe(
      'B 6.8 mm/s, usual 2.1; A 6.8 mm/s, usual 2.1',
    );
    expect(becauseInFull({ contributions: [contribution('A', 0.4), strong] })).toBe(
      '60 % B 6.8 mm/s, usual 2.1\n40 % A 6.8 mm/s, usual 2.1',
    );
  });
});

it('shortens a long name in the middle so that the figures stay in sight', () => {
  const long = contribution('Turbine-generator bearing 3 vibration, vertical (RMS)', 1);
  expect(because({ contributions: [long] })).toBe('Turbine-generator beari…rtical (RMS) 6.8 mm/s, usual 2.1');
});

it('says that a single sample lasts less than the distance of samples', () => {
  expect(describeLength({ startMs: 5, endMs: 5 }, 60_000)).toBe('< 1 min');
  expect(describeLength({ startMs: 0, endMs: 2_520_000 }, 60_000)).toBe('42 min');
});

describe('the table', () => {
  it('asks only for the pages on the screen', () => {
    expect(pagesFor(0, 20, 1000)).toEqual([0]);
    expect(pagesFor(190, 210, 1000)).toEqual([0, 1]);
    expect(pagesFor(99_990, 99_999, 100_000)).toEqual([499]);
    expect(pagesFor(0, -1, 0)).toEqual([0]);
  });
});

it('shortens long names of tags in a sentence, where a table would cut the figures off', () => {
  const tagName = 'UNIT1.BOILER.SUPERHEATER.OUTLET_TEMPERATURE$&_05.PV';
  const judgement = {
    kind: 'process' as const,
    sensorFault: null,
    mode: 'steady' as const,
    sentence: `${tagName} 541.2 degC where 512.4 is usual`,
    evidence: [],
  };
  const anomaly = { contributions: [contribution(tagName, 1)], judgement };
  expect(becauseInShort(anomaly)).toBe(
    'UNIT1.BOILER.SUPERHEATE…TURE$&_05.PV 541.2 degC where 512.4 is usual',
  );
  expect(because(anomaly)).toContain(tagName);
});

describe('the tags that explain an anomaly', () => {
  it('are those with a share that can be told, strongest first', () => {
    const contributions = [contribution('a', 0.004), contribution('b', 0.3), contribution('c', 0.696)];
    expect(tellingContributions({ contributions }).map(({ tagName }) => tagName)).toEqual(['c', 'b']);
  });
  it('are never none where there is one', () => {
    expect(tellingContributions({ contributions: [contribution('a', 0)] })).toHaveLength(1);
  });
});
