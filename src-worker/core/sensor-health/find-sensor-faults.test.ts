import { describe, expect, it } from 'vitest';
import { noCheckpoint } from '../checkpoint.ts';
import { collectPlant } from '../generate/collect-plant.ts';
import type { FaultKind } from '../generate/faults/fault.ts';
import { DEFAULT_START_MS, generatePlant } from '../generate/generate-plant.ts';
import { newMatrix, rowRange } from '../matrix.ts';
import { findSensorFaults } from './find-sensor-faults.ts';
import { learnSensors } from './sensor-model.ts';

const STEP_MS = 300_000;
const HOUR = 12;
const DAY = 24 * HOUR;
const ROWS = 12 * DAY;
const TRAINED = 7 * DAY;

/** Sensor findings in twelve days of a simulated unit with one fault from day nine on, as "fault tag". */
async function findIn(
  kind: FaultKind | null,
  tagName: string | null,
  rows: number,
  magnitude = 1,
): Promise<string[]> {
  const from = DEFAULT_START_MS + 8 * DAY * STEP_MS;
  const fault = kind === null ? [] : [{ kind, startMs: from, endMs: from + rows * STEP_MS, magnitude }];
  const plant = generatePlant(
    {
      capacityMw: 80,
      signals: 'full',
      rowCount: ROWS,
      stepMs: STEP_MS,
      startMs: DEFAULT_START_MS,
      seed: 7,
      faults: fault.map((one) => (tagName === null ? one : { ...one, tagName })),
    },
    noCheckpoint,
  );
  const { timesMs, column } = await collectPlant(plant, ROWS);
  const samples = newMatrix(ROWS, plant.signals.length);
  plant.signals.forEach((signal, place) =>
    column(signal.tagName).forEach(
      (value, row) => (samples.data[row * plant.signals.length + place] = value),
    ),
  );
  const tags = plant.signals.map((signal) => ({
    name: signal.tagName,
    description: signal.description,
    unit: signal.unit,
  }));
  const resting = new Uint8Array(ROWS);
  const model = learnSensors(rowRange(samples, 0, TRAINED), tags, ROWS, resting);
  const found = await findSensorFaults(timesMs, samples, 0, TRAINED, model, resting, noCheckpoint);
  const nameOf = (column: number): string => tags[column]?.name ?? '';
  return [...new Set(found.map((one) => `${one.isProcess ? 'process' : one.fault} ${nameOf(one.column)}`))];
}

describe('telling sensor faults from the plant', () => {
  it('finds nothing in a healthy unit', async () => {
    expect(await findIn(null, null, 0)).toEqual([]);
  });

  it.each([
    ['stuck', 'temperature', 4 * HOUR, 'stuck'],
    ['dropout', 'pressure', 2 * HOUR, 'dropout'],
    ['spike', 'coal_flow', 2, 'spike'],
    ['noise-burst', 'gas_temperature', 4 * HOUR, 'noise'],
    ['drift', 'feedwater_temperature', 4 * DAY, 'drift'],
  ] as const)('calls %s of %s what it is, and no other tag', async (kind, tagName, rows, fault) => {
    expect(await findIn(kind, tagName, rows, 2)).toEqual([`${fault} ${tagName}`]);
  });

  it.each([
    ['fouling', 5 * DAY, 'process flue_gas_temperature'],
    ['condenser-fouling', 4 * DAY, 'process condenser_pressure'],
    ['tube-leak', 4 * DAY, 'process flue_gas_temperature'],
    ['spray-valve-oscillation', 3 * HOUR, 'process temperature'],
  ] as const)('takes %s for what it is: a matter of the plant', async (kind, rows, told) => {
    const found = await findIn(kind, null, rows);
    expect(found).toContain(told);
    expect(found.filter((one) => !one.startsWith('process'))).toEqual([]);
  });

  it('sees noise that the readings of a tag hide, since they move with the load, beside what its peers foretell', async () => {
    expect(await findIn('noise-burst', 'flow_rate', 4 * HOUR, 1)).toEqual(['noise flow_rate']);
  });

  it.each([
    ['bearing-wear', 3 * DAY],
    ['imbalance', 2 * HOUR],
    ['load-rejection', HOUR],
  ] as const)('does not take %s for a fault of a sensor', async (kind, rows) => {
    const found = await findIn(kind, null, rows);
    expect(found.filter((one) => !one.startsWith('process'))).toEqual([]);
  });
});
