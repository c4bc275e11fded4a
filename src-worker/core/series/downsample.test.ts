import type { TrendLane } from '@shared/contract/readings.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EncodedChunk } from '../chunks/chunk.ts';
import { decodeChunk } from '../chunks/decode-chunk.ts';
import { encodeChunk } from '../chunks/encode-chunk.ts';
import { readPyramid } from '../chunks/pyramid.ts';
import { downsample, type Readings, type SeriesPart } from './downsample.ts';
import { buildSegments } from './segments.ts';
import { summariseHeaders } from './summaries.ts';
import { decodeSummaries } from './summary-codec.ts';
import type { TrendWindow } from './trend-sampler.ts';

const STEP = 1000;

const series = (values: readonly number[], timesMs = values.map((_, i) => i * STEP)): Readings => ({
  timesMs: Float64Array.from(timesMs),
  values: Float64Array.from(values),
});

const asReadings = (readings: Readings): SeriesPart[] => [{ kind: 'readings', readings, stepMs: STEP }];

function chunksOf({ timesMs, values }: Readings, chunkReadings: number): EncodedChunk[] {
  const block = { timesMs, values, qualities: new Uint8Array(timesMs.length), statuses: [] };
  const chunks: EncodedChunk[] = [];
  for (let from = 0; from < timesMs.length; from += chunkReadings)
    chunks.push(encodeChunk(block, from, Math.min(from + chunkReadings, timesMs.length)));
  return chunks;
}

function asChunks(readings: Readings, chunkReadings: number): SeriesPart[] {
  const chunks = chunksOf(readings, chunkReadings);
  const headers = summariseHeaders(chunks.map((chunk) => chunk.header));
  return chunks.map((chunk, at) => ({
    kind: 'chunk',
    headers,
    at,
    stepMs: chunk.header.stepMs,
    loadPyramid: () => readPyramid(chunk.pyramid, chunk.header.readingCount),
    loadReadings: () => decodeChunk(chunk),
  }));
}

/** Segments over the chunks, as the store would build them. */
function asSegments(readings: Readings, chunkReadings: number, isFineLost = false): SeriesPart[] {
  const chunks = chunksOf(readings, chunkReadings);
  const pieces = chunks.map(({ header, pyramid }) => ({
    header,
    buckets: readPyramid(pyramid, header.readingCount),
  }));
  /** Chunks inside a range as they are; of the others the readings inside, with the step of the whole chunk. */
  const parts = asChunks(readings, chunkReadings);
  const between = (fromMs: number, toMs: number): SeriesPart[] =>
    chunks.flatMap((chunk, at): SeriesPart[] => {
      const { firstMs, lastMs, stepMs } = chunk.header;
      if (firstMs > toMs || lastMs < fromMs) return [];
      if (firstMs >= fromMs && lastMs <= toMs) return parts.slice(at, at + 1);
      const { timesMs, values } = decodeChunk(chunk);
      const from = timesMs.findIndex((time) => time >= fromMs);
      const to = timesMs.findLastIndex((time) => time <= toMs) + 1;
      return [
        {
          kind: 'readings',
          readings: { timesMs: timesMs.subarray(from, to), values: values.subarray(from, to) },
          stepMs,
        },
      ];
    });
  return [...buildSegments(pieces)].map(({ statistics, coarseCount, fineCount, coarse, fine }) => ({
    kind: 'segment',
    firstMs: statistics.firstMs,
    lastMs: statistics.lastMs,
    coarseCount,
    fineCount,
    loadCoarse: () => decodeSummaries(coarse),
    loadFine: () => (isFineLost ? null : decodeSummaries(fine)),
    open: between,
  }));
}

const points = (lane: TrendLane): [number, number][] =>
  [...lane.timesMs].map((time, i) => [time, lane.values[i] ?? NaN]);

/** Straight from the definition: pixel by pixel over all readings. */
function bruteForce(
  { timesMs, values }: Readings,
  { fromMs, toMs, pixels }: TrendWindow,
  stepMs: number,
): [number, number][] {
  const pixelMs = (toMs - fromMs) / pixels;
  const all = [...timesMs].map((time, i) => ({
    time,
    value: values[i] ?? NaN,
    pixel: Math.min(pixels - 1, Math.floor((time - fromMs) / pixelMs)),
  }));
  const inside = all.filter(({ time }) => time >= fromMs && time <= toMs);
  const good = inside.filter(({ value }) => !Number.isNaN(value));
  const kept: [number, number][] = [];
  for (let pixel = 0; pixel < pixels; pixel++) {
    const here = good.filter((reading) => reading.pixel === pixel);
    const first = here[0];
    const last = here.at(-1);
    if (first === undefined || last === undefined) continue;
    const lowest = here.find(({ value }) => value === Math.min(...here.map((reading) => reading.value)));
    const highest = here.find(({ value }) => value === Math.max(...here.map((reading) => reading.value)));
    const keptHere = here.filter((reading) => [first, lowest, highest, last].includes(reading));
    const before = good[good.indexOf(first) - 1];
    if (before !== undefined) {
      const isMissing = inside.some(
        ({ time, value }) => time > before.time && time < first.time && Number.isNaN(value),
      );
      const distance = first.time - before.time;
      if (distance >= pixelMs && (isMissing || distance > 3 * stepMs))
        kept.push([before.time + distance / 2, NaN]);
    }
    kept.push(...keptHere.map(({ time, value }): [number, number] => [time, value]));
  }
  return kept;
}

