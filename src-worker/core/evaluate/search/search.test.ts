import { describe, expect, it } from 'vitest';
import type { SearchOption, Trial } from '@shared/contract/searches.ts';
import { toAppError } from '@shared/errors.ts';
import { cancelled, type Checkpoint, noCheckpoint } from '../../checkpoint.ts';
import { detectors, findDetector } from '../../detectors/registry.ts';
import { newMatrix } from '../../matrix.ts';
import { createRandom } from '../../random.ts';
import { createScoringPool, type StartThread } from '../../scoring/scoring-pool.ts';
import { serveWork } from '../../scoring/side-work.ts';
import { MODE } from '../../samples/operating-modes.ts';
import { rowsToMeasure } from '../split.ts';
import { placeLabels } from '../truth.ts';
import { drawOptions } from './draw-options.ts';
import { cutHeldOut } from './held-out.ts';
import { faultyRows, labelledRows } from './judge-setting.ts';
import { bestTrial, countTrials, openTrials, rungsOf } from './plan.ts';
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
  return { timesMs, samples, columnNames: ['a', 'b'], trainFrom: 0, trainTo: TRAIN, rowModes: null };
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
    expect(openTrials('random', 4, [trial(0, 0, 0.5), trial(0, 2, 0.4)])).toEqual([
      { rung: 0, number: 1, trainShare: 1 },
      { rung: 0, number: 3, trainShare: 1 },
    ]);
    expect(openTrials('random', 2, [trial(0, 0, 0.5), trial(0, 1, null)])).toEqual([]);
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
    const open = (done: readonly Trial[]) => openTrials('halving', 9, done);
    expect(open(first.slice(1))).toEqual([{ rung: 0, number: 0, trainShare: 1 / 9 }]);
    expect(open(first).map(({ rung, number }) => [rung, number])).toEqual([
      [1, 1],
      [1, 4],
      [1, 7],
    ]);
    const later = [...first, trial(1, 1, 0.2, 1 / 3), trial(1, 4, 0.7, 1 / 3), trial(1, 7, 0.6, 1 / 3)];
    expect(open(later)).toEqual([{ rung: 2, number: 4, trainShare: 1 }]);
    expect(open([...later, trial(2, 4, 0.75)])).toEqual([]);
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

