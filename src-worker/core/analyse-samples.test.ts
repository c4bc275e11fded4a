import { describe, expect, it } from 'vitest';
import { type AnalyseInput, analyseSamples, type FoundAnomaly, rethreshold } from './analyse-samples.ts';
import { cancelled, noCheckpoint } from './checkpoint.ts';
import { findDetector } from './detectors/registry.ts';
import { createRandom } from './random.ts';

/** A thousand seconds of three tags around 10, 20 and 30. */
function inputOf(change: Partial<AnalyseInput> = {}): AnalyseInput {
  const random = createRandom(11);
  const rowCount = 1000;
  const data = Float32Array.from({ length: rowCount * 3 }, (_, at) => 10 * (1 + (at % 3)) + random.normal());
  const detector = findDetector('isolation-forest');
  return {
    timesMs: Float64Array.from({ length: rowCount }, (_, row) => row * 1000),
    samples: { rowCount, columnCount: 3, data },
    columnNames: ['load', 'pressure', 'vibration'],
    trainFrom: 0,
    trainTo: rowCount,
    detector,
    options: detector.defaultOptions,
    seed: 42,
    threshold: { kind: 'contamination', share: 0.05 },
    ...change,
  };
}

describe('analysing samples', () => {
  it('flags 50 of 1,000 samples at a contamination of 0.05', async () => {
    const { anomalousCount, scoredCount, flags, anomalies } = await analyseSamples(inputOf(), noCheckpoint);
    expect(scoredCount).toBe(1000);
    expect(anomalousCount).toBe(50);
    expect(flags.filter((flag) => flag === 1)).toHaveLength(50);
    expect(anomalies.reduce((sum, anomaly) => sum + anomaly.sampleCount, 0)).toBe(50);
  });

  it('finds an upset after the training range and names the tags behind it', async () => {
    const input = inputOf({ trainTo: 600, loadColumn: null });
    for (let row = 800; row < 820; row++) input.samples.data.set([30, 20, 60], row * 3);
    const { anomalies, usual } = await analyseSamples(input, noCheckpoint);
    const upset = anomalies.find((anomaly) => anomaly.startMs <= 800_000 && anomaly.endMs >= 819_000);
    const [first, second, third] = upset?.contributions ?? [];
    expect(new Set([first?.column, second?.column])).toEqual(new Set([0, 2]));
    expect(third?.share ?? 0).toBeLessThan(0.05);
    const vibration = first?.column === 2 ? first : second;
    expect(vibration?.actual).toBe(60);
    expect(vibration?.usual).toBeCloseTo(usual[2] ?? NaN, 5);
  });

  it('takes the threshold from the training samples alone', async () => {
    const input = inputOf({ trainTo: 600 });
    const { threshold, scores } = await analyseSamples(input, noCheckpoint);
    expect(scores.subarray(0, 600).filter((score) => score > threshold)).toHaveLength(30);
  });

  it('names a tag without a reading in the chosen modes', async () => {
    const input = inputOf({ loadColumn: 0, modes: ['off'] });
    for (let row = 0; row < 1000; row++) {
      input.samples.data[row * 3] = row < 300 ? 0 : 100;
      if (row < 300) input.samples.data[row * 3 + 1] = NaN;
    }
    await expect(analyseSamples(input, noCheckpoint)).rejects.toThrow(
      /^No good reading in the chosen modes of the training range for pressure/,
    );
  });

  it('takes the thresholds of modes as they are given with the threshold, else by its rule', async () => {
    const input = inputOf({ loadColumn: 0, hasModeThresholds: true });
    for (let row = 0; row < 1000; row++) {
      const isOff = row < 300;
      input.samples.data[row * 3] = isOff ? 0 : 100;
      if (isOff) input.samples.data[row * 3 + 1] = 20 + (row % 2);
    }
    const learnt = await analyseSamples(input, noCheckpoint);
    const { threshold, modeThresholds, flags } = learnt;
    expect(modeThresholds.map(({ mode }) => mode)).toEqual(['off', 'start-up']);
    const fixed = { ...input, threshold: { kind: 'fixed', threshold } } as const;
    const given = await analyseSamples({ ...fixed, modeThresholds }, noCheckpoint);
    expect([given.modeThresholds, given.flags]).toEqual([modeThresholds, flags]);
    const one = await analyseSamples({ ...fixed, hasModeThresholds: false }, noCheckpoint);
    expect(one.flags).not.toEqual(flags);
    const again = { ...input, ...learnt, modeThresholds: [], threshold: input.threshold };
    expect((await rethreshold(again, noCheckpoint)).flags).toEqual(flags);
  });

  it('leaves a sample with too much missing without score and flag', async () => {
    const input = inputOf();
    input.samples.data.fill(NaN, 0, 2);
    const { scores, flags, scoredCount } = await analyseSamples(input, noCheckpoint);
    expect(scores[0]).toBeNaN();
    expect(flags[0]).toBe(0);
    expect(scoredCount).toBe(999);
  });

  it('gives the same findings for another contamination as a whole new analysis, without training', async () => {
    const input = inputOf();
    const { fitted, scores } = await analyseSamples(input, noCheckpoint);
    const threshold = { kind: 'contamination', share: 0.1 } as const;
    const again = await rethreshold({ ...input, fitted, scores, threshold }, noCheckpoint);
    const fresh = await analyseSamples({ ...input, threshold }, noCheckpoint);
    expect(fresh).toMatchObject(again);
    expect(again.anomalousCount).toBe(100);
  });

  it('names the tags without a reading in the training range', async () => {
    const input = inputOf({ trainTo: 10 });
    for (let row = 0; row < 10; row++) input.samples.data[row * 3 + 1] = NaN;
    await expect(analyseSamples(input, noCheckpoint)).rejects.toThrow(/pressure/);
  });

  it('refuses an empty training range', async () => {
    await expect(analyseSamples(inputOf({ trainFrom: 5, trainTo: 5 }), noCheckpoint)).rejects.toThrow(
      /training range/,
    );
  });

  it('tells its anomalies in portions on the way, each kind in its place by start', async () => {
    const input = inputOf({ threshold: { kind: 'contamination', share: 0.3 } });
    const rowCount = 20_000;
    const data = Float32Array.from({ length: rowCount * 3 }, (_, at) => input.samples.data[at % 3000] ?? 0);
    // A spike that no score has to tell, and a silence.
    data[3 * 9000 + 1] = 29;
    const timesMs = Float64Array.from(
      { length: rowCount },
      (_, row) => (row + (row > 15_000 ? 600 : 0)) * 1000,
    );
    const many = { ...input, timesMs, samples: { rowCount, columnCount: 3, data }, trainTo: rowCount };
    const { anomalies } = await analyseSamples(many, noCheckpoint);
    // Whether the columns are named before, or as each portion is told.
    for (const mostEarly of [undefined, 0]) {
      const portions: FoundAnomaly[][] = [];
      let isTaking = false;
      const onAnomalies = async (some: readonly FoundAnomaly[]): Promise<void> => {
        expect(isTaking).toBe(false);
        isTaking = true;
        await new Promise((resolve) => setTimeout(resolve, 0));
        isTaking = false;
        portions.push([...some]);
      };
      const host = { onAnomalies, ...(mostEarly === undefined ? {} : { mostEarly }) };
      const { anomalies: kept } = await analyseSamples(many, noCheckpoint, host);
      expect(portions.length).toBeGreaterThan(1);
      expect(portions.flat()).toEqual(anomalies);
      expect(kept).toEqual([]);
    }
    expect(anomalies.map((one) => one.startMs)).toEqual(
      anomalies.map((one) => one.startMs).toSorted((one, other) => one - other),
    );
    expect(new Set(anomalies.map((one) => one.kind))).toEqual(new Set(['process', 'sensor', 'gap']));
  });

  it('reports rising progress up to 1 and stops when cancelled', async () => {
    const done: number[] = [];
    await analyseSamples(inputOf(), (portion) => {
      done.push(portion);
      return Promise.resolve();
    });
    expect(done).toEqual(done.toSorted((a, b) => a - b));
    expect(done.at(-1)).toBe(1);
    const stop = (portion: number) => (portion > 0.5 ? Promise.reject(cancelled()) : Promise.resolve());
    await expect(analyseSamples(inputOf(), stop)).rejects.toMatchObject({ error: { kind: 'cancelled' } });
  });
});
