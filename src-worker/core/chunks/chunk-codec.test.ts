import { AppFailure } from '@shared/errors.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BAD, GOOD, UNCERTAIN, withStatus } from '../quality.ts';
import type { EncodedChunk } from './chunk.ts';
import { decodeChunk } from './decode-chunk.ts';
import { encodeChunk } from './encode-chunk.ts';
import { readPyramid } from './pyramid.ts';
import { blockOf, START } from './fixtures/blocks.ts';

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
/** Held values, slow walks, counters and wild ones over several blocks of 256. */
const historianLike = fc
  .record({
    decimals: fc.integer({ min: 0, max: 5 }),
    steps: fc.array(fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.integer({ min: -30, max: 40 })), {
      minLength: 500,
      maxLength: 1200,
    }),
    wild: fc.array(fc.record({ at: fc.nat(), value: anyValue }), { maxLength: 8 }),
    unit: fc.constantFrom(1, 5, 25, 1000),
  })
  .map(({ decimals, steps, wild, unit }) => {
    let whole = 5000;
    const values = steps.map((one) => (whole += one * unit) / 10 ** decimals);
    for (const { at, value } of wild) values[at % values.length] = value;
    return values;
  });
const valueColumn = fc.oneof(
  historianLike,
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
/** Any readings that a chunk can hold. */
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

  it('stores values in as many bits as the span of 256 of them takes', () => {
    const values = Array.from(
      { length: 8192 },
      (_, i) => 500 + ((i * 7919) % 128) / 10 + Math.floor(i / 256) * 40,
    );
    // 7 bits each, and head, base and widths of 32 blocks.
    expect(encodeChunk(blockOf(values)).values.byteLength).toBe(7 * 1024 + 24 + 8 + 32 * 12 + 4);
  });

  it('stores a rising counter in the bits that its steps differ by', () => {
    const values = Array.from({ length: 8192 }, (_, i) => 1_000_000 + i * 90 + (i % 2));
    expect(encodeChunk(blockOf(values)).values.byteLength).toBeLessThan(2 * 1024 + 24 + 8 + 32 * 20 + 4 + 1);
  });

  it('stores values that mostly repeat in less than a bit each', () => {
    const values = Array.from({ length: 8192 }, (_, i) => 20 + ((Math.floor(i / 100) * 7) % 13) / 10);
    expect(encodeChunk(blockOf(values)).values.byteLength).toBeLessThan(1024);
  });

  it('pays for a few wild values alone, high or low, or with more decimals', () => {
    const calm = Array.from({ length: 8192 }, (_, i) => ((i * 37) % 64) / 10);
    const bytes = encodeChunk(blockOf(calm)).values.byteLength;
    for (const wild of [9_999_999, -9_999_999, 0.1 + 0.2, 1 / 3, -0]) {
      const values = calm.map((value, i) => (i % 1000 === 500 ? wild : value));
      expect(encodeChunk(blockOf(values)).values.byteLength).toBeLessThan(bytes + 8 * 40);
    }
  });

  it('leaves out what binary fractions of a narrow range have in common', () => {
    const ofWidth = (round: (value: number) => number): number =>
      encodeChunk(blockOf(Array.from({ length: 8192 }, (_, i) => round(500 + Math.sin(i * i) / 3)))).values
        .byteLength / 8192;
    expect(ofWidth(Math.fround)).toBeLessThan(2.2);
    expect(ofWidth((value) => value)).toBeLessThan(6.2);
  });

  it('keeps one code for missing values, also where the span fills the byte', () => {
    const values = [...Array.from({ length: 256 }, (_, i) => i), NaN];
    const chunk = encodeChunk(blockOf(values));
    expect(decodeChunk(chunk).values).toEqual(Float64Array.from(values));
  });

  it('stores jittering seconds in the bits of their jitter', () => {
    const times = Array.from({ length: 1025 }, (_, i) => START + i * 1000 + ((i * 31) % 97));
    const chunk = encodeChunk(
      blockOf(
        times.map(() => 1),
        times,
      ),
    );
    expect(chunk.times.byteLength).toBeLessThan(32 + 1024 + 64);
  });

  it('stores regular times with gaps as the step and the gaps', () => {
    let time = START;
    const times = Array.from({ length: 8192 }, (_, i) => (time += i % 2000 === 1999 ? 86_400_000 * i : 5000));
    expect(
      encodeChunk(
        blockOf(
          times.map(() => 1),
          times,
        ),
      ).times.byteLength,
    ).toBe(24 + 4 * 10);
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

describe('decoding damaged bytes', () => {
  const whole = encodeChunk(
    blockOf(
      [1.5, NaN, 2.5, 1e9, 3.25],
      [0, 5, 6, 9, 100].map((ms) => START + ms),
      [GOOD, withStatus(BAD, 0), GOOD, UNCERTAIN, GOOD],
      ['No Data'],
    ),
  );
  const jitter = encodeChunk(
    blockOf(
      [1, 2, 3, 2, 4, 1 / 3, NaN, 5, 6].map((value) => value / 7),
      [0, 7, 19, 26, 40, 42, 57, 60, 77].map((ms) => START + ms),
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

  it('never fails otherwise, whatever bytes of packed floats, times and pyramid are changed', () => {
    const change = fc.tuple(fc.nat(), fc.nat({ max: 255 }));
    fc.assert(
      fc.property(
        fc.constantFrom('times', 'values', 'pyramid'),
        fc.array(change, { minLength: 1, maxLength: 4 }),
        (field, changes) => {
          const bytes = Uint8Array.from(jitter[field]);
          for (const [place, byte] of changes) bytes[place % bytes.length] = byte;
          try {
            if (field === 'pyramid') readPyramid(bytes, 9);
            else decodeChunk({ ...jitter, [field]: bytes });
          } catch (caught) {
            expect(caught).toBeInstanceOf(AppFailure);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});
