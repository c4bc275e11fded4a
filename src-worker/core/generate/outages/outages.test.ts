import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { noCheckpoint } from '../../checkpoint.ts';
import { collectPlant } from '../collect-plant.ts';
import { DEFAULT_START_MS, generatePlant, type PlantOptions } from '../generate-plant.ts';
import type { OutageRequest } from './outage.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const at = (hours: number): number => DEFAULT_START_MS + hours * HOUR_MS;

async function simulate(changes: Partial<PlantOptions>) {
  const options: PlantOptions = {
    capacityMw: 80,
    signals: 'full',
    rowCount: 4 * 1440,
    stepMs: MINUTE_MS,
    startMs: DEFAULT_START_MS,
    seed: 7,
    faults: 'none',
    ...changes,
  };
  const plant = generatePlant(options, noCheckpoint);
  const { column } = await collectPlant(plant, options.rowCount);
  /** Median of a tag over 15 minutes around a time. */
  const near = (tagName: string, hours: number): number => {
    const row = Math.round((hours * HOUR_MS) / options.stepMs);
    const some = column(tagName)
      .slice(row - 7, row + 8)
      .filter((value) => !Number.isNaN(value))
      .sort();
    return some[some.length >> 1] ?? NaN;
  };
  return { column, near, events: plant.events };
}

/** Stops at hour 20, runs again at hour 20 + `hours`. */
const outage = (hours: number, fault?: OutageRequest['fault']): OutageRequest => ({
  stopMs: at(20),
  syncMs: at(20 + hours),
  ...(fault === undefined ? {} : { fault }),
});

describe('a plant without outages', () => {
  it('is the same bytes as before there were any', async () => {
    const options: PlantOptions = {
      capacityMw: 80,
      signals: 'full',
      rowCount: 5000,
      stepMs: 600_000,
      startMs: DEFAULT_START_MS,
      seed: 42,
      faults: 'default',
    };
    for (const given of [options, { ...options, outages: 'none' as const }]) {
      const plant = generatePlant(given, noCheckpoint);
      const { column } = await collectPlant(plant, 5000);
      const hash = createHash('sha256');
      for (const { tagName } of plant.signals) hash.update(new Uint8Array(column(tagName).buffer));
      hash.update(JSON.stringify(plant.events));
      expect(hash.digest('hex')).toBe('6d888ae3abade0d909ccf877b081788a29365e5db4a8bd4aff0ee224f53ace2e');
    }
  });
});

