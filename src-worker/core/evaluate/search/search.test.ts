import { describe, expect, it } from 'vitest';
import type { SearchOption, Trial } from '@shared/contract/studies.ts';
import { toAppError } from '@shared/errors.ts';
import { noCheckpoint } from '../../checkpoint.ts';
import { detectors, findDetector } from '../../detectors/registry.ts';
import { newMatrix } from '../../matrix.ts';
import { createRandom } from '../../random.ts';
import { rowsToMeasure } from '../split.ts';
import { placeLabels } from '../truth.ts';
import { drawOptions } from './draw-options.ts';
import { cutHeldOut } from './held-out.ts';
import { faultyRows, labelledRows } from './judge-setting.ts';
import { bestTrial, countTrials, nextTrial, rungsOf } from './plan.ts';
import { runSearch, type SearchInput } from './run-search.ts';
import { spaceOf } from './spaces.ts';
import { putFaults } from './synthetic-faults.ts';

const MINUTE = 60_000;
const ROWS = 900;
const TRAIN = 300;
const timesMs = Float64Array.from({ length: ROWS }, (_, row) => row * MINUTE);

function data() {
  const random = createRandom(5);
  const samples = newMatrix(ROWS, 2);
  for (let at = 0; at < samples.data.length; at++) samples.data[at] = random.normal();
  for (const from of [400, 600, 800])
    for (let row = from; row < from + 15; row++) samples.data.fill(6, row * 2, row * 2 + 1);
  return { timesMs, samples, columnNames: ['a', 'b'], trainFrom: 0, trainTo: TRAIN };
}
const measured = rowsToMeasure(ROWS, 0, TRAIN);
const label = (from: number) => ({
  kind: 'step',
  tagName: null,
  startMs: from * MINUTE,
  endMs: (from + 14) * MINUTE,
});
const truth = placeLabels(timesMs, measured.segments, [label(400), label(600), label(800)], []);
const space: readonly SearchOption[] = [
  { name: 'subsample', lowest: 16, highest: 256, isWhole: true, isLog: true },
  { name: 'neighbours', lowest: 1, highest: 12, isWhole: true, isLog: false },
];
const trial = (rung: number, number: number, criterion: number | null, trainShare = 1): Trial => ({
  rung,
  number,
  options: {},
  trainShare,
  criterion,
  failure: null,
  seconds: 1,
});

describe('drawing settings', () => {
  it('gives setting 0 the usual options and every other one its own, within bounds, by seed and number alone', () => {
    const defaults = { subsample: 256, neighbours: 5 };
    const draw = (seed: number, number: number) => drawOptions(space, defaults, seed, number);
    expect(draw(7, 0)).toEqual(defaults);
    expect(draw(7, 3)).toEqual(draw(7, 3));
    expect(draw(7, 3)).not.toEqual(draw(8, 3));
    for (let number = 1; number < 200; number++) {
      const { subsample, neighbours } = draw(7, number);
      expect(Number(subsample) >= 16 && Number(subsample) <= 256 && Number.isInteger(subsample)).toBe(true);
      expect(Number(neighbours) >= 1 && Number(neighbours) <= 12 && Number.isInteger(neighbours)).toBe(true);
    }
  });

  it('draws over the orders of magnitude where that is asked for: as often below 64 as above', () => {
    const below = Array.from({ length: 400 }, (_, at) => drawOptions(space, {}, 1, at + 1)).filter(
      ({ subsample }) => Number(subsample) < 64,
    );
    expect(below.length).toBeGreaterThan(160);
    expect(below.length).toBeLessThan(240);
  });

  it('has bounds for every detector with numbers that hold its usual setting', () => {
    for (const { id, defaultOptions } of detectors)
      for (const { name, lowest, highest } of spaceOf(id, defaultOptions)) {
        const usual = Number(defaultOptions[name]);
        expect([id, name, lowest <= usual && usual <= highest]).toEqual([id, name, true]);
      }
  });
});

