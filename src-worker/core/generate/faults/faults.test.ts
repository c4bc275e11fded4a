import { describe, expect, it } from 'vitest';
import { noCheckpoint } from '../../checkpoint.ts';
import { collectPlant } from '../collect-plant.ts';
import { DEFAULT_START_MS, generatePlant } from '../generate-plant.ts';
import { signalsOf } from '../signals.ts';
import type { FaultRequest } from './fault.ts';

const MINUTE_MS = 60_000;
const DAY = 1440;

interface Trial {
  readonly stepMs?: number;
  readonly rowCount?: number;
}

/** The same unit, same chance, with and without a fault in rows `from` to `to`: what differs is the fault. */
async function compare(
  fault: Omit<FaultRequest, 'startMs' | 'endMs'>,
  from: number,
  to: number,
  trial: Trial = {},
) {
  const { stepMs = MINUTE_MS, rowCount = 4 * DAY } = trial;
  const request = {
    ...fault,
    startMs: DEFAULT_START_MS + from * stepMs,
    endMs: DEFAULT_START_MS + to * stepMs,
  };
  const base = {
    capacityMw: 80,
    signals: 'full',
    rowCount,
    stepMs,
    startMs: DEFAULT_START_MS,
    seed: 5,
  } as const;
  const healthyPlant = generatePlant({ ...base, faults: 'none' }, noCheckpoint);
  const faultyPlant = generatePlant({ ...base, faults: [request] }, noCheckpoint);
  const healthy = await collectPlant(healthyPlant, rowCount);
  const faulty = await collectPlant(faultyPlant, rowCount);

  /** Median of f(faulty, healthy) over rows, missing readings left out. */
  const effect = (
    tagName: string,
    first: number,
    last: number,
    f: (bad: number, good: number) => number = (bad, good) => bad - good,
  ): number => {
    const good = healthy.column(tagName);
    const effects = [...faulty.column(tagName).subarray(first, last)]
      .map((bad, at) => f(bad, good[first + at] ?? NaN))
      .filter((value) => !Number.isNaN(value))
      .sort((one, other) => one - other);
    return effects[effects.length >> 1] ?? NaN;
  };
  /** A reading that was lost anyway may arrive instead: no more than two of a sample are missing. */
  const touchedTags = (first: number, last: number): string[] =>
    signalsOf('full', 80)
      .map(({ tagName }) => tagName)
      .filter((tagName) => {
        const good = healthy.column(tagName);
        return faulty
          .column(tagName)
          .subarray(first, last)
          .some((bad, at) => bad !== good[first + at] && !Number.isNaN(good[first + at]));
      });
  return { faulty, healthy, effect, touchedTags, events: faultyPlant.events, rowCount };
}

const ratio = (bad: number, good: number): number => bad / good;

/** Every fault that ends at once must leave nothing outside its window. */
const SHORT_LIVED = [
  ['bearing-wear', undefined, ['vibration', 'bearing_temperature']],
  ['imbalance', undefined, ['vibration']],
  ['tube-leak', undefined, ['pressure', 'feedwater_flow', 'flue_gas_temperature', 'drum_level']],
  ['fouling', undefined, ['flue_gas_temperature']],
  ['condenser-fouling', undefined, ['load_factor', 'gross_power', 'condenser_pressure']],
  ['spray-valve-oscillation', undefined, ['temperature']],
  ['drift', 'pressure', ['pressure']],
  ['stuck', 'flow_rate', ['flow_rate']],
  ['spike', 'temperature', ['temperature']],
  ['noise-burst', 'vibration', ['vibration']],
  ['dropout', 'drum_level', ['drum_level']],
] as const;

describe.each(SHORT_LIVED)('%s', (kind, tagName, tags) => {
  it('touches its own tags, inside its window only', async () => {
    const fault = tagName === undefined ? { kind } : { kind, tagName };
    const { touchedTags, rowCount } = await compare(fault, 1000, 2000, { rowCount: 3000 });
    expect(touchedTags(1000, 2000)).toEqual([...tags]);
    expect(touchedTags(0, 1000)).toEqual([]);
    expect(touchedTags(2000, rowCount)).toEqual([]);
  });
});

