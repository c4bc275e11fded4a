import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findModesByKernel } from './modes-by-kernel.ts';
import { findModes, findModesPlainly, MODE, ratedLoadOf, stretchesOf } from './operating-modes.ts';

const MINUTE_MS = 60_000;
const minutes = (count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, at) => at * MINUTE_MS);

/** Straight lines between corners [minute, MW]. */
function loadThrough(...corners: readonly (readonly [number, number])[]): Float64Array {
  const last = corners.at(-1)?.[0] ?? 0;
  return Float64Array.from({ length: last + 1 }, (_, minute) => {
    const after = corners.findIndex(([at]) => at >= minute);
    const [toAt, to] = corners[after] ?? [0, 0];
    const [fromAt, from] = corners[after - 1] ?? [0, to];
    return toAt === fromAt ? to : from + ((to - from) * (minute - fromAt)) / (toAt - fromAt);
  });
}

const namesOf = (load: Float64Array, rated: number): string[] =>
  stretchesOf(findModes(minutes(load.length), load, rated)).map((stretch) => stretch.mode);

describe('operating modes', () => {
  it('go from steady over shutdown and off to start-up, load change and steady again', () => {
    const load = loadThrough(
      [0, 80],
      [120, 80],
      [160, 0],
      [300, 0],
      [420, 50],
      [480, 50],
      [500, 75],
      [620, 75],
    );
    expect(namesOf(load, 80)).toEqual([
      'steady',
      'load change',
      'shutdown',
      'off',
      'start-up',
      'load change',
      'steady',
      'load change',
      'steady',
    ]);
  });

  it('end a start-up only after a quarter of an hour above 40 % of rated load', () => {
    const load = loadThrough([0, 0], [60, 0], [61, 40], [120, 40]);
    const modes = findModes(minutes(load.length), load, 80);
    expect(modes[61 + 14]).toBe(MODE.startUp);
    expect(modes[61 + 16]).not.toBe(MODE.startUp);
  });

  it('look at nothing that comes later', () => {
    const load = loadThrough([0, 80], [100, 80], [140, 0], [200, 0], [260, 60], [320, 60]);
    const all = findModes(minutes(load.length), load, 80);
    for (const end of [90, 110, 139, 201, 250]) {
      expect(findModes(minutes(end), load.subarray(0, end), 80)).toEqual(all.subarray(0, end));
    }
  });

  it('go on through a missing reading and become unknown after a long silence', () => {
    const load = new Float64Array(400).fill(80);
    load.fill(NaN, 100, 103);
    load.fill(NaN, 200, 399);
    const modes = findModes(minutes(400), load, 80);
    expect(modes[101]).toBe(MODE.steady);
    expect(modes[250]).toBe(MODE.steady);
    expect(modes[398]).toBe(MODE.unknown);
    expect(modes[399]).toBe(MODE.steady);
  });

  it('are unknown without a load', () => {
    expect(ratedLoadOf(new Float64Array(5).fill(NaN))).toBeNaN();
    expect(namesOf(new Float64Array(5).fill(NaN), NaN)).toEqual(['unknown']);
  });
});

describe('modes by the kernel', () => {
  /** A unit that runs, falls, stands still and starts, with loads and hours missing. */
  const course = fc.array(
    fc.record({
      load: fc.constantFrom(0, 0, 2, 20, 33, 45, 60, 61, 80, NaN),
      rows: fc.integer({ min: 1, max: 60 }),
      stepMs: fc.constantFrom(60_000, 60_000, 61_000, 9_000_000),
      noise: fc.double({ min: 0, max: 3, noNaN: true }),
    }),
    { minLength: 1, maxLength: 40 },
  );

  it('are those of the plain code', () => {
    fc.assert(
      fc.property(course, (stretches) => {
        const rows = stretches.flatMap((one) =>
          Array.from({ length: one.rows }, (_, at) => ({ ...one, at })),
        );
        let timeMs = 0;
        const timesMs = Float64Array.from(rows, ({ stepMs }) => (timeMs += stepMs));
        const load = Float64Array.from(
          rows,
          ({ load: level, noise, at }) => level + noise * Math.sin(7 * at),
        );
        const byKernel = findModesByKernel(timesMs, load, 80, 1_800_000, 1);
        expect(byKernel).toEqual(findModesPlainly(timesMs, load, 80, 1_800_000));
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  it('take sums anew as the plain code does', () => {
    const load = Float64Array.from({ length: 20_000 }, (_, row) => 60 + 20 * Math.sin(row / 300) + (row % 7));
    const timesMs = minutes(load.length);
    expect(findModes(timesMs, load, 80)).toEqual(findModesPlainly(timesMs, load, 80, 1_800_000));
  });

  it('are the same however many rows are brought at a time, and left to the plain code where a window is longer', () => {
    const load = Float32Array.from({ length: 9000 }, (_, row) =>
      row % 500 < 20 ? NaN : Math.max(0, 60 * Math.sin(row / 700) + (row % 7)),
    );
    const timesMs = minutes(load.length);
    const plain = findModesPlainly(timesMs, load, 80, 1_800_000);
    for (const blockRows of [100, 1024, 8999, 20_000])
      expect(findModesByKernel(timesMs, load, 80, 1_800_000, 1, blockRows)).toEqual(plain);
    expect(findModesByKernel(timesMs, load, 80, 1_800_000, 1, 10)).toBe(null);
  });
});
