import { beforeAll, describe, expect, it } from 'vitest';
import { noCheckpoint } from '../checkpoint.ts';
import { collectPlant } from '../generate/collect-plant.ts';
import { DEFAULT_START_MS, generatePlant } from '../generate/generate-plant.ts';
import type { OutageRequest } from '../generate/outages/outage.ts';
import { BAD, GOOD } from '../quality.ts';
import { overlayStarts } from './compare-starts.ts';
import { courseSource } from './course-source.ts';
import { reportStarts } from './plant-starts.ts';
import type { StartMark } from '@shared/start-marks.ts';
import type { ReadTag, StartsReport, StartTag } from './start-report.ts';

const HOUR_MS = 3_600_000;
const DAYS = 20;
const at = (day: number, hour: number): number => DEFAULT_START_MS + (24 * day + hour) * HOUR_MS;

/** A normal hot start, another, a slow one, a warm one that shakes at the critical speed, and a normal warm one. */
const OUTAGES: readonly OutageRequest[] = [
  { stopMs: at(1, 21.5), syncMs: at(2, 4.5) },
  { stopMs: at(4, 21.5), syncMs: at(5, 4.2) },
  { stopMs: at(7, 21.5), syncMs: at(8, 4.4), fault: 'slow-start' },
  { stopMs: at(10, 21.5), syncMs: at(12, 4.5), fault: 'rough-run-up' },
  { stopMs: at(15, 21.5), syncMs: at(17, 4) },
];

interface SimulatedPlant {
  readonly tags: readonly StartTag[];
  readonly read: ReadTag;
}

async function simulate(outages: readonly OutageRequest[]): Promise<SimulatedPlant> {
  const rowCount = DAYS * 1440;
  const plant = generatePlant(
    {
      capacityMw: 80,
      signals: 'full',
      rowCount,
      stepMs: 60_000,
      startMs: DEFAULT_START_MS,
      seed: 11,
      faults: 'none',
      outages,
    },
    noCheckpoint,
  );
  const { timesMs, column } = await collectPlant(plant, rowCount);
  const tags = plant.signals.map(({ tagName, description, unit }, index) => ({
    id: index + 1,
    name: tagName,
    description,
    unit,
  }));
  return {
    tags,
    read: (tagId, fromMs, toMs) => {
      const from = Math.max(0, Math.ceil((fromMs - DEFAULT_START_MS) / 60_000));
      const to = Math.min(rowCount, Math.floor((toMs - DEFAULT_START_MS) / 60_000) + 1);
      const values = column(tags[tagId - 1]?.name ?? '').slice(from, to);
      return Promise.resolve({
        timesMs: timesMs.slice(from, to),
        values,
        qualities: Uint8Array.from(values, (value) => (Number.isNaN(value) ? BAD : GOOD)),
        statuses: [],
      });
    },
  };
}

const report = ({ tags, read }: SimulatedPlant, marks: readonly StartMark[]): Promise<StartsReport> =>
  reportStarts({ tags, marks, read, fromMs: DEFAULT_START_MS, toMs: at(DAYS, 0) }, noCheckpoint);

const outage = (place: number): OutageRequest => OUTAGES[place] ?? { stopMs: NaN, syncMs: NaN };
const markOf = (kind: StartMark['kind'], { syncMs } = outage(0)): StartMark => ({
  kind,
  startMs: syncMs,
  endMs: syncMs + HOUR_MS,
});

