import type { RunSummary } from '@shared/contract/runs.ts';
import { describe, expect, it } from 'vitest';
import { automaticFirst, contaminationFrom, describeOutcome, describeTag } from './runs-model.ts';

const run: RunSummary = {
  id: 3,
  plantId: 1,
  status: 'finished',
  detectorId: 'isolation-forest',
  detectorOptions: {},
  seed: 42,
  contamination: 0.05,
  threshold: 0.6,
  fromMs: 0,
  toMs: 1,
  trainFromMs: 0,
  trainToMs: 1,
  tags: [],
  sampleCount: 1000,
  scoredCount: 1000,
  anomalousCount: 50,
  anomalyCount: 7,
  startedMs: 0,
  finishedMs: 1,
  programVersion: '0.1.0',
  dataSha256: null,
  message: null,
};

describe('the outcome of a run', () => {
  it('says how many samples are anomalous and in how many anomalies', () => {
    expect(describeOutcome(run)).toBe('50 of 1,000 samples anomalous in 7 anomalies');
    expect(describeOutcome({ ...run, anomalousCount: 1, anomalyCount: 1 })).toBe(
      '1 of 1,000 samples anomalous in 1 anomaly',
    );
  });
  it('does not hide samples that were not scored', () => {
    expect(describeOutcome({ ...run, scoredCount: 998 })).toBe(
      '50 of 998 samples anomalous in 7 anomalies; 2 samples not scored',
    );
  });
});

describe('contamination as typed in per cent', () => {
  it.each([
    [5, 0.05],
    [50, 0.5],
    [0.01, 0.0001],
    [7.3, 0.073],
    [0, null],
    [50.1, null],
    ['', null],
  ])('%s is %s', (typed, share) => expect(contaminationFrom(typed)).toBe(share));
});

it('puts the automatic choice first and keeps the order of the others', () => {
  const ids = ['isolation-forest', 'automatic', 'knn'].map((id) => ({ id }));
  expect(automaticFirst(ids).map(({ id }) => id)).toEqual(['automatic', 'isolation-forest', 'knn']);
});

it('says of a tag its unit, how many readings it has, and how many are missing', () => {
  expect(describeTag({ unit: 'degC', readingCount: 1000, missingCount: 3 })).toBe(
    'degC, 1,000 readings, 3 missing',
  );
  expect(describeTag({ unit: '1', readingCount: 1, missingCount: 0 })).toBe('1 reading');
});
