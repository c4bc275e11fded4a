import fc from 'fast-check';
import { expect, it } from 'vitest';
import { columnReader, type ColumnScan, kernelReader, plainReader } from './column-scan.ts';

/** Readings that repeat themselves, jump and come back, scatter, lose their level and are lost. */
const readings = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.double({ min: 0.5, max: 3, noNaN: true }) },
    { weight: 3, arbitrary: fc.constantFrom(1, 2) },
    { weight: 1, arbitrary: fc.constantFrom(-4, 0, -0, 40, 1e30) },
    { weight: 1, arbitrary: fc.constant(NaN) },
  ),
  { minLength: 1, maxLength: 120 },
);

const settings = fc.record({
  values: readings,
  other: fc.double({ min: -1, max: 1, noNaN: true }),
  isRelative: fc.boolean(),
  portionRows: fc.integer({ min: 2, max: 50 }),
  taken: fc.array(fc.nat(119), { maxLength: 4 }),
  limit: fc.constantFrom(0.2, 1, 10, Infinity, 0),
  noise: fc.constantFrom(0, 0.1, 0.5),
  needed: fc.constantFrom(2, 3, 5, Infinity),
});

const samplesOf = (values: readonly number[], other: number) => ({
  rowCount: values.length,
  columnCount: 2,
  data: Float32Array.from(values.flatMap((value) => [other, value])),
});

/** Everything that a scan tells, in plain arrays. */
function tell(
  { values, scaled, taken, ...scan }: ColumnScan,
  { limit, noise, needed, taken: rows }: { limit: number; noise: number; needed: number; taken: number[] },
) {
  const told = {
    values: [...values],
    scaled: [...scaled],
    beyond: scan.beyond(0.6, 2.5, 3, 1),
    repeats: scan.repeats(needed),
    jumps: scan.jumpsAndBack(limit),
    rough: [...scan.roughness(noise, false)],
    rougher: scan.rougherThan(0.9, 10, 20 / 3),
  };
  for (const row of rows) taken.fill(1, row, row + 3);
  return { ...told, roughElse: [...scan.roughness(noise, true)], rougherElse: scan.rougherThan(0.9, 2, 1) };
}

it('finds the same by the kernel as in plain code, in portions of any size, column after column', () => {
  fc.assert(
    fc.property(settings, (setting) => {
      const samples = samplesOf(setting.values, setting.other);
      const byKernel = kernelReader(samples, setting.portionRows);
      if (byKernel === null) throw new Error('no WebAssembly');
      for (const column of [1, 0, 1]) {
        const expected = tell(plainReader(samples)(column, setting.isRelative), setting);
        expect(tell(byKernel(column, setting.isRelative), setting)).toEqual(expected);
      }
    }),
    { seed: 1, numRuns: 300 },
  );
});

it('leaves few rows to plain code', () => {
  const [scan] = [columnReader(samplesOf([1, 2, 3], 0))(1, false)];
  expect([...scan.values]).toEqual([1, 2, 3]);
  expect(scan.values.buffer.byteLength).toBe(24);
});