describe('the start-ups of a simulated unit', () => {
  let plant: SimulatedPlant = { tags: [], read: () => Promise.reject(new Error('not yet')) };
  beforeAll(async () => {
    plant = await simulate(OUTAGES);
  });

  it('are all found, with class, light-up and synchronisation to the minute', async () => {
    const { starts, load } = await report(plant, []);
    expect(load?.tagName).toBe('gross_power');
    expect(starts.map(({ startClass }) => startClass)).toEqual(['hot', 'hot', 'hot', 'warm', 'warm']);
    for (const [place, start] of starts.entries()) {
      expect(Math.abs(start.syncMs - outage(place).syncMs)).toBeLessThanOrEqual(60_000);
      const leadMs = (start.startClass === 'hot' ? 1 : 2) * HOUR_MS;
      expect(Math.abs(start.syncMs - leadMs - (start.lightUpMs ?? 0))).toBeLessThanOrEqual(3 * 60_000);
      expect([start.lightUpTag, start.outcome, start.comparison]).toEqual(['coal_flow', 'completed', null]);
    }
  });

  it('within the golden start are told to be so, slow and rough ones by their own tag', async () => {
    const { starts } = await report(plant, [markOf('golden'), markOf('golden', outage(4))]);
    const [golden, normal, slow, rough] = starts;
    expect([golden?.mark, golden?.comparison]).toEqual(['golden', null]);
    expect(normal?.comparison?.sentences).toEqual(['Within the band of the golden start in all 15 tags.']);

    const out = (slow?.comparison?.deviations ?? []).filter(({ severity }) => severity > 0);
    const first = out.toSorted((one, other) => (one.leavesAtMs ?? 0) - (other.leavesAtMs ?? 0))[0];
    expect(first?.tagName).toBe('temperature');
    const fall = (first?.largest.actual ?? 0) - (first?.largest.golden ?? 0);
    // The simulator takes 45 K away.
    expect(fall).toBeLessThan(-38);
    expect(fall).toBeGreaterThan(-56);
    const text = slow?.comparison?.sentences.join(' ') ?? '';
    expect(text).toMatch(
      /Main steam temperature \d\d\.\d K below the golden start \d\d min after synchronisation/,
    );
    // Held 45 minutes longer, then at 0.8 of the usual rate: 30 points take 37.5 minutes in the place of 30.
    expect(Number(/40 % load reached (\d+) min later/.exec(text)?.[1])).toBeCloseTo(52.5, -1);

    expect(rough?.comparison?.goldenNumber).toBe(5);
    expect(
      rough?.comparison?.deviations.filter(({ severity }) => severity > 0).map(({ tagName }) => tagName),
    ).toEqual(['vibration']);
    expect(rough?.comparison?.sentences[0]).toMatch(
      /Turbine bearing vibration, RMS \d\.\d\d mm\/s above the golden start 1\d min before synchronisation/,
    );
  });

  it('of another class are compared with what there is, and that is said', async () => {
    const { starts } = await report(plant, [markOf('golden')]);
    const warm = starts[4]?.comparison;
    expect([warm?.goldenNumber, warm?.isSameClass]).toEqual([1, false]);
    expect(warm?.sentences[0]).toMatch(/No golden warm start is marked/);
  });

  it('marked good widen the band, but never for the start that is judged', async () => {
    const marks = [markOf('golden'), markOf('good', outage(2))];
    const { starts } = await report(plant, marks);
    expect(starts.map(({ mark }) => mark)).toEqual(['golden', null, 'good', null, null]);
    expect(starts[1]?.comparison?.goodCount).toBe(1);
    expect(starts[2]?.comparison?.goodCount).toBe(0);
    expect(starts[2]?.comparison?.deviations[0]?.severity).toBeGreaterThan(0.1);
  });

  it('lie over each other on one clock in the overlay', async () => {
    const { starts, load } = await report(plant, [markOf('golden')]);
    const [, , slow] = starts;
    const temperature = plant.tags.filter(({ name }) => name === 'temperature');
    if (slow === undefined || load === null) throw new Error('no start');
    const { timesMs, lanes } = await overlayStarts(
      courseSource(plant.read),
      temperature,
      slow,
      starts,
      load.stepMs,
    );
    const late = [...timesMs].indexOf(30 * 60_000);
    expect((lanes[0]?.actual[late] ?? NaN) - (lanes[0]?.golden[late] ?? NaN)).toBeLessThan(-35);
    expect(timesMs[0]).toBeLessThan(-HOUR_MS);
  });

  it('keep missing readings missing', async () => {
    const silent: SimulatedPlant = {
      tags: plant.tags,
      read: async (tagId, fromMs, toMs) => {
        const block = await plant.read(tagId, fromMs, toMs);
        return plant.tags[tagId - 1]?.name === 'temperature'
          ? { ...block, qualities: block.qualities.map(() => BAD) }
          : block;
      },
    };
    const { starts } = await report(silent, [markOf('golden')]);
    expect(starts[2]?.comparison?.deviations.map(({ tagName }) => tagName)).not.toContain('temperature');
  });

  it('say why there are none', async () => {
    expect((await report({ ...plant, tags: [] }, [])).emptyReason).toMatch(/no readings/);
    const noLoad = plant.tags.filter(({ name }) => name === 'vibration');
    expect((await report({ ...plant, tags: noLoad }, [])).emptyReason).toMatch(/No tag tells the load/);
    const running = await reportStarts(
      { ...plant, marks: [], fromMs: DEFAULT_START_MS, toMs: at(1, 0) },
      noCheckpoint,
    );
    expect(running.emptyReason).toMatch(/never starts/);
  });
});
