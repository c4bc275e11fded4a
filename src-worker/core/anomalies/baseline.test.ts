import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Matrix } from '../matrix.ts';
import { knownLoads, learnBaseline, usualAt } from './baseline.ts';

const samplesOf = (loads: readonly number[]): Matrix => ({
  rowCount: loads.length,
  columnCount: 2,
  data: Float32Array.from(loads.flatMap((load, row) => [load, row])),
});

describe('what is usual at a load', () => {
  it('is learnt from bins of equally many rows, by load and at equal loads by row', () => {
    const load = fc.oneof(fc.constantFrom(-3, -0, 0, 1.5, NaN), fc.integer({ min: -40, max: 40 }));
    fc.assert(
      fc.property(fc.array(load, { minLength: 60, maxLength: 150 }), (loads) => {
        const known = loads.map((_, row) => row).filter((row) => !Number.isNaN(loads[row]));
        const sorted = known.toSorted((one, other) => (loads[one] ?? 0) - (loads[other] ?? 0));
        const binCount = Math.max(1, Math.floor(sorted.length / 25));
        const firsts = Array.from({ length: binCount }, (_, bin) =>
          Math.floor((bin * sorted.length) / binCount),
        );
        const { edges, lows, medians } = learnBaseline(samplesOf(loads), 0);
        expect(edges.map((edge) => edge + 0)).toEqual(
          firsts.slice(1).map((at) => (loads[sorted[at] ?? 0] ?? 0) + 0),
        );
        firsts.forEach((from, bin) => {
          const rows = sorted
            .slice(from, firsts[bin + 1] ?? sorted.length)
            .toSorted((one, other) => one - other);
          const at = (rows.length - 1) / 2;
          const median = ((rows[Math.floor(at)] ?? 0) + (rows[Math.ceil(at)] ?? 0)) / 2;
          expect(medians[2 * bin + 1]).toBeCloseTo(median, 9);
          expect(lows[2 * bin + 1]).toBeGreaterThanOrEqual(rows[0] ?? 0);
        });
      }),
    );
  });

  it('is that of the bin of the load; of the middle one where the load is missing', () => {
    const baseline = learnBaseline(samplesOf(Array.from({ length: 75 }, (_, row) => row)), 0);
    expect(baseline.edges).toEqual([25, 50]);
    expect([24, 25, 1000, NaN].map((load) => usualAt(baseline, 1, load).median)).toEqual([12, 37, 62, 37]);
  });

  it('is known to 2 % beyond the loads of training, without end where there was no load', () => {
    const [low, high] = knownLoads(learnBaseline(samplesOf(Array.from({ length: 101 }, (_, row) => row)), 0));
    expect([low, high]).toEqual([-2.5, 102.5]);
    expect(knownLoads(learnBaseline(samplesOf([1, 2]), null))).toEqual([-Infinity, Infinity]);
  });
});
