import { describe, expect, it } from 'vitest';
import { analyseSamples } from '../analyse-samples.ts';
import { noCheckpoint } from '../checkpoint.ts';
import { isolationForest } from '../detectors/isolation-forest/isolation-forest.ts';
import { newMatrix } from '../matrix.ts';
import { collectPlant } from './collect-plant.ts';
import { DEFAULT_START_MS, DEFAULT_STEP_MS, generatePlant } from './generate-plant.ts';

const ROWS = 1000;

/** The one-click sample of a seed, analysed with a contamination of 0.05. */
async function analyseWeek(seed: number) {
  const plant = generatePlant(
    {
      capacityMw: 80,
      signals: 'classic',
      rowCount: ROWS,
      stepMs: DEFAULT_STEP_MS,
      startMs: DEFAULT_START_MS,
      seed,
      faults: 'default',
    },
    noCheckpoint,
  );
  const { timesMs, column } = await collectPlant(plant, ROWS);
  const columnNames = plant.signals.map((signal) => signal.tagName);
  const samples = newMatrix(ROWS, columnNames.length);
  columnNames.forEach((name, place) =>
    column(name).forEach((value, row) => (samples.data[row * columnNames.length + place] = value)),
  );
  const analysis = await analyseSamples(
    {
      timesMs,
      samples,
      columnNames,
      trainFrom: 0,
      trainTo: ROWS,
      detector: isolationForest,
      options: isolationForest.defaultOptions,
      seed: 42,
      threshold: { kind: 'contamination', share: 0.05 },
    },
    noCheckpoint,
  );
  // The leak creeps for two days; the clear faults are the others.
  const clear = plant.events.filter(({ kind }) => kind !== 'tube-leak');
  const flaggedTimes = [...timesMs].filter((_, row) => analysis.flags[row] === 1);
  const flaggedIn = (kinds: readonly string[]): number =>
    flaggedTimes.filter((timeMs) =>
      clear.some(({ kind, startMs, endMs }) => kinds.includes(kind) && timeMs >= startMs && timeMs < endMs),
    ).length;
  return { analysis, flaggedIn, kinds: clear.map(({ kind }) => kind) };
}

describe.each([42, 1, 2, 3, 4, 5])('the sample week of seed %i', (seed) => {
  it('can be scored in every row, and 50 of 1,000 are flagged, most of them in faults', async () => {
    const { analysis, flaggedIn, kinds } = await analyseWeek(seed);
    expect(analysis.scoredCount).toBe(1000);
    expect(analysis.anomalousCount).toBe(50);
    expect(flaggedIn(kinds)).toBeGreaterThan(25);
    for (const kind of ['load-rejection', 'imbalance', 'bearing-wear']) {
      expect(flaggedIn([kind]), kind).toBeGreaterThan(0);
    }
  });
});
