import { AppFailure } from '@shared/errors.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BAD, GOOD, UNCERTAIN, withStatus } from '../quality.ts';
import type { ReadingBlock } from '../reading-block.ts';
import type { EncodedChunk } from './chunk.ts';
import { decodeChunk } from './decode-chunk.ts';
import { encodeChunk } from './encode-chunk.ts';

const START = Date.UTC(2024, 3, 1);

const blockOf = (
  values: readonly number[],
  timesMs: readonly number[] = values.map((_, i) => START + i * 1000),
  qualities: readonly number[] = values.map(() => GOOD),
  statuses: readonly string[] = [],
): ReadingBlock => ({
  timesMs: Float64Array.from(timesMs),
  values: Float64Array.from(values),
  qualities: Uint8Array.from(qualities),
  statuses,
});

const storedBytes = (chunk: EncodedChunk): number =>
  chunk.times.byteLength + chunk.values.byteLength + chunk.qualities.byteLength;

const anyValue = fc.oneof(
  fc.double({ noDefaultInfinity: true }),
  fc.constantFrom(0, -0, NaN, 5e-324, -5e-324, 1e300, -1e300, 2 ** 53, Number.MAX_VALUE, 0.1 + 0.2, 1 / 3),
  fc.integer({ min: -100_000, max: 100_000 }).map((whole) => whole / 100),
);
const sensorLike = fc
  .record({
    decimals: fc.integer({ min: 0, max: 9 }),
    wholes: fc.array(fc.integer(), { minLength: 1, maxLength: 400 }),
  })
  .map(({ decimals, wholes }) => wholes.map((whole) => whole / 10 ** decimals));
const valueColumn = fc.oneof(
  fc.array(anyValue, { minLength: 1, maxLength: 600 }),
  sensorLike,
  fc.array(fc.float({ noDefaultInfinity: true }), { minLength: 1, maxLength: 100 }),
  fc
    .record({ value: anyValue, count: fc.integer({ min: 1, max: 300 }) })
    .map(({ value, count }) => Array.from({ length: count }, () => value)),
);
const step = fc.oneof(
  fc.constant(1000),
  fc.integer({ min: 1, max: 300 }),
  fc.integer({ min: 1, max: 5 }).map((seconds) => seconds * 1000),
  fc.integer({ min: 1, max: 2 ** 40 }),
  fc.double({ min: 0.5, max: 10, noNaN: true }),
);
const block = valueColumn.chain((values) =>
  fc
    .record({
      steps: fc.oneof(
        step.map((one) => values.map(() => one)),
        fc.array(step, { minLength: values.length, maxLength: values.length }),
      ),
      qualities: fc.oneof(
        fc.constant(values.map(() => GOOD)),
        fc.array(fc.constantFrom(GOOD, UNCERTAIN, BAD, withStatus(BAD, 0), withStatus(GOOD, 1)), {
          minLength: values.length,
          maxLength: values.length,
        }),
      ),
    })
    .map(({ steps, qualities }) => {
      let time = START;
      return blockOf(
        values,
        steps.map((one) => (time += one)),
        qualities,
        ['No Data', 'Überlauf'],
      );
    }),
);

describe('encoding a chunk', () => {
  it('gives back every bit of times, values and qualities', () => {
    fc.assert(
      fc.property(block, (readings) => {
        const decoded = decodeChunk(encodeChunk(readings));
        expect(decoded.timesMs).toEqual(readings.timesMs);
        expect([...decoded.values].every((value, i) => Object.is(value, readings.values[i]))).toBe(true);
        expect(decoded.qualities).toEqual(readings.qualities);
      }),
      { numRuns: 400 },
    );
  });

  it('stores regular times and equal values in a head, whatever their number', () => {
    const chunk = encodeChunk(blockOf(Array.from({ length: 8192 }, () => 21.5)));
    expect(storedBytes(chunk)).toBe(24 + 16 + 0);
  });

  it('stores values of one decimal within a span of 6,500 in two bytes each', () => {
    const values = Array.from({ length: 8192 }, (_, i) => 500 + ((i * 7919) % 4000) / 10);
    expect(encodeChunk(blockOf(values)).values.byteLength).toBe(16 + 2 * 8192);
  });

  it('stores a rising counter in one byte a reading, since its steps are small', () => {
    const values = Array.from({ length: 8192 }, (_, i) => 1_000_000 + i * 90);
    expect(encodeChunk(blockOf(values)).values.byteLength).toBe(16 + 8192);
  });

  it('keeps one code for missing values, also where the span fills the byte', () => {
    const values = [...Array.from({ length: 256 }, (_, i) => i), NaN];
    const chunk = encodeChunk(blockOf(values));
    expect(decodeChunk(chunk).values).toEqual(Float64Array.from(values));
  });

  it('stores jittering seconds in one byte each', () => {
    const times = Array.from({ length: 1000 }, (_, i) => START + i * 1000 + ((i * 31) % 97));
    expect(
      encodeChunk(
        blockOf(
          times.map(() => 1),
          times,
        ),
      ).times.byteLength,
    ).toBe(32 + 999);
  });

  it.each([127, 128, 255, 256, 32_767, 32_768, 65_535, 65_536, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32])(
    'is lossless where values or distances reach the end of a width: %d',
    (edge) => {
      const climb = [0, edge, 2 * edge, 3 * edge, 2 * edge, NaN, 3 * edge, 4 * edge];
      for (const values of [climb, climb.map((value) => -value + 0), [0, edge], [0, edge, NaN]]) {
        expect(decodeChunk(encodeChunk(blockOf(values))).values).toEqual(Float64Array.from(values));
      }
      const times = [0, 1, 2 + edge, 3 + edge].map((ms) => START + ms);
      expect(decodeChunk(encodeChunk(blockOf([1, 2, 3, 4], times))).timesMs).toEqual(
        Float64Array.from(times),
      );
    },
  );

  it('stores a stretch of bad quality as one run', () => {
    const qualities = Array.from({ length: 1000 }, (_, i) => (i >= 400 && i < 500 ? BAD : GOOD));
    const values = qualities.map((quality) => (quality === BAD ? NaN : 1));
    expect(encodeChunk(blockOf(values, undefined, qualities)).qualities.byteLength).toBe(1 + 3 * 3);
  });

  it.each([
    ['an infinite value', blockOf([1, Infinity])],
    ['a time that repeats', blockOf([1, 2], [START, START])],
    ['a time that goes back', blockOf([1, 2], [START, START - 1])],
    ['a time that is not a number', blockOf([1, 2], [START, NaN])],
    ['no reading', blockOf([])],
    ['more than 8,192 readings', blockOf(Array.from({ length: 8193 }, () => 1))],
  ])('refuses %s', (_, readings) => {
    expect(() => encodeChunk(readings)).toThrow(AppFailure);
  });
});

