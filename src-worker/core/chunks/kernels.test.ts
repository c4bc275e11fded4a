import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { summariesOver } from '../series/summaries.ts';
import { packSummaries, packSummariesPlainly } from '../series/summary-codec.ts';
import { examinePlainly, examineReadings } from './examine-readings.ts';
import { packerFor } from './pack-kernel.ts';
import { encodeDecimalsPlainly, encodePackedDecimals } from './packed-decimals.ts';
import { encodeFloat64Plainly, encodePackedFloat64 } from './packed-floats.ts';
import {
  packWholes,
  packWholesPlainly,
  unpackByKernel,
  unpackWholes,
  unpackWholesPlainly,
} from './packed-wholes.ts';
import { encodeQualities, encodeQualitiesPlainly } from './quality-codec.ts';
import { readingRoom } from './reading-kernel.ts';

/** Still, walking, spread and wild numbers, some missing: each of the ways in which a block is coded, and its limits. */
const wholeColumn = fc
  .record({
    start: fc.constantFrom(0, 7, -5000, 2 ** 31, -(2 ** 40)),
    steps: fc.array(
      fc.oneof(
        { weight: 12, arbitrary: fc.constant(0) },
        { weight: 8, arbitrary: fc.integer({ min: -30, max: 40 }) },
        { weight: 1, arbitrary: fc.integer() },
        { weight: 3, arbitrary: fc.constantFrom(2 ** 30, 2 ** 30 + 1) },
      ),
      { minLength: 1, maxLength: 700 },
    ),
    isWalk: fc.boolean(),
    missing: fc.array(fc.nat(), { maxLength: 5 }),
    wild: fc.array(
      fc.record({
        at: fc.nat(),
        value: fc.constantFrom(2 ** 32 - 1, 2 ** 32, 2 ** 32 - 2, -(2 ** 31), 2 ** 31 - 1, 2 ** 49),
      }),
      { maxLength: 2 },
    ),
  })
  .map(({ start, steps, isWalk, missing, wild }) => {
    let whole = start;
    const wholes = Float64Array.from(steps, (step) => (isWalk ? (whole += step) : start + step));
    for (const { at, value } of wild) wholes[at % wholes.length] = value;
    for (const at of missing) wholes[at % wholes.length] = NaN;
    return wholes;
  });

const decimalColumn = fc
  .record({
    wholes: wholeColumn,
    decimals: fc.integer({ min: 0, max: 6 }),
    unit: fc.constantFrom(1, 1, 5, 25, 1000),
    odd: fc.array(
      fc.record({
        at: fc.nat(),
        value: fc.constantFrom(-0, 0.1 + 0.2, 1 / 3, 5e-324, 1e300, 2 ** 49 + 1, 0.5, 12.345, 0.12345),
      }),
      { maxLength: 2 },
    ),
  })
  .map(({ wholes, decimals, unit, odd }) => {
    const values = wholes.map((whole) => (whole * unit) / 10 ** decimals);
    for (const { at, value } of odd) values[at % values.length] = value;
    return values;
  });

const timesFor = (count: number) =>
  fc
    .record({
      start: fc.constantFrom(0, Date.UTC(2024, 3, 1), 1.5, -(2 ** 52)),
      step: fc.constantFrom(1000, 60_000, 0.25, 1),
      odd: fc.array(fc.record({ at: fc.nat(), extra: fc.constantFrom(1, 3000, 16_000, 960_001, 1e9, 0.5) }), {
        maxLength: 70,
      }),
    })
    .map(({ start, step, odd }) => {
      const steps = new Float64Array(count).fill(step);
      for (const { at, extra } of odd) steps[at % count] = step + extra;
      let time = start;
      return steps.map((one) => (time += one));
    });

/** Few are odd, so that the usual case comes up too. */
const readings = fc
  .record({ values: decimalColumn, isOdd: fc.boolean() })
  .chain(({ values, isOdd }) =>
    isOdd
      ? fc.record({ values: fc.constant(values), timesMs: timesFor(values.length) })
      : fc.constant({ values, timesMs: values.map((_, at) => Date.UTC(2024, 3, 1) + at * 5000) }),
  );

