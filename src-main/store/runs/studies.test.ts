import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SearchRequest, Trial } from '@shared/contract/searches.ts';
import { createStoreCalls } from '../store-calls.ts';
import { createPlantStore, START_MS, type TemporaryStore } from '../testing/temporary-store.ts';

let temporary: TemporaryStore;
let plantId = 0;
beforeEach(() => {
  ({ temporary, plantId } = createPlantStore());
});
afterEach(() => temporary.remove());

const calls = () => createStoreCalls(temporary.store);
const request = (): SearchRequest => ({
  plantId,
  tagIds: [1],
  fromMs: 0,
  toMs: 9,
  trainFromMs: 0,
  trainToMs: 4,
  seed: 1,
  threshold: { kind: 'training-limit' },
  earlyMs: 0,
  detectorId: 'knn',
  space: [{ name: 'neighbours', lowest: 1, highest: 9, isWhole: true, isLog: false }],
  strategy: 'random',
  trialCount: 4,
  mostSeconds: null,
  heldOutShare: 0.4,
  criterion: 'labels',
});
const begin = () =>
  temporary.readings.beginStudy({
    plantId,
    kind: 'search',
    title: 'knn',
    request: request(),
    startedMs: START_MS,
  });
const trial = (number: number, criterion: number): Trial => ({
  rung: 0,
  number,
  options: { neighbours: number },
  trainShare: 1,
  criterion,
  failure: null,
  seconds: 0.5,
});

describe('a search in the store', () => {
  it('keeps its request and its trials in order, the last word on each', async () => {
    const studyId = await begin();
    await temporary.readings.saveTrial(studyId, trial(1, 0.2));
    await temporary.readings.saveTrial(studyId, trial(0, 0.3));
    await temporary.readings.saveTrial(studyId, trial(1, 0.4));
    expect(await calls()['searches.get']({ studyId })).toMatchObject({
      study: { id: studyId, status: 'running', title: 'knn' },
      request: request(),
      trials: [trial(0, 0.3), trial(1, 0.4)],
      result: null,
    });
    expect(temporary.changes.at(-1)).toEqual({ plantId, what: 'studies' });
  });

  it('that the end of the program cut off is interrupted, keeps its trials and can go on', async () => {
    const studyId = await begin();
    await temporary.readings.saveTrial(studyId, trial(0, 0.3));
    temporary = temporary.reopen();
    const found = await calls()['searches.get']({ studyId });
    expect([found.study.status, found.trials.length]).toEqual(['interrupted', 1]);
    await temporary.readings.resumeStudy(studyId);
    expect((await calls()['searches.get']({ studyId })).study.status).toBe('running');
    await expect(temporary.readings.resumeStudy(studyId)).rejects.toThrow(/cannot go on/);
  });

  it('goes on from its trials while readings and labels are the same, and else starts anew and says so', async () => {
    const { readings } = temporary;
    const studyId = await begin();
    expect(await readings.beginTrials(studyId, 'readings 1')).toBe('same');
    await readings.saveTrial(studyId, trial(0, 0.3));
    await readings.endStudy(studyId, 'cancelled', null);
    await readings.resumeStudy(studyId);
    expect(await readings.beginTrials(studyId, 'readings 1')).toBe('same');
    expect(await readings.listTrials(studyId)).toEqual([trial(0, 0.3)]);
    expect(await readings.beginTrials(studyId, 'readings 2')).toBe('changed');
    expect(await readings.listTrials(studyId)).toEqual([]);
    expect((await calls()['searches.get']({ studyId })).study.message).toBe(
      'Readings or labels have changed since the search began: it started anew, without the trial before.',
    );
    expect(await readings.beginTrials(studyId, 'readings 2')).toBe('same');
  });

  it('starts anew where it was not kept what its trials were measured on', async () => {
    const studyId = await begin();
    await temporary.readings.saveTrial(studyId, trial(0, 0.3));
    await temporary.readings.saveTrial(studyId, trial(1, 0.3));
    expect(await temporary.readings.beginTrials(studyId, 'readings')).toBe('changed');
    expect((await calls()['searches.get']({ studyId })).study.message).toMatch(
      /not kept.*the 2 trials before/,
    );
  });

  it('is removed with its trials, but not while it runs', async () => {
    const studyId = await begin();
    await temporary.readings.saveTrial(studyId, trial(0, 0.3));
    expect(() => calls()['studies.remove']({ studyId })).toThrow(/under way/);
    await temporary.readings.endStudy(studyId, 'cancelled', null);
    await calls()['studies.remove']({ studyId });
    expect(await calls()['studies.list']({ plantId, kind: 'search' })).toEqual([]);
    expect(await temporary.readings.listTrials(studyId)).toEqual([]);
  });

  it('is not found as a study of another kind', async () => {
    const studyId = await begin();
    expect(() => calls()['comparisons.get']({ studyId })).toThrow(/not in the store/);
  });
});