describe('the header of a chunk', () => {
  it('names count, missing, extremes with their times, and the ends', () => {
    const { header } = encodeChunk(blockOf([NaN, 3, 9, 1, 9, 4, NaN]));
    expect(header).toEqual({
      firstMs: START,
      lastMs: START + 6000,
      readingCount: 7,
      missingCount: 2,
      minValue: 1,
      minValueMs: START + 3000,
      maxValue: 9,
      maxValueMs: START + 2000,
      firstValue: 3,
      firstValueMs: START + 1000,
      lastValue: 4,
      lastValueMs: START + 5000,
      sumValue: 26,
      stepMs: 1000,
      gapCount: 0,
      longestGapMs: 0,
    });
  });

  it('takes the extremes over all buckets of 256', () => {
    const values = Array.from({ length: 1000 }, (_, i) => (i === 700 ? -5 : i === 300 ? 99 : 10));
    const { header } = encodeChunk(blockOf(values));
    expect([header.minValue, header.minValueMs, header.maxValue, header.maxValueMs]).toEqual([
      -5,
      START + 700_000,
      99,
      START + 300_000,
    ]);
  });

  it('counts stretches without a value longer than three steps', () => {
    const seconds = [0, 1, 2, 3, 4, 8, 9, 10, 15, 16];
    const values = seconds.map((second) => (second === 8 ? NaN : 1));
    const { header } = encodeChunk(
      blockOf(
        values,
        seconds.map((second) => START + second * 1000),
      ),
    );
    expect([header.stepMs, header.gapCount, header.longestGapMs]).toEqual([1000, 2, 5000]);
  });

  it('has no values where all readings are missing', () => {
    const { header } = encodeChunk(blockOf([NaN, NaN]));
    expect([
      header.minValue,
      header.maxValue,
      header.firstValue,
      header.lastValueMs,
      header.sumValue,
    ]).toEqual([null, null, null, null, 0]);
  });

  it('gives the median of the distances as the usual step', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 200 }), (steps) => {
        let time = START;
        const times = [START, ...steps.map((one) => (time += one))];
        const sorted = steps.toSorted((a, b) => a - b);
        expect(
          encodeChunk(
            blockOf(
              times.map(() => 1),
              times,
            ),
          ).header.stepMs,
        ).toBe(sorted[(sorted.length - 1) >> 1]);
      }),
    );
  });
});

describe('decoding damaged bytes', () => {
  const whole = encodeChunk(
    blockOf(
      [1.5, NaN, 2.5, 1e9, 3.25],
      [0, 5, 6, 9, 100].map((ms) => START + ms),
      [GOOD, withStatus(BAD, 0), GOOD, UNCERTAIN, GOOD],
      ['No Data'],
    ),
  );
  const fields = ['times', 'values', 'qualities'] as const;

  it.each(fields)('refuses %s that are too short, too long or of an unknown format', (field) => {
    const bytes = whole[field];
    for (const wrong of [
      bytes.subarray(0, bytes.length - 1),
      Uint8Array.of(...bytes, 0),
      Uint8Array.of(250, ...bytes.subarray(1)),
    ])
      expect(() => decodeChunk({ ...whole, [field]: wrong })).toThrow(/damaged/);
  });

  it('refuses a count that is not that of the bytes', () => {
    for (const readingCount of [0, 4, 6, 9000, 1.5, NaN])
      expect(() => decodeChunk({ ...whole, header: { ...whole.header, readingCount } })).toThrow(/damaged/);
  });

  it('refuses times that are not those of the header, and a status that has no text', () => {
    expect(() => decodeChunk({ ...whole, header: { ...whole.header, firstMs: START + 1 } })).toThrow(
      /damaged/,
    );
    expect(() => decodeChunk({ ...whole, statuses: [] })).toThrow(/damaged/);
  });

  it('never fails otherwise than with a typed failure, whatever byte is changed', () => {
    fc.assert(
      fc.property(fc.constantFrom(...fields), fc.nat(), fc.nat({ max: 255 }), (field, place, byte) => {
        const bytes = Uint8Array.from(whole[field]);
        bytes[place % bytes.length] = byte;
        try {
          expect(decodeChunk({ ...whole, [field]: bytes }).timesMs).toHaveLength(5);
        } catch (caught) {
          expect(caught).toBeInstanceOf(AppFailure);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