describe('an outage', () => {
  it('runs down at the ramp limit, then nothing burns, flows or turns', async () => {
    const { column, near } = await simulate({ outages: [outage(31)] });
    const load = column('load_factor').subarray(20 * 60, 21 * 60);
    const steps = [...load].map((value, row) => value - (load[row - 1] ?? NaN)).filter((step) => step < 0);
    // The last step is the disconnection at five percent; five deviations of the noise of both readings.
    expect(steps.filter((step) => step < -0.02 - 5 * 0.002 * Math.SQRT2)).toHaveLength(1);
    for (const tagName of ['load_factor', 'gross_power', 'coal_flow', 'flow_rate', 'feedwater_flow'])
      expect(near(tagName, 35), tagName).toBeLessThan(0.5);
    expect(near('flue_gas_oxygen', 35)).toBeGreaterThan(20.5);
    expect(near('vibration', 35)).toBeLessThan(0.3);
    expect(near('gas_temperature', 40)).toBeLessThan(near('ambient_temperature', 40) + 10);
  });

  it('cools metal and pressure with time constants of their own', async () => {
    const { near } = await simulate({ outages: [outage(31)] });
    const above = (hours: number): number => near('temperature', hours) - near('ambient_temperature', hours);
    // Forty hours for the metal, ten for the pressure above that of the air.
    expect(above(40) / above(30)).toBeCloseTo(Math.exp(-10 / 40), 1);
    expect((near('pressure', 40) - 1) / (near('pressure', 30) - 1)).toBeCloseTo(Math.exp(-1), 1);
  });

  it('breaks the vacuum for a long outage and keeps it over night', async () => {
    expect((await simulate({ outages: [outage(31)] })).near('condenser_pressure', 40)).toBe(0.4);
    expect((await simulate({ outages: [outage(7)] })).near('condenser_pressure', 25)).toBeLessThan(0.1);
  });

  it('lights up before synchronisation: fuel, then falling oxygen, rising steam, a hump at the critical speed', async () => {
    const { column, near } = await simulate({ outages: [outage(31)] });
    // Synchronisation at hour 51, light-up of a warm start two hours before.
    expect(near('coal_flow', 48.8)).toBeLessThan(0.5);
    expect(near('coal_flow', 49.5)).toBeCloseTo(7.6, 0);
    expect(near('flue_gas_oxygen', 49.8)).toBeCloseTo(11, 0);
    expect(near('gross_power', 50.8)).toBeLessThan(0.5);
    const warming = near('temperature', 49.8) - near('temperature', 49.3);
    expect(warming).toBeCloseTo(2 * 30, -1);
    const runUp = column('vibration').subarray(50.5 * 60, 51 * 60);
    const hump = Math.max(...[...runUp].filter((value) => !Number.isNaN(value)));
    expect(hump).toBeGreaterThan(2.3);
    expect(hump).toBeLessThan(4.5);
  });

  it('holds block load, climbs slower the colder it is, and comes back to what the load asks for', async () => {
    const rate = async (hours: number, holdHours: number): Promise<number> => {
      const { near } = await simulate({ outages: [outage(hours)], rowCount: 6 * 1440 });
      const sync = 20 + hours;
      expect(near('load_factor', sync + holdHours / 2), String(hours)).toBeCloseTo(0.1, 2);
      return near('load_factor', sync + holdHours + 0.5) - near('load_factor', sync + holdHours + 0.2);
    };
    const hot = await rate(7, 0.25);
    const warm = await rate(31, 2 / 3);
    const cold = await rate(78, 1.5);
    expect(hot / 0.3 / 60).toBeCloseTo(0.01, 3);
    expect(warm).toBeLessThan(hot);
    expect(cold).toBeLessThan(warm);
    const stopped = await simulate({ outages: [outage(7)] });
    const running = await simulate({});
    for (const tagName of ['temperature', 'pressure', 'flue_gas_oxygen', 'vibration', 'condenser_pressure'])
      expect(stopped.near(tagName, 44), tagName).toBeCloseTo(running.near(tagName, 44), 1);
  });

  it('is normal operation in the ground truth, and a fault where the start was not as it should be', async () => {
    const kinds = async (fault?: OutageRequest['fault']) =>
      (await simulate({ outages: [outage(7, fault)] })).events.map(({ kind, tagName }) => [kind, tagName]);
    expect(await kinds()).toEqual([['normal', null]]);
    expect(await kinds('slow-start')).toEqual([
      ['normal', null],
      ['slow-start', 'temperature'],
    ]);
    expect(await kinds('rough-run-up')).toEqual([
      ['normal', null],
      ['rough-run-up', 'vibration'],
    ]);
  });

  it('is refused when it is too short or begins within the last one', () => {
    const plan = (outages: readonly OutageRequest[]) => simulate({ outages });
    return Promise.all([
      expect(plan([outage(2)])).rejects.toThrow(/three hours/),
      expect(plan([outage(7), { stopMs: at(26), syncMs: at(40) }])).rejects.toThrow(/last one/),
    ]);
  });
});

describe('weekly outages', () => {
  it('come once a week with hot, warm and cold starts, two of eight starts faulty', async () => {
    const { events } = await simulate({
      outages: 'weekly',
      faults: 'default',
      rowCount: 56 * 144,
      stepMs: 600_000,
    });
    const notes = events
      .filter(({ kind }) => kind === 'normal')
      .map(({ note }) => /(\w+) start/.exec(note)?.[1]);
    expect(notes).toEqual(['hot', 'warm', 'hot', 'cold', 'hot', 'warm', 'hot', 'cold']);
    expect(events.filter(({ kind }) => /start|run-up/.test(kind)).map(({ kind }) => kind)).toEqual([
      'slow-start',
      'rough-run-up',
    ]);
  });

  it('meet no short fault', async () => {
    const { events } = await simulate({ outages: 'weekly', faults: 'default', rowCount: 28 * 1440 });
    const outages = events.filter(({ kind }) => kind === 'normal');
    const short = events.filter(({ kind }) =>
      /spike|imbalance|load-rejection|stuck|dropout|noise/.test(kind),
    );
    expect(short.length).toBeGreaterThan(10);
    for (const fault of short)
      expect(
        outages.some(({ startMs, endMs }) => fault.startMs < endMs && fault.endMs > startMs),
        fault.note,
      ).toBe(false);
  });
});
