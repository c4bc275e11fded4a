import { describe, expect, it } from 'vitest';
import { noCheckpoint } from '../checkpoint.ts';
import { collectPlant } from '../generate/collect-plant.ts';
import { DEFAULT_START_MS, generatePlant } from '../generate/generate-plant.ts';
import { newMatrix } from '../matrix.ts';
import { createRandom } from '../random.ts';
import { findLoadTag } from '../samples/tag-roles.ts';
import { learnOperation } from './operation.ts';

const MINUTE = 60_000;
const ROWS = 2000;
const TRAINED = 1000;
/** The unit is off in these rows, a standstill of four hours; and once in training. */
const OFF_FROM = 1200;
const OFF_TO = 1440;
const isTrainedOff = (row: number): boolean => row >= 500 && row < 620;

/** Load, main steam flow that follows it, and a metal temperature that goes on falling; `change` lays a hand on the flow. */
async function stuckFlow(change: (flow: number, row: number) => number) {
  const random = createRandom(5);
  const data = new Float32Array(ROWS * 3);
  for (let row = 0; row < ROWS; row++) {
    const isOff = (row >= OFF_FROM && row < OFF_TO) || isTrainedOff(row);
    const load = isOff ? 0 : 60 + 15 * Math.sin(row / 80) + random.normal();
    const flow = isOff ? 0 : Math.round((4 * load + random.normal()) * 10) / 10;
    const metal = isOff ? 400 - (row % 100) + random.normal() : 450 + load + random.normal();
    data.set([load, change(flow, row), metal], row * 3);
  }
  const { findings } = await learnOperation(
    {
      timesMs: Float64Array.from({ length: ROWS }, (_, row) => row * MINUTE),
      samples: { rowCount: ROWS, columnCount: 3, data },
      tags: ['gross_power', 'steam_flow', 'metal'].map((name) => ({ name, description: null, unit: null })),
      loadColumn: 0,
      trainFrom: 0,
      trainTo: TRAINED,
    },
    noCheckpoint,
  );
  return findings.filter(({ fault, column }) => fault === 'stuck' && column === 1);
}

describe('a tag that reads one value', () => {
  it('is not stuck when the value is 0 and the unit is off', async () => {
    expect(await stuckFlow((flow) => flow)).toEqual([]);
  });

  it('is stuck at 0 while the unit runs', async () => {
    const found = await stuckFlow((flow, row) => (row >= 1600 && row < 1700 ? 0 : flow));
    expect(found).toMatchObject([{ from: 1600, to: 1700, value: 0 }]);
  });

  it('is stuck at a value that it never read in a standstill of training while the unit is off', async () => {
    const found = await stuckFlow((flow, row) => (row >= OFF_FROM && row < OFF_TO ? 5 : flow));
    expect(found).toMatchObject([{ from: OFF_FROM, to: OFF_TO, value: 5 }]);
  });
});

describe('a healthy unit with an outage a week', () => {
  it('has no faulty instrument and no departing tag: cold metal and a broken vacuum belong to a standstill', async () => {
    const rowCount = 5 * 7 * 144;
    const options = {
      capacityMw: 80,
      signals: 'full',
      stepMs: 10 * MINUTE,
      startMs: DEFAULT_START_MS,
    } as const;
    const plant = generatePlant(
      { ...options, rowCount, seed: 2000, faults: [], outages: 'weekly' },
      noCheckpoint,
    );
    const { timesMs, column } = await collectPlant(plant, rowCount);
    const tags = plant.signals.map(({ tagName: name, description, unit }) => ({ name, description, unit }));
    const samples = newMatrix(rowCount, tags.length);
    tags.forEach(({ name }, place) =>
      column(name).forEach((value, row) => (samples.data[row * tags.length + place] = value)),
    );
    const loadColumn = findLoadTag(tags, () => true);
    const { findings, processFindings } = await learnOperation(
      { timesMs, samples, tags, loadColumn, trainFrom: 0, trainTo: rowCount / 2 },
      noCheckpoint,
    );
    expect([...findings, ...processFindings].filter(({ to }) => to > rowCount / 2)).toEqual([]);
  });
});
