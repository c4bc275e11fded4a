import { describe, expect, it } from 'vitest';
import { AppFailure, toAppError } from '@shared/errors.ts';
import { type Checkpoint, noCheckpoint } from '../checkpoint.ts';
import type { Detector } from '../detectors/detector.ts';
import { findDetector } from '../detectors/registry.ts';
import { robustZ } from '../detectors/robust-z.ts';
import { newMatrix } from '../matrix.ts';
import { createRandom } from '../random.ts';
import { MODE } from '../samples/operating-modes.ts';
import { compareDetectors, type CompareInput } from './compare-detectors.ts';
import { rowsToMeasure } from './split.ts';
import { placeLabels } from './truth.ts';

const MINUTE = 60_000;
const ROWS = 600;
const TRAIN = 200;

/** Noise in two columns; the first jumps by 12 in rows 400 to 419. */
function input(more: Partial<CompareInput> = {}, hasLabels = true): CompareInput {
  const random = createRandom(3);
  const samples = newMatrix(ROWS, 2);
  for (let at = 0; at < samples.data.length; at++) samples.data[at] = random.normal();
  for (let row = 400; row < 420; row++) samples.data.set([(samples.data[row * 2] ?? 0) + 12], row * 2);
  const timesMs = Float64Array.from({ length: ROWS }, (_, row) => row * MINUTE);
  const measured = rowsToMeasure(ROWS, 0, TRAIN);
  const label = { kind: 'drift', tagName: null, startMs: 400 * MINUTE, endMs: 419 * MINUTE };
  const truth = hasLabels ? placeLabels(timesMs, measured.segments, [label], ['a', 'b']) : null;
  return {
    timesMs,
    samples,
    columnNames: ['a', 'b'],
    trainFrom: 0,
    trainTo: TRAIN,
    rowModes: null,
    judged: { timesMs, measured, truth, earlyMs: 0 },
    candidates: [
      { detectorId: 'robust-z', detectorOptions: {} },
      { detectorId: 'isolation-forest', detectorOptions: { trees: 50, subsample: 64 } },
    ],
    detectorOf: findDetector,
    threshold: { kind: 'training-limit' },
    seed: 1,
    nowMs: () => 0,
    ...more,
  };
}

describe('comparing detectors', () => {
  it('measures all on the same held-out rows, and finds a clear fault with the right one', async () => {
    const { candidates, agreement } = await compareDetectors(input(), noCheckpoint);
    const [z] = candidates;
    expect(z?.figures?.averagePrecision).toBeCloseTo(1, 12);
    expect(z?.figures?.areaUnderRoc).toBeCloseTo(1, 12);
    expect(z?.figures?.own).toMatchObject({ truePositives: 20, eventsHit: 1, medianDelayMs: 0 });
    expect(z?.figures?.events).toMatchObject([{ kind: 'drift', isHit: true, delayMs: 0 }]);
    expect(candidates.map(({ figures }) => figures?.scoredRows)).toEqual([400, 400]);
    expect(agreement?.places).toEqual([0, 1]);
    expect(agreement?.correlations[0]?.[0]).toBeCloseTo(1, 12);
  });

  it('judges each mode by a threshold of its own where that is asked for', async () => {
    // Load changes are ten times as noisy: one threshold for all is above the fault, which is in steady samples alone.
    const rowModes = Uint8Array.from({ length: ROWS }, (_, row) =>
      row % 2 === 0 ? MODE.steady : MODE.loadChange,
    );
    const data = input();
    for (let row = 1; row < ROWS; row += 2) {
      const noisy = row >= 400 && row < 420 ? 0 : 10;
      for (const at of [row * 2, row * 2 + 1]) data.samples.data[at] = noisy * (data.samples.data[at] ?? 0);
    }
    const candidates = data.candidates.slice(0, 1);
    const [one] = (await compareDetectors({ ...data, candidates }, noCheckpoint)).candidates;
    const [own] = (await compareDetectors({ ...data, candidates, rowModes }, noCheckpoint)).candidates;
    expect(one?.figures?.modeThresholds).toEqual([]);
    expect(own?.figures?.modeThresholds?.map(({ mode }) => mode)).toEqual(['steady', 'load change']);
    expect(one?.figures?.own.truePositives).toBe(0);
    expect(own?.figures?.own.truePositives).toBe(10);
    expect(own?.figures?.averagePrecision).toBeGreaterThan(one?.figures?.averagePrecision ?? 1);
    expect(own?.figures?.trainFlaggedShare).toBeLessThan(0.1);
  });

  it('gives the same figures again, whatever else is compared', async () => {
    const both = await compareDetectors(input(), noCheckpoint);
    const alone = await compareDetectors(input({ candidates: input().candidates.slice(1) }), noCheckpoint);
    expect(alone.candidates[0]).toEqual(both.candidates[1]);
  });

  it('says nothing about right and wrong without labels, but how steady and how loud each is', async () => {
    const { candidates } = await compareDetectors(input({}, false), noCheckpoint);
    const figures = candidates[0]?.figures;
    expect(figures).toMatchObject({ averagePrecision: null, areaUnderRoc: null, roc: null, events: [] });
    expect(figures?.stability?.rankCorrelation).toBeGreaterThan(0.9);
    expect(figures?.own.alarms).toBeGreaterThan(0);
  });

  it('scores are on the common scale: the median of the training is 0 and its 90 % quantile 1', async () => {
    const { candidates } = await compareDetectors(input(), noCheckpoint);
    const lane = candidates[0]?.figures?.lane;
    const training = (lane?.scores ?? [])
      .slice(0, TRAIN)
      .map((score) => score ?? NaN)
      .toSorted((a, b) => a - b);
    expect(((training[99] ?? 0) + (training[100] ?? 0)) / 2).toBeCloseTo(0, 3);
    expect(training.filter((score) => score > 1)).toHaveLength(20);
  });

  it('a candidate that cannot be fitted says why, and the others go on', async () => {
    const broken: Detector = {
      ...robustZ,
      id: 'broken',
      title: 'Broken',
      fit: () => Promise.reject(new AppFailure({ kind: 'invalid-input', message: 'Too few rows.' })),
    };
    const { candidates, agreement } = await compareDetectors(
      input({
        candidates: [
          { detectorId: 'broken', detectorOptions: {} },
          { detectorId: 'robust-z', detectorOptions: {} },
        ],
        detectorOf: (id) => (id === 'broken' ? broken : findDetector(id)),
      }),
      noCheckpoint,
    );
    expect(candidates[0]).toMatchObject({ title: 'Broken', failure: 'Too few rows.', figures: null });
    expect(candidates[1]?.figures).not.toBeNull();
    expect(agreement).toBeNull();
  });

  it('stops when it is cancelled, with progress that only grows and names the detector', async () => {
    const seen: number[] = [];
    let label = '';
    const stopLate: Checkpoint = (done, text) => {
      seen.push(done);
      label = text;
      return done > 0.7 ? Promise.reject(new AppFailure({ kind: 'cancelled' })) : Promise.resolve();
    };
    const caught: unknown = await compareDetectors(input(), stopLate).catch((thrown: unknown) => thrown);
    expect(toAppError(caught).kind).toBe('cancelled');
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(label).toContain('Isolation forest');
  });
});