describe('the plan of a search', () => {
  it('random: every setting once on all training rows', () => {
    expect(nextTrial('random', 3, [trial(0, 0, 0.5), trial(0, 2, 0.4)])).toEqual({
      rung: 0,
      number: 1,
      trainShare: 1,
    });
    expect(nextTrial('random', 2, [trial(0, 0, 0.5), trial(0, 1, null)])).toBeNull();
  });

  it('halving: a third goes on to three times the rows, the best ones, failures last', () => {
    expect(rungsOf(9)).toEqual([
      { settings: 9, trainShare: 1 / 9 },
      { settings: 3, trainShare: 1 / 3 },
      { settings: 1, trainShare: 1 },
    ]);
    expect(countTrials('halving', 9)).toBe(13);
    const first = [0.1, 0.9, null, 0.3, 0.9, 0.2, 0.1, 0.8, 0.1].map((value, at) =>
      trial(0, at, value, 1 / 9),
    );
    const second = nextTrial('halving', 9, first);
    expect(second).toEqual({ rung: 1, number: 1, trainShare: 1 / 3 });
    const later = [...first, trial(1, 1, 0.2, 1 / 3), trial(1, 4, 0.7, 1 / 3), trial(1, 7, 0.6, 1 / 3)];
    expect(nextTrial('halving', 9, later)).toEqual({ rung: 2, number: 4, trainShare: 1 });
    expect(nextTrial('halving', 9, [...later, trial(2, 4, 0.75)])).toBeNull();
  });

  it('the best is one that learnt from the most rows', () => {
    expect(bestTrial([trial(0, 0, 0.9, 1 / 3), trial(1, 1, 0.6), trial(1, 2, 0.6)])?.number).toBe(1);
    expect(bestTrial([trial(0, 0, null)])).toBeNull();
  });
});

describe('what a search never sees', () => {
  it('has its share of the labelled faults, cut between two of them', () => {
    const { tuning, heldOut } = cutHeldOut(measured, truth, 0.34);
    expect(tuning.segments).toEqual([{ from: 300, to: 707 }]);
    expect(heldOut.segments).toEqual([{ from: 708, to: 899 }]);
  });

  it('has its share of the rows without labels', () => {
    const { tuning, heldOut } = cutHeldOut(measured, null, 0.25);
    expect([tuning.rowCount, heldOut.rowCount]).toEqual([450, 150]);
  });

  it('is refused where there is nothing to hold out', () => {
    const one = placeLabels(timesMs, measured.segments, [label(400)], []);
    expect(() => cutHeldOut(measured, one, 0.4)).toThrow(/At least two labelled faults/);
    expect(() => cutHeldOut(rowsToMeasure(9, 0, 9), null, 0.4)).toThrow(/outside the training range/);
  });
});

describe('faults that are put in', () => {
  it('are the same for the same seed, leave the training rows and most others as they were, and copy', () => {
    const { samples } = data();
    const put = (seed: number) => putFaults(samples, 0, TRAIN, measured.segments, seed);
    const before = samples.data.slice();
    const { samples: faulty, positive } = put(3);
    expect(samples.data).toEqual(before);
    expect(put(3)).toEqual({ samples: faulty, positive });
    expect(put(4).positive).not.toEqual(positive);
    expect(faulty.data.subarray(0, TRAIN * 2)).toEqual(before.subarray(0, TRAIN * 2));
    const count = positive.reduce((sum, one) => sum + one, 0);
    expect(count).toBeGreaterThan(60);
    expect(count).toBeLessThan(150);
    positive.forEach((one, row) => {
      const isChanged =
        faulty.data[row * 2] !== before[row * 2] || faulty.data[row * 2 + 1] !== before[row * 2 + 1];
      if (isChanged !== (one === 1)) throw new Error(`row ${row} is changed: ${isChanged}, labelled: ${one}`);
    });
  });
});

