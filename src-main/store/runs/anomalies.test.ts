import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallInput } from '@shared/contract/contract.ts';
import type { AnomalyFilter, AnomalySort } from '@shared/contract/runs.ts';
import { createRandom } from '@core/random.ts';
import type { NewAnomaly } from '@core/reading-store.ts';
import { findAnomalyPosition, listAnomalies, listBands } from './anomalies.ts';
import { addPlant } from '../plants.ts';
import {
  createTemporaryStore,
  everySecond,
  importColumns,
  plantFields,
  START_MS,
  type TemporaryStore,
} from '../testing/temporary-store.ts';

const COUNT = 100_000;
const MINUTE = 60_000;
let temporary: TemporaryStore;
let runId = 0;
/** The same anomalies as plain objects; ids are counted from 1. */
let all: (NewAnomaly & { id: number })[] = [];
let tagNames = new Map<number, string>();

beforeAll(async () => {
  temporary = createTemporaryStore();
  const plantId = addPlant(temporary.store.writer, plantFields('Zawar')).id;
  const names = ['bearing vibration', 'Bearing temperature', 'steam pressure'];
  const columns = Object.fromEntries(names.map((name) => [name, [everySecond(0, [1])]]));
  const { tagIds } = await importColumns(temporary.readings, plantId, columns);
  tagNames = new Map(tagIds.map((id, i) => [id, names[i] ?? '']));
  runId = await temporary.readings.beginRun({
    plantId,
    tagIds,
    detectorId: 'd',
    detectorOptions: {},
    seed: 1,
    contamination: 0.1,
    fromMs: 0,
    toMs: 1,
    trainFromMs: 0,
    trainToMs: 1,
    startedMs: 0,
  });
  const random = createRandom(7);
  all = Array.from({ length: COUNT }, (_, i) => {
    const startMs = START_MS + i * 10 * MINUTE;
    const endMs = startMs + random.below(9) * MINUTE;
    return {
      id: i + 1,
      startMs,
      endMs,
      peakMs: startMs,
      peakScore: random.below(1000) / 1000,
      sampleCount: 1 + random.below(50),
      contributions: [
        { tagId: tagIds[random.below(2)] ?? 0, share: 0.75, actual: 6.8, usual: 2.1 },
        { tagId: tagIds[2] ?? 0, share: 0.25, actual: null, usual: 90 },
      ].slice(0, 1 + random.below(2)),
    };
  });
  for (let from = 0; from < COUNT; from += 5000)
    await temporary.readings.appendAnomalies(runId, all.slice(from, from + 5000));
  await temporary.readings.finishRun(runId, {
    contamination: 0.1,
    threshold: 0.5,
    sampleCount: 1,
    scoredCount: 1,
    anomalousCount: 1,
    dataSha256: 'ab'.repeat(32),
    finishedMs: 1,
  });
});
afterAll(() => temporary.remove());

const everything: AnomalyFilter = { tag: '', minPeakScore: null, minDurationMs: null };
const byStart: AnomalySort = { by: 'start', descending: false };

const keys = {
  start: (anomaly: NewAnomaly) => anomaly.startMs,
  end: (anomaly: NewAnomaly) => anomaly.endMs,
  duration: (anomaly: NewAnomaly) => anomaly.endMs - anomaly.startMs,
  peak: (anomaly: NewAnomaly) => anomaly.peakScore,
  samples: (anomaly: NewAnomaly) => anomaly.sampleCount,
};

function reference(filter: AnomalyFilter, { by, descending }: AnomalySort): number[] {
  const key = keys[by];
  const sign = descending ? -1 : 1;
  return all
    .filter(
      (anomaly) =>
        anomaly.peakScore >= (filter.minPeakScore ?? 0) &&
        anomaly.endMs - anomaly.startMs >= (filter.minDurationMs ?? 0) &&
        anomaly.contributions.some(({ tagId }) =>
          tagNames.get(tagId)?.toLowerCase().includes(filter.tag.toLowerCase()),
        ),
    )
    .toSorted((a, b) => sign * (key(a) - key(b)) || a.id - b.id)
    .map(({ id }) => id);
}

const list = (more: Partial<CallInput<'anomalies.list'>> = {}) =>
  listAnomalies(temporary.store.reader, {
    runId,
    filter: everything,
    sort: byStart,
    offset: 0,
    limit: 100,
    ...more,
  });

const filters: [string, AnomalyFilter][] = [
  ['all', everything],
  ['a part of a tag, in any case', { ...everything, tag: 'BEARING' }],
  ['one tag and a score', { ...everything, tag: 'temperature', minPeakScore: 0.9 }],
  ['a duration', { ...everything, minDurationMs: 7 * MINUTE }],
  ['a tag that is not there', { ...everything, tag: '100%' }],
];
const sorts = (['start', 'end', 'duration', 'peak', 'samples'] as const).flatMap((by) =>
  [false, true].map((descending) => ({ by, descending })),
);

describe('the anomaly table at 100,000 rows', () => {
  const expectPages = (filter: AnomalyFilter, sort: AnomalySort): void => {
    const expected = reference(filter, sort);
    for (const offset of [0, Math.max(0, expected.length - 5)]) {
      const { rows, total } = list({ filter, sort, offset, limit: 20 });
      expect(total).toBe(expected.length);
      expect(rows.map((row) => row.id)).toEqual(expected.slice(offset, offset + 20));
    }
  };

  it.each(sorts)('sorts by $by, descending: $descending', (sort) => {
    expectPages(everything, sort);
  });

  it.each(filters)('filters by %s', (_, filter) => {
    expectPages(filter, { by: 'peak', descending: true });
  });

  it.each(filters)('knows the row number of an anomaly, filtered by %s', (_, filter) => {
    for (const sort of [byStart, { by: 'duration', descending: true } as const]) {
      const expected = reference(filter, sort);
      for (const anomalyId of [1, 777, 50_000, COUNT]) {
        const place = expected.indexOf(anomalyId);
        const position = findAnomalyPosition(temporary.store.reader, { runId, filter, sort, anomalyId });
        expect(position).toBe(place < 0 ? null : place);
      }
    }
  });

  it('gives each with its contributions by place, names and units', () => {
    const [row] = list({ limit: 1 }).rows;
    const { contributions = [] } = all[0] ?? {};
    expect(row?.contributions).toEqual(
      contributions.map(({ tagId, ...rest }) => ({ tagName: tagNames.get(tagId), unit: null, ...rest })),
    );
  });
});

describe('anomalies as bands', () => {
  const bands = (fromMs: number, toMs: number, pixels: number) =>
    listBands(temporary.store.reader, { runId, fromMs, toMs, pixels });

  it('are one each where there are pixels enough', () => {
    expect(bands(START_MS, START_MS + 25 * MINUTE, 1000)).toEqual(
      all
        .slice(0, 3)
        .map(({ id, startMs, endMs }) => ({ firstAnomalyId: id, startMs, endMs, count: 1, kind: null })),
    );
  });

  it('join where they reach into the same pixel, with their count', () => {
    const [band, ...others] = bands(START_MS, START_MS + 1000 * 10 * MINUTE, 1);
    expect(others).toEqual([]);
    expect(band).toMatchObject({ firstAnomalyId: 1, startMs: START_MS, count: 1001 });
  });

  it('hold every anomaly of the window once, and no more bands than pixels', () => {
    const found = bands(START_MS, START_MS + COUNT * 10 * MINUTE, 800);
    expect(found.length).toBeLessThanOrEqual(800);
    expect(found.reduce((sum, band) => sum + band.count, 0)).toBe(COUNT);
  });
});