function searchInput(more: Partial<SearchInput> = {}, kept: Trial[] = []): SearchInput {
  const all = data();
  const { tuning, heldOut } = cutHeldOut(measured, truth, 0.34);
  let now = 0;
  return {
    data: all,
    detector: findDetector('knn'),
    request: {
      space: [...space],
      strategy: 'random',
      trialCount: 5,
      mostSeconds: null,
      seed: 11,
      threshold: { kind: 'usual' },
    },
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

const withoutSeconds = ({ rung, number, options, trainShare, criterion, failure }: Trial) => ({
  rung,
  number,
  options,
  trainShare,
  criterion,
  failure,
});

describe('a search', () => {
  it('keeps every trial and tells the figure of the held-out rows beside the tuned one', async () => {
    const kept: Trial[] = [];
    const outcome = await runSearch(searchInput({}, kept), noCheckpoint);
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
    await runSearch(searchInput({}, kept), noCheckpoint);
    const changed = data();
    changed.samples.data.fill(99, 708 * 2);
    const again: Trial[] = [];
    const { tuning, heldOut } = cutHeldOut(measured, truth, 0.34);
    await runSearch(
      searchInput(
        {
          data: changed,
          tuning: labelledRows(changed.samples, tuning, truth.positive),
          heldOut: labelledRows(changed.samples, heldOut, truth.positive),
        },
        again,
      ),
      noCheckpoint,
    );
    expect(again.map(withoutSeconds)).toEqual(kept.map(withoutSeconds));
  });

  it.each(['random', 'halving'] as const)(
    '%s: stopped and resumed, it makes the same trials',
    async (strategy) => {
      const request = { ...searchInput().request, strategy, trialCount: 9 };
      const whole: Trial[] = [];
      const outcome = await runSearch(searchInput({ request }, whole), noCheckpoint);
      const parts: Trial[] = [];
      const stopping = searchInput({
        request,
        keep: (one) => {
          parts.push(one);
          return parts.length === 4 ? Promise.reject(new Error('stop')) : Promise.resolve();
        },
      });
      await expect(runSearch(stopping, noCheckpoint)).rejects.toThrow('stop');
      expect(await runSearch(searchInput({ request, done: [...parts] }, parts), noCheckpoint)).toEqual(
        outcome,
      );
      expect(parts.map(withoutSeconds)).toEqual(whole.map(withoutSeconds));
    },
  );

  it('ends when its time is used up, over all its parts', async () => {
    const kept: Trial[] = [];
    const request = { ...searchInput().request, mostSeconds: 1 };
    const outcome = await runSearch(searchInput({ request }, kept), noCheckpoint);
    expect([kept.length, outcome.endedBy]).toEqual([1, 'time']);
    const again = await runSearch(searchInput({ request, done: [...kept] }, kept), noCheckpoint);
    expect([kept.length, again.endedBy]).toEqual([1, 'time']);
    // Kept by a program that tried one setting after the other: the sum of their seconds counts.
    const done = [trial(0, 0, 0.5), trial(0, 1, 0.5)];
    const longer = { ...request, mostSeconds: 2 };
    const last = await runSearch(searchInput({ request: longer, done }, kept), noCheckpoint);
    expect([kept.length, last.endedBy]).toEqual([1, 'time']);
  });

  it('ranks the samples of each mode beside its own threshold where that is asked for', async () => {
    // Every second sample is of a mode that scores higher throughout; the faults are in the others.
    const rowModes = Uint8Array.from({ length: ROWS }, (_, row) =>
      row % 2 === 0 ? MODE.steady : MODE.loadChange,
    );
    const usual = searchInput();
    const { samples } = usual.data;
    for (let row = 1; row < ROWS; row += 2) samples.data[row * 2 + 1] = 40 * (samples.data[row * 2 + 1] ?? 0);
    const positive = truth.positive.map((one, row) => (row % 2 === 0 ? one : 0));
    const changed = {
      ...usual,
      tuning: labelledRows(samples, usual.tuning.measured, positive),
      heldOut: labelledRows(samples, usual.heldOut.measured, positive),
    };
    const one = await runSearch(changed, noCheckpoint);
    const own = await runSearch({ ...changed, data: { ...usual.data, rowModes } }, noCheckpoint);
    expect(own.defaults.heldOut).toBeGreaterThan((one.defaults.heldOut ?? 1) + 0.1);
  });

  it('without labels judges by faults that are put in', async () => {
    const all = data();
    const { tuning, heldOut } = cutHeldOut(measured, null, 0.4);
    const outcome = await runSearch(
      searchInput({ tuning: faultyRows(all, tuning, 1), heldOut: faultyRows(all, heldOut, 2) }),
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
      searchInput({ request: { ...searchInput().request, space: [...broken] } }, kept),
      noCheckpoint,
    );
    expect(outcome.best.number).toBe(0);
    expect(kept[1]).toMatchObject({ criterion: null });
    expect(kept[1]?.failure).toContain('neighbours');
    const none = { ...findDetector('knn'), defaultOptions: { neighbours: -1 } };
    const caught: unknown = await runSearch(
      searchInput({ detector: none, request: { ...searchInput().request, space: [...broken] } }),
      noCheckpoint,
    ).catch((thrown: unknown) => thrown);
    expect(toAppError(caught)).toMatchObject({ kind: 'invalid-input' });
  });
});

describe('a search on several threads', () => {
  /** Threads of this process: each does what it is given one after the other, as `serveThread` on a real one. */
  function pretendPool(threadCount: number) {
    const begun = new Map<number, number>();
    let count = 0;
    const start: StartThread = (_, onReply) => {
      const number = count++;
      let last = Promise.resolve();
      return {
        post: (job) => {
          if (!('work' in job)) throw new Error('A search posts side work alone');
          last = last.then(async () => {
            begun.set(number, (begun.get(number) ?? 0) + 1);
            await turn();
            await serveWork(structuredClone(job), onReply, () => 0);
          });
        },
        terminate: () => undefined,
      };
    };
    const pool = createScoringPool(start, threadCount);
    pool.prepare();
    return { pool, begun };
  }
  const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
  const byPlace = (trials: readonly Trial[]) =>
    trials.toSorted((one, other) => one.rung - other.rung || one.number - other.number).map(withoutSeconds);

  it.each(['random', 'halving'] as const)(
    '%s: makes the trials and comes to the outcome of one thread, and every thread works',
    async (strategy) => {
      const request = { ...searchInput().request, strategy, trialCount: 20 };
      const alone: Trial[] = [];
      const outcome = await runSearch(searchInput({ request }, alone), noCheckpoint);
      for (const threadCount of [1, 3]) {
        const { pool, begun } = pretendPool(threadCount);
        const kept: Trial[] = [];
        expect(await runSearch(searchInput({ request, pool }, kept), turn)).toEqual(outcome);
        expect(byPlace(kept)).toEqual(byPlace(alone));
        expect(begun.size).toBe(threadCount);
      }
    },
  );

  it('keeps what threads have ended when it is cancelled, stops the rest, and goes on to the same outcome', async () => {
    const request = { ...searchInput().request, trialCount: 12 };
    const outcome = await runSearch(searchInput({ request }), noCheckpoint);
    const { pool } = pretendPool(2);
    const kept: Trial[] = [];
    const cancelLate: Checkpoint = (done) => (done > 0.4 ? Promise.reject(cancelled()) : turn());
    await expect(runSearch(searchInput({ request, pool }, kept), cancelLate)).rejects.toMatchObject({
      error: { kind: 'cancelled' },
    });
    const count = kept.length;
    expect(count).toBeGreaterThan(2);
    expect(count).toBeLessThan(12);
    for (let wait = 0; wait < 20; wait++) await turn();
    expect(kept).toHaveLength(count);
    const after = pretendPool(2);
    const resumed = searchInput({ request, pool: after.pool, done: [...kept] }, kept);
    expect(await runSearch(resumed, turn)).toEqual(outcome);
    expect(new Set(kept.map(({ number }) => number)).size).toBe(kept.length);
  });

  it('begins no more trials when its time is used up', async () => {
    const { pool } = pretendPool(2);
    const kept: Trial[] = [];
    const request = { ...searchInput().request, trialCount: 100, mostSeconds: 20 };
    const outcome = await runSearch(searchInput({ request, pool }, kept), turn);
    expect([outcome.endedBy, outcome.trialCount]).toEqual(['time', kept.length]);
    expect(kept.length).toBeLessThan(100);
  });
});