describe('a search', () => {
  function input(more: Partial<SearchInput> = {}, kept: Trial[] = []): SearchInput {
    const all = data();
    const { tuning, heldOut } = cutHeldOut(measured, truth, 0.34);
    let now = 0;
    return {
      data: all,
      detector: findDetector('knn'),
      request: { space: [...space], strategy: 'random', trialCount: 5, mostSeconds: null, seed: 11 },
      tuning: labelledRows(all.samples, tuning, truth.positive),
      heldOut: labelledRows(all.samples, heldOut, truth.positive),
      done: [],
      keep: (one) => {
        kept.push(one);
        return Promise.resolve();
      },
      nowMs: () => (now += 500),
      ...more,
    };
  }

  it('keeps every trial and tells the figure of the held-out rows beside the tuned one', async () => {
    const kept: Trial[] = [];
    const outcome = await runSearch(input({}, kept), noCheckpoint);
    expect(kept).toHaveLength(5);
    const best = bestTrial(kept);
    expect(outcome).toMatchObject({
      trialCount: 5,
      endedBy: 'trials',
      best: { number: best?.number, tuned: best?.criterion },
    });
    expect(outcome.best.heldOut).toBeGreaterThan(0.5);
    expect(outcome.defaults.options).toEqual(findDetector('knn').defaultOptions);
  });

  it('never looks at the held-out rows: other readings there change no trial', async () => {
    const kept: Trial[] = [];
    await runSearch(input({}, kept), noCheckpoint);
    const changed = data();
    changed.samples.data.fill(99, 708 * 2);
    const again: Trial[] = [];
    const { tuning, heldOut } = cutHeldOut(measured, truth, 0.34);
    await runSearch(
      input(
        {
          data: changed,
          tuning: labelledRows(changed.samples, tuning, truth.positive),
          heldOut: labelledRows(changed.samples, heldOut, truth.positive),
        },
        again,
      ),
      noCheckpoint,
    );
    expect(again).toEqual(kept);
  });

  it.each(['random', 'halving'] as const)(
    '%s: stopped and resumed, it makes the same trials',
    async (strategy) => {
      const request = { ...input().request, strategy, trialCount: 9 };
      const whole: Trial[] = [];
      const outcome = await runSearch(input({ request }, whole), noCheckpoint);
      const parts: Trial[] = [];
      const stopping = input({
        request,
        keep: (one) => {
          parts.push(one);
          return parts.length === 4 ? Promise.reject(new Error('stop')) : Promise.resolve();
        },
      });
      await expect(runSearch(stopping, noCheckpoint)).rejects.toThrow('stop');
      expect(await runSearch(input({ request, done: [...parts] }, parts), noCheckpoint)).toEqual(outcome);
      expect(parts).toEqual(whole);
    },
  );

  it('ends when its time is used up, over all its parts', async () => {
    const kept: Trial[] = [];
    const request = { ...input().request, mostSeconds: 1 };
    const outcome = await runSearch(input({ request }, kept), noCheckpoint);
    expect([kept.length, outcome.endedBy]).toEqual([2, 'time']);
  });

  it('without labels judges by faults that are put in', async () => {
    const all = data();
    const { tuning, heldOut } = cutHeldOut(measured, null, 0.4);
    const outcome = await runSearch(
      input({ tuning: faultyRows(all, tuning, 1), heldOut: faultyRows(all, heldOut, 2) }),
      noCheckpoint,
    );
    expect(outcome.best.heldOut).toBeGreaterThan(0.3);
  });

  it('passes over settings that cannot be fitted, and says so when none can', async () => {
    const kept: Trial[] = [];
    const broken: readonly SearchOption[] = [
      { name: 'neighbours', lowest: -9, highest: -1, isWhole: true, isLog: false },
    ];
    const outcome = await runSearch(
      input({ request: { ...input().request, space: [...broken] } }, kept),
      noCheckpoint,
    );
    expect(outcome.best.number).toBe(0);
    expect(kept[1]).toMatchObject({ criterion: null });
    expect(kept[1]?.failure).toContain('neighbours');
    const none = { ...findDetector('knn'), defaultOptions: { neighbours: -1 } };
    const caught: unknown = await runSearch(
      input({ detector: none, request: { ...input().request, space: [...broken] } }),
      noCheckpoint,
    ).catch((thrown: unknown) => thrown);
    expect(toAppError(caught)).toMatchObject({ kind: 'invalid-input' });
  });
});