describe('the signature of', () => {
  it('bearing wear: exponential growth of vibration to 4.5 times, metal 8 K warmer, scatter first', async () => {
    const { effect } = await compare({ kind: 'bearing-wear' }, 0, 4 * DAY);
    expect(effect('vibration', 4 * DAY - 20, 4 * DAY, ratio)).toBeCloseTo(4.5, 0);
    expect(effect('bearing_temperature', 4 * DAY - 20, 4 * DAY)).toBeCloseTo(8, 0);
    // Growth after half the time: (e^1.5 - 1) / (e^3 - 1) = 0.182.
    expect(effect('bearing_temperature', 2 * DAY - 30, 2 * DAY + 30)).toBeCloseTo(8 * 0.182, 0);
  });

  it('imbalance: a step of vibration to 2.25 times at once, no warming', async () => {
    const { effect } = await compare({ kind: 'imbalance' }, 1000, 1100);
    expect(effect('vibration', 1000, 1003, ratio)).toBeCloseTo(2.25, 1);
    expect(effect('vibration', 1090, 1100, ratio)).toBeCloseTo(2.25, 1);
    expect(effect('bearing_temperature', 1000, 1100)).toBe(0);
  });

  it('a tube leak: water that never becomes steam', async () => {
    const { faulty, effect } = await compare({ kind: 'tube-leak' }, 1000, 4000);
    expect(effect('feedwater_flow', 3000, 4000, ratio)).toBeCloseTo(1 + 0.05 / 1.015, 2);
    expect(effect('flow_rate', 1000, 4000)).toBe(0);
    expect(effect('pressure', 3000, 4000)).toBeCloseTo(-1, 1);
    expect(effect('flue_gas_temperature', 3000, 4000)).toBeCloseTo(-7, 0);
    const steam = faulty.column('flow_rate').subarray(3000, 4000);
    const water = faulty.column('feedwater_flow').subarray(3000, 4000);
    const surplus = [...water]
      .map((value, at) => value / (steam[at] ?? NaN) - 1)
      .filter((v) => !Number.isNaN(v));
    expect(surplus.reduce((sum, value) => sum + value, 0) / surplus.length).toBeCloseTo(0.065, 2);
  });

  it('fouling: flue gas warms by 20 K with a tooth at each soot blowing', async () => {
    const { effect } = await compare({ kind: 'fouling' }, 0, 4 * DAY);
    expect(effect('flue_gas_temperature', 4 * DAY - 30, 4 * DAY)).toBeCloseTo(20.4, 0);
    expect(effect('flue_gas_temperature', 2 * DAY - 5, 2 * DAY)).toBeGreaterThan(
      effect('flue_gas_temperature', 2 * DAY, 2 * DAY + 5),
    );
  });

  it('condenser fouling: 20 mbar worse, two percent of power lost at the same steam', async () => {
    const { effect } = await compare({ kind: 'condenser-fouling' }, 0, 4 * DAY);
    expect(effect('condenser_pressure', 4 * DAY - 30, 4 * DAY)).toBeCloseTo(0.02, 3);
    expect(effect('gross_power', 4 * DAY - 30, 4 * DAY, ratio)).toBeCloseTo(0.98, 2);
    expect(effect('flow_rate', 0, 4 * DAY)).toBe(0);
  });

  it('a stuck spray valve: steam temperature swings by 10 K every eight minutes', async () => {
    const { effect } = await compare({ kind: 'spray-valve-oscillation' }, 1000, 1100);
    for (const period of [0, 8, 16, 80]) {
      expect(effect('temperature', 1000 + period, 1001 + period)).toBeCloseTo(10, 0);
      expect(effect('temperature', 1004 + period, 1005 + period)).toBeCloseTo(-10, 0);
    }
  });

  it('load rejection: load and flow collapse in seconds, pressure jumps, steam cools, then a slow return', async () => {
    const { faulty, effect } = await compare({ kind: 'load-rejection' }, 5000, 6080, {
      stepMs: 5000,
      rowCount: 8000,
    });
    const load = faulty.column('load_factor');
    expect(load[4999]).toBeGreaterThan(0.5);
    expect(load[5001]).toBeLessThan(0.1);
    expect(effect('pressure', 5004, 5005, ratio)).toBeGreaterThan(0.98);
    expect(effect('pressure', 5004, 5005)).toBeGreaterThan(effect('pressure', 5040, 5041) + 10);
    expect(effect('vibration', 5001, 5004, ratio)).toBeGreaterThan(1.7);
    expect(effect('vibration', 5100, 5200, ratio)).toBeLessThan(1);
    expect(effect('flow_rate', 5060, 5200, ratio)).toBeLessThan(0.1);
    expect(effect('temperature', 5100, 5400)).toBeLessThan(-30);
    // Ninety minutes in all: 45 on house load, then two percent a minute upwards.
    expect(load[5500]).toBeLessThan(0.1);
    expect(effect('load_factor', 6060, 6080)).toBeCloseTo(0, 1);
    expect(effect('temperature', 7000, 8000)).toBeCloseTo(0, 1);
  });

  it('drift: 0.3 % of the measuring range a day', async () => {
    const { effect } = await compare({ kind: 'drift', tagName: 'pressure' }, 0, 4 * DAY);
    // The range is 0 to 120 bar.
    expect(effect('pressure', 4 * DAY - 100, 4 * DAY)).toBeCloseTo(4 * 0.36, 0);
    expect(effect('pressure', 2 * DAY - 100, 2 * DAY + 100)).toBeCloseTo(2 * 0.36, 0);
  });

  it('a stuck sensor: one exact value while the load moves', async () => {
    const { faulty } = await compare({ kind: 'stuck', tagName: 'flow_rate' }, 1000, 1500);
    const values = faulty.column('flow_rate').subarray(1000, 1500);
    expect(new Set([...values].filter((value) => !Number.isNaN(value))).size).toBe(1);
    const load = faulty.column('load_factor').subarray(1000, 1500);
    expect(new Set(load).size).toBeGreaterThan(50);
  });

  it('a spike: 8 sigma off, up or down', async () => {
    const { effect } = await compare({ kind: 'spike', tagName: 'temperature' }, 1000, 1002);
    expect(Math.abs(effect('temperature', 1000, 1002))).toBeCloseTo(24, 0);
  });

  it('a noise burst: four times the scatter around the same mean', async () => {
    const { healthy, faulty } = await compare(
      { kind: 'noise-burst', tagName: 'bearing_temperature' },
      0,
      4 * DAY,
    );
    const scatter = (values: Float64Array): number => {
      const steps = [...values]
        .map((value, row) => value - (values[row - 1] ?? NaN))
        .filter((v) => !Number.isNaN(v));
      return Math.sqrt(steps.reduce((sum, step) => sum + step * step, 0) / steps.length);
    };
    const growth =
      scatter(faulty.column('bearing_temperature')) / scatter(healthy.column('bearing_temperature'));
    expect(growth).toBeCloseTo(4, 0);
  });

  it('a dropout: no reading at all', async () => {
    const { faulty } = await compare({ kind: 'dropout', tagName: 'drum_level' }, 1000, 1200);
    expect([...faulty.column('drum_level').subarray(1000, 1200)].every(Number.isNaN)).toBe(true);
  });
});

