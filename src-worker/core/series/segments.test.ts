import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeChunk } from '../chunks/encode-chunk.ts';
import { readPyramid } from '../chunks/pyramid.ts';
import { coarsen, emptySummaries, mergeStretches } from './merge-summaries.ts';
import { buildSegments, MOST_FINE, type SegmentPiece } from './segments.ts';
import { type Summaries, SUMMARY_COLUMNS } from './summaries.ts';
import { decodeSummaries, encodeSummaries, type SteppedSummaries } from './summary-codec.ts';
import { summariseStretch } from './summarise-stretch.ts';

interface Readings {
  readonly timesMs: Float64Array;
  readonly values: Float64Array;
}

const anyReadings = (minLength: number, maxLength: number): fc.Arbitrary<Readings> =>
  fc
    .array(
      fc.record({
        step: fc.oneof(
          { weight: 9, arbitrary: fc.constant(1000) },
          fc.integer({ min: 1, max: 90_000_000 }),
          fc.double({ min: 0.5, max: 5, noNaN: true }),
        ),
        value: fc.oneof(
          { weight: 6, arbitrary: fc.integer({ min: -500, max: 500 }).map((whole) => whole / 10) },
          fc.constantFrom(NaN, -0, 1 / 3, 1e300),
        ),
      }),
      { minLength, maxLength },
    )
    .map((readings) => {
      let time = 1.7e12;
      return {
        timesMs: Float64Array.from(readings, ({ step }) => (time += step)),
        values: Float64Array.from(readings, ({ value }) => value),
      };
    });

function summarise({ timesMs, values }: Readings, size: number): SteppedSummaries {
  const count = Math.ceil(timesMs.length / size);
  const summaries = emptySummaries(count);
  for (let at = 0; at < count; at++)
    summariseStretch(
      timesMs,
      values,
      at * size,
      Math.min(at * size + size, timesMs.length),
      summaries.stretches,
      at,
    );
  summaries.stepsMs.fill(1000);
  return summaries;
}

function piecesOf({ timesMs, values }: Readings, size: number): SegmentPiece[] {
  const pieces: SegmentPiece[] = [];
  for (let from = 0; from < timesMs.length; from += size) {
    const { header, pyramid } = encodeChunk({
      timesMs: timesMs.slice(from, from + size),
      values: values.slice(from, from + size),
      qualities: new Uint8Array(Math.min(size, timesMs.length - from)),
      statuses: [],
    });
    pieces.push({ header, buckets: readPyramid(pyramid, header.readingCount) });
  }
  return pieces;
}

const columns = (summaries: Summaries): number[][] =>
  SUMMARY_COLUMNS.map((name) => [...summaries[name].subarray(0, summaries.length)]);

describe('summaries as bytes', () => {
  it('come back bit for bit, whatever the times and values', () => {
    fc.assert(
      fc.property(anyReadings(1, 400), fc.integer({ min: 1, max: 60 }), (readings, size) => {
        const summaries = summarise(readings, size);
        const decoded = decodeSummaries(encodeSummaries(summaries));
        expect(columns(decoded.stretches)).toEqual(columns(summaries.stretches));
        expect([...decoded.stepsMs]).toEqual([...summaries.stepsMs]);
      }),
      { numRuns: 200 },
    );
  });

  it('take a sixth of plain numbers for regular readings of one decimal', () => {
    const readings = {
      timesMs: Float64Array.from({ length: 8192 }, (_, i) => 1.7e12 + i * 1000),
      values: Float64Array.from({ length: 8192 }, (_, i) => ((i * 7919) % 300) / 10),
    };
    expect(encodeSummaries(summarise(readings, 64)).byteLength).toBeLessThan((128 * 12 * 8) / 6);
  });
});

describe('joined stretches', () => {
  it('equal the stretch summarised from its readings', () => {
    fc.assert(
      fc.property(anyReadings(1, 300), fc.integer({ min: 1, max: 40 }), (readings, size) => {
        const parts = summarise(readings, size).stretches;
        const joined = emptySummaries(1).stretches;
        mergeStretches(parts, 0, parts.length, joined, 0);
        expect(columns(joined)).toEqual(columns(summarise(readings, readings.timesMs.length).stretches));
      }),
      { numRuns: 200 },
    );
  });
});

describe('segments', () => {
  it('have the statistics of their readings and stretches that follow from each other', () => {
    fc.assert(
      fc.property(anyReadings(1, 1500), fc.integer({ min: 50, max: 700 }), (readings, size) => {
        const pieces = piecesOf(readings, size);
        const [segment, ...more] = [...buildSegments(pieces)];
        expect(more).toEqual([]);
        if (segment === undefined) return;
        const fine = decodeSummaries(segment.fine);
        const { statistics } = segment;
        expect([statistics.firstMs, statistics.lastMs, statistics.readingCount]).toEqual([
          readings.timesMs[0],
          readings.timesMs.at(-1),
          readings.timesMs.length,
        ]);
        expect(statistics.missingCount).toBe(readings.values.filter((value) => Number.isNaN(value)).length);
        expect(columns(decodeSummaries(segment.coarse).stretches)).toEqual(
          columns(coarsen(fine, 8).stretches),
        );
        let at = 0;
        for (let i = 0; i < fine.stretches.length; i++) {
          const count = fine.stretches.readingCounts[i] ?? 0;
          const own = {
            timesMs: readings.timesMs.slice(at, at + count),
            values: readings.values.slice(at, at + count),
          };
          const whole = summarise(own, count).stretches;
          expect(SUMMARY_COLUMNS.map((name) => fine.stretches[name][i])).toEqual(
            SUMMARY_COLUMNS.map((name) => whole[name][0]),
          );
          at += count;
        }
      }),
      { numRuns: 60 },
    );
  });

  it('have no stretch with a long gap in it, so that a chart need not open chunks for gaps', () => {
    const timesMs = Float64Array.from({ length: 4000 }, (_, i) => i * 1000 + Math.floor(i / 90) * 3_600_000);
    const values = timesMs.map((_, i) => i % 7);
    const [segment] = [...buildSegments(piecesOf({ timesMs, values }, 2000))];
    if (segment === undefined) throw new Error('no segment');
    const { stretches } = decodeSummaries(segment.fine);
    const lengths = stretches.lastMs.map((lastMs, i) => lastMs - (stretches.firstMs[i] ?? 0));
    expect(Math.max(...lengths)).toBeLessThan(128_000);
    expect(stretches.length).toBeLessThan(2 * Math.ceil(4000 / 90));
  });

  it('hold 63 full chunks each', () => {
    const length = 8192 * 65;
    const values = Float64Array.from({ length }, (_, i) => i % 7);
    const timesMs = Float64Array.from({ length }, (_, i) => i * 1000);
    const segments = [...buildSegments(piecesOf({ timesMs, values }, 8192))];
    expect(segments.map(({ fineCount }) => fineCount)).toEqual([63 * 64, 2 * 64]);
    expect(63 * 64).toBeLessThanOrEqual(MOST_FINE);
    expect(segments.map(({ statistics }) => statistics.readingCount)).toEqual([8192 * 63, 8192 * 2]);
  });
});