describe('downsampling a series for a chart', () => {
  it('draws every reading where there are pixels enough', () => {
    const lane = downsample(asReadings(series([5, 1, 4])), { fromMs: 0, toMs: 2000, pixels: 100 });
    expect(points(lane)).toEqual([
      [0, 5],
      [1000, 1],
      [2000, 4],
    ]);
    expect(lane.readingsPerPoint).toBe(1);
  });

  it('keeps first, lowest, highest and last of a pixel in order of time', () => {
    const lane = downsample(asReadings(series([5, 9, 6, 1, 4, 5])), { fromMs: 0, toMs: 5000, pixels: 1 });
    expect(points(lane)).toEqual([
      [0, 5],
      [1000, 9],
      [3000, 1],
      [5000, 5],
    ]);
    expect(lane.readingsPerPoint).toBe(6 / 4);
  });

  it('keeps a spike of one reading among a million', () => {
    const values = Array.from({ length: 1_000_000 }, (_, i) => (i === 654_321 ? 99 : (i % 100) / 100));
    const lane = downsample(asChunks(series(values), 8192), { fromMs: 0, toMs: 999_999_000, pixels: 800 });
    expect(points(lane)).toContainEqual([654_321_000, 99]);
    expect(lane.readingCount).toBe(1_000_000);
  });

  it('shows a missing reading as one NaN point where a pixel is no wider than the gap', () => {
    const lane = downsample(asReadings(series([1, NaN, NaN, 2])), { fromMs: 0, toMs: 3000, pixels: 3 });
    expect(points(lane)).toEqual([
      [0, 1],
      [1500, NaN],
      [3000, 2],
    ]);
    expect([lane.readingCount, lane.missingCount]).toEqual([4, 2]);
  });

  it('shows a gap where readings are further apart than three steps, and none at three', () => {
    const at = [0, 1, 2, 5, 6, 10].map((second) => second * STEP);
    const lane = downsample(asReadings(series([1, 1, 1, 1, 1, 1], at)), {
      fromMs: 0,
      toMs: 10_000,
      pixels: 20,
    });
    expect(points(lane).filter(([, value]) => Number.isNaN(value))).toEqual([[8000, NaN]]);
  });

  it('does not tear the line for a gap narrower than a pixel', () => {
    const values = Array.from({ length: 1000 }, (_, i) => (i % 7 === 3 ? NaN : i));
    const lane = downsample(asReadings(series(values)), { fromMs: 0, toMs: 999_000, pixels: 10 });
    expect(points(lane).some(([, value]) => Number.isNaN(value))).toBe(false);
  });

  it('leaves out what lies outside the window', () => {
    const values = Array.from({ length: 3000 }, (_, i) => (i === 10 || i === 2900 ? 999 : 1));
    const lane = downsample(asChunks(series(values), 1000), { fromMs: 500_000, toMs: 2_500_000, pixels: 2 });
    expect(Math.max(...lane.values)).toBe(1);
    expect(lane.readingCount).toBe(2001);
  });

  it('answers an empty window and one of a single moment', () => {
    const whole = asReadings(series([1, 2, 3]));
    expect(points(downsample(whole, { fromMs: 10_000, toMs: 20_000, pixels: 5 }))).toEqual([]);
    expect(points(downsample(whole, { fromMs: 1000, toMs: 1000, pixels: 5 }))).toEqual([[1000, 2]]);
  });

  const anySeries = fc
    .record({
      steps: fc.array(
        fc.oneof({ weight: 9, arbitrary: fc.constant(STEP) }, fc.integer({ min: 1, max: 20_000 })),
        { minLength: 1, maxLength: 300 },
      ),
      value: fc.oneof(fc.constant(1), fc.constant(7)),
    })
    .chain(({ steps }) =>
      fc
        .array(fc.oneof({ weight: 9, arbitrary: fc.integer({ min: -5, max: 5 }) }, fc.constant(NaN)), {
          minLength: steps.length,
          maxLength: steps.length,
        })
        .map((values) => {
          let time = 0;
          return series(
            values,
            steps.map((one) => (time += one)),
          );
        }),
    );
  const anyWindow = fc
    .record({
      from: fc.integer({ min: 0, max: 200_000 }),
      length: fc.integer({ min: 1, max: 600_000 }),
      pixels: fc.integer({ min: 1, max: 200 }),
    })
    .map(({ from, length, pixels }) => ({ fromMs: from, toMs: from + length, pixels }));

  it('equals the definition, computed pixel by pixel', () => {
    fc.assert(
      fc.property(anySeries, anyWindow, (readings, window) => {
        expect(points(downsample(asReadings(readings), window))).toEqual(bruteForce(readings, window, STEP));
      }),
      { numRuns: 300 },
    );
  });

  const views: [string, (readings: Readings, chunkReadings: number) => SeriesPart[]][] = [
    ['chunks', asChunks],
    ['segments', asSegments],
    ['segments that lost their fine level', (readings, size) => asSegments(readings, size, true)],
  ];

  it.each(views)(
    'draws from %s real readings only, with the extremes of every pixel up to a quarter of its width',
    (_, partsOf) => {
      const longSeries = fc
        .array(fc.oneof({ weight: 30, arbitrary: fc.integer({ min: -50, max: 50 }) }, fc.constant(NaN)), {
          minLength: 3000,
          maxLength: 6000,
        })
        .map((values) => series(values));
      fc.assert(
        fc.property(
          longSeries,
          fc.integer({ min: 1, max: 12 }),
          fc.integer({ min: 300, max: 3000 }),
          (readings, pixels, chunkReadings) => {
            const window = { fromMs: 100 * STEP, toMs: (readings.timesMs.length - 50) * STEP, pixels };
            const lane = downsample(partsOf(readings, chunkReadings), window);
            const drawn = points(lane).filter(([, value]) => !Number.isNaN(value));
            expect(drawn.every(([time, value]) => readings.values[time / STEP] === value)).toBe(true);
            expect(drawn.every(([time], i) => i === 0 || time > (drawn[i - 1]?.[0] ?? 0))).toBe(true);
            expect(lane.readingCount).toBe(readings.timesMs.length - 149);
            const pixelMs = (window.toMs - window.fromMs) / pixels;
            for (let pixel = 0; pixel < pixels; pixel++) {
              const start = window.fromMs + pixel * pixelMs;
              const own = (slackMs: number) => (time: number) =>
                time >= start - slackMs && time <= start + pixelMs + slackMs;
              const held = [...readings.timesMs]
                .filter(own(-pixelMs / 4))
                .map((time) => readings.values[time / STEP] ?? NaN)
                .filter((value) => !Number.isNaN(value));
              const shown = drawn.filter(([time]) => own(pixelMs / 4)(time)).map(([, value]) => value);
              expect(Math.min(...shown)).toBeLessThanOrEqual(Math.min(...held));
              expect(Math.max(...shown)).toBeGreaterThanOrEqual(Math.max(...held));
            }
          },
        ),
        // Shrinking thousands of readings takes minutes and tells little.
        { numRuns: 30, endOnFailure: true },
      );
    },
  );

  const narrowWindow = fc
    .record({
      from: fc.integer({ min: 0, max: 200_000 }),
      pixelMs: fc.integer({ min: 1, max: 2 * STEP - 1 }),
      pixels: fc.integer({ min: 1, max: 300 }),
    })
    .map(({ from, pixelMs, pixels }) => ({ fromMs: from, toMs: from + pixels * pixelMs, pixels }));

  /** That no stretch which is narrow enough to be taken whole, half a pixel at most, lies in two pixels. */
  const liesInPixels = ({ timesMs }: Readings, { fromMs, toMs, pixels }: TrendWindow): boolean => {
    const pixelMs = (toMs - fromMs) / pixels;
    const pixelOf = (time: number): number => Math.floor((time - fromMs) / pixelMs);
    return timesMs.every((time, at) => {
      const next = timesMs[at + 1] ?? Infinity;
      return next - time > pixelMs / 2 || pixelOf(next) === pixelOf(time);
    });
  };

  it('equals the definition where a pixel is narrower than any stretch of a segment', () => {
    fc.assert(
      fc.property(anySeries, narrowWindow, (readings, window) => {
        fc.pre(liesInPixels(readings, window));
        // A chunk goes by its own usual step, the definition by that of all.
        fc.pre(chunksOf(readings, 100).every(({ header }) => [STEP, 0].includes(header.stepMs)));
        expect(points(downsample(asSegments(readings, 100), window))).toEqual(
          bruteForce(readings, window, STEP),
        );
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    ['end', [1, NaN, 2, 3], 1000],
    ['beginning', [1, 2, NaN, 3], 2000],
  ])('shows a reading missing at the %s of a stretch that is taken whole', (_, values, gapMs) => {
    const lane = downsample(asChunks(series(values), 2), { fromMs: 0, toMs: 4000, pixels: 2 });
    expect(points(lane).filter(([, value]) => Number.isNaN(value))).toEqual([[gapMs, NaN]]);
  });

  it('shows the same gaps from summaries as from readings', () => {
    const values = Array.from({ length: 20_000 }, (_, i) => (i >= 5000 && i < 9000 ? NaN : i % 10));
    const window = { fromMs: 0, toMs: 19_999_000, pixels: 10 };
    const gaps = (parts: SeriesPart[]): number[] =>
      points(downsample(parts, window))
        .filter(([, value]) => Number.isNaN(value))
        .map(([time]) => time);
    const expected = gaps(asReadings(series(values)));
    expect(expected.length).toBeGreaterThan(0);
    for (const [, partsOf] of views) expect(gaps(partsOf(series(values), 8192))).toEqual(expected);
  });
});