describe('the ground truth', () => {
  it('states kind, tag, period and figures', async () => {
    const { events } = await compare({ kind: 'spike', tagName: 'temperature', magnitude: 0.5 }, 1000, 1002);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      kind: 'spike',
      tagName: 'temperature',
      startMs: DEFAULT_START_MS + 1000 * MINUTE_MS,
      endMs: DEFAULT_START_MS + 1002 * MINUTE_MS,
    });
    expect(events[0]?.note).toMatch(/^Spike: temperature is off by -?12 degC\.$/);
  });

  it('names no tag for a fault that shows in several', async () => {
    const { events } = await compare({ kind: 'load-rejection' }, 1000, 1100);
    expect(events[0]?.tagName).toBeNull();
  });

  it('refuses a sensor fault without a tag, an unknown tag, an empty period and a silly magnitude', async () => {
    await expect(compare({ kind: 'stuck' }, 10, 20)).rejects.toThrow('needs the name of its tag');
    await expect(compare({ kind: 'stuck', tagName: 'nothing' }, 10, 20)).rejects.toThrow('no tag "nothing"');
    await expect(compare({ kind: 'imbalance' }, 20, 20)).rejects.toThrow('ends before it starts');
    await expect(compare({ kind: 'imbalance', magnitude: 0 }, 10, 20)).rejects.toThrow('magnitude');
  });
});