const blockSize = fc.constantFrom(256, 256, 255, 64, 7);

describe('the kernels of the chunks', () => {
  it('run here', () => {
    expect(packerFor(8192, 256)).not.toBeNull();
    expect(readingRoom()).not.toBeNull();
  });

  it('pack whole numbers into the bytes of the plain code', () => {
    fc.assert(
      fc.property(wholeColumn, blockSize, (wholes, size) => {
        expect(packWholes(wholes, size)).toEqual(packWholesPlainly(wholes, size));
      }),
      { numRuns: 400, seed: 1 },
    );
  });

  it('pack binary fractions into the bytes of the plain code', () => {
    const fraction = fc.oneof(
      { weight: 8, arbitrary: fc.double({ min: 0.3, max: 0.8, noNaN: true }) },
      { weight: 1, arbitrary: fc.double({ noDefaultInfinity: true }) },
    );
    fc.assert(
      fc.property(fc.array(fraction, { minLength: 1, maxLength: 600 }), blockSize, (list, size) => {
        const values = Float64Array.from(list);
        const expected = encodeFloat64Plainly(values, 0, list.length, size);
        expect(encodePackedFloat64(values, 0, list.length, size)).toEqual(expected);
      }),
      { numRuns: 200, seed: 9 },
    );
  });

  it('set aside as many wide numbers as the plain code does', () => {
    for (const every of [2, 6, 40]) {
      const up = Float64Array.from({ length: 600 }, (_, at) => (at % every === 1 ? 2 ** 31 + at : at % 5));
      for (const wholes of [
        up,
        up.map((whole) => -whole),
        up.map((whole, at) => (at % 9 === 0 ? NaN : whole)),
      ])
        expect(packWholes(wholes, 256)).toEqual(packWholesPlainly(wholes, 256));
    }
  });

  it('unpack whole numbers as the plain code does', () => {
    fc.assert(
      fc.property(wholeColumn, blockSize, (wholes, size) => {
        const bytes = packWholesPlainly(wholes, size);
        if (bytes === null) return;
        expect(unpackByKernel(bytes, wholes.length)?.wholes.slice(0, wholes.length)).toEqual(wholes);
        const plain = new Float64Array(wholes.length);
        unpackWholesPlainly(bytes, plain);
        expect(plain).toEqual(wholes);
      }),
      { numRuns: 400, seed: 6 },
    );
  });

  it('refuse or read damaged bytes as the plain code does', () => {
    const tried = (unpack: () => void): string => {
      try {
        unpack();
        return 'read';
      } catch (caught) {
        return String(caught);
      }
    };
    const damage = fc.array(fc.record({ at: fc.nat(), byte: fc.nat({ max: 255 }) }), { maxLength: 3 });
    fc.assert(
      fc.property(wholeColumn, blockSize, damage, fc.nat({ max: 9 }), (wholes, size, flips, cut) => {
        const whole = packWholesPlainly(wholes, size);
        if (whole === null) return;
        const bytes = whole.slice(0, whole.length - (cut < 7 ? 0 : cut - 6));
        // Heads and bases stand at the start.
        for (const { at, byte } of flips) bytes[at % Math.min(60, bytes.length)] = byte;
        const plain = new Float64Array(wholes.length);
        const found = new Float64Array(wholes.length);
        const said = tried(() => unpackWholesPlainly(bytes, plain));
        expect(tried(() => unpackWholes(bytes, found))).toBe(said);
        if (said === 'read') expect(found).toEqual(plain);
      }),
      { numRuns: 1000, seed: 7 },
    );
  });

  it('pack decimals into the bytes of the plain code', () => {
    fc.assert(
      fc.property(decimalColumn, blockSize, (values, size) => {
        expect(encodePackedDecimals(values, 0, values.length, size)).toEqual(
          encodeDecimalsPlainly(values, 0, values.length, size),
        );
      }),
      { numRuns: 400, seed: 2 },
    );
  });

  it('know of readings what the plain code knows', () => {
    fc.assert(
      fc.property(readings, ({ timesMs, values }) => {
        const plain = examinePlainly(timesMs, values, 0, values.length);
        const found = examineReadings(timesMs, values, 0, values.length);
        expect(found === null ? null : { ...found, isRegular: false }).toEqual(plain);
      }),
      { numRuns: 400, seed: 3 },
    );
  });

  it('know of readings that are cut out of longer columns what the plain code knows', () => {
    const values = Float64Array.from({ length: 400 }, (_, at) => Math.round(50 * Math.sin(at)) / 10);
    // More long gaps than end a stretch.
    const timesMs = values.map((_, at) => at * 1000 + Math.floor(at / 4) * 20_000);
    for (const [from, to] of [
      [0, 1],
      [3, 5],
      [10, 75],
      [150, 399],
      [201, 400],
      [0, 400],
    ] as const)
      expect({ ...examineReadings(timesMs, values, from, to), isRegular: false }).toEqual(
        examinePlainly(timesMs, values, from, to),
      );
  });

  it('pack qualities into the bytes of the plain code', () => {
    const run = fc.record({
      quality: fc.constantFrom(0, 0, 1, 2, 4, 6, 255),
      length: fc.integer({ min: 1, max: 40 }),
    });
    fc.assert(
      fc.property(fc.array(run, { minLength: 1, maxLength: 60 }), fc.nat({ max: 5 }), (runs, cut) => {
        const all = Uint8Array.from(
          runs.flatMap(({ quality, length }) => Array.from({ length }, () => quality)),
        );
        const from = Math.min(cut, all.length - 1);
        expect(encodeQualities(all, from, all.length)).toEqual(encodeQualitiesPlainly(all, from, all.length));
      }),
      { numRuns: 400, seed: 5 },
    );
    const many = Uint8Array.from({ length: 8192 }, (_, at) => (at % 3000 === 0 ? 2 : 0));
    expect(encodeQualities(many, 0, 8192)).toEqual(encodeQualitiesPlainly(many, 0, 8192));
  });

  it.each([
    ['stand still', [0, 1, 1]],
    ['go back at the end', [0, 1, 2, 1.5]],
    ['are no number', [0, NaN, 2]],
    ['end at infinity', [0, 1, Infinity]],
    ['begin at minus infinity', [-Infinity, 1, 2]],
  ])('take no times that %s', (_, timesMs) => {
    const values = new Float64Array(timesMs.length);
    expect(examineReadings(Float64Array.from(timesMs), values, 0, timesMs.length)).toBeNull();
  });

  it.each([[[1, -Infinity, 3]], [[1, 2, Infinity]]])('refuse the infinite value in %j', (values) => {
    const examine = (): unknown =>
      examineReadings(Float64Array.of(1, 2, 3), Float64Array.from(values), 0, values.length);
    expect(examine).toThrow('a value is infinite');
  });

  it('pack summaries of many stretches into the bytes of the plain code', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.constantFrom(1, 1000, 0.5, 2 ** 33),
        fc.array(fc.integer({ min: 0, max: 99 }), { minLength: 13, maxLength: 13 }),
        (count, unitMs, salt) => {
          const stretches = summariesOver(new Float64Array(12 * count), count);
          const at = (place: number): number => (salt[place % 13] ?? 0) * ((place % 7) + 1);
          for (let i = 0; i < count; i++) {
            const startMs = (100 * i + at(i)) * 10 * unitMs;
            const isEmpty = at(i + 3) % 5 === 0;
            stretches.readingCounts[i] = 64;
            stretches.missingCounts[i] = isEmpty ? 64 : at(i) % 64;
            stretches.firstMs[i] = startMs;
            stretches.lastMs[i] = startMs + 63 * unitMs;
            for (const column of ['firstValueMs', 'minMs', 'maxMs', 'lastValueMs'] as const)
              stretches[column][i] = isEmpty ? NaN : startMs + (at(i + 5) % 64) * unitMs;
            for (const column of ['firstValue', 'min', 'max', 'lastValue'] as const)
              stretches[column][i] = isEmpty ? NaN : at(i + 7) / 10;
          }
          const stepsMs = new Float64Array(count).fill(unitMs);
          expect(packSummaries({ stretches, stepsMs })).toEqual(packSummariesPlainly({ stretches, stepsMs }));
        },
      ),
      { numRuns: 200, seed: 4 },
    );
  });
});
