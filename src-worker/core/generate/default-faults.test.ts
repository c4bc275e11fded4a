import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { defaultFaults } from './default-faults.ts';
import { signalsOf } from './signals.ts';

const MINUTE_MS = 60_000;
const signals = signalsOf('full', 80);
const plan = (rowCount: number, stepMs: number, seed = 42) =>
  defaultFaults({ rowCount, stepMs, startMs: 0 }, signals, createRandom(seed));
const SLOW = new Set(['tube-leak', 'fouling', 'drift', 'condenser-fouling']);

describe('the default faults', () => {
  it('give a week of 1,000 rows one of each short kind, two spikes, and a leak', () => {
    const kinds = plan(1000, 10 * MINUTE_MS).map(({ kind }) => kind);
    expect([...kinds].sort()).toEqual([
      'bearing-wear',
      'dropout',
      'imbalance',
      'load-rejection',
      'noise-burst',
      'spike',
      'spike',
      'spray-valve-oscillation',
      'stuck',
      'tube-leak',
    ]);
  });

  it('use the whole library over a year', () => {
    expect(new Set(plan(525_600, MINUTE_MS).map(({ kind }) => kind)).size).toBe(12);
  });

  it('leave a short series healthy', () => {
    expect(plan(179, 10 * MINUTE_MS)).toEqual([]);
  });

  it('stay in the series, at whole samples, never two episodes at a time, the first slot healthy', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200_000 }),
        fc.constantFrom(1000, MINUTE_MS, 10 * MINUTE_MS, 86_400_000),
        fc.integer({ min: 0, max: 1_000_000 }),
        (rowCount, stepMs, seed) => {
          const requests = plan(rowCount, stepMs, seed);
          const spanMs = rowCount * stepMs;
          const astray = requests.filter(
            ({ startMs, endMs }) =>
              startMs % stepMs !== 0 || endMs % stepMs !== 0 || endMs <= startMs || endMs > spanMs,
          );
          expect(astray).toEqual([]);
          const episodes = requests.filter(({ kind }) => !SLOW.has(kind));
          const early = episodes.filter((later, at) => later.startMs < (episodes[at - 1]?.endMs ?? 0));
          expect(early).toEqual([]);
          const slotMs = Math.floor(rowCount / (episodes.length + 1)) * stepMs;
          expect(episodes[0]?.startMs ?? slotMs).toBeGreaterThanOrEqual(slotMs);
        },
      ),
      { numRuns: 100 },
    );
  });
});
