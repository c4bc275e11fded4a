import { describe, expect, it } from 'vitest';
import { MODE } from '../samples/operating-modes.ts';
import { flagByMode, levelByMode, thresholdsByMode } from './mode-thresholds.ts';
import { flagSamples } from './threshold.ts';

/** Steady samples score 0..9, those of load changes 100..109, over and over; one score is missing. */
const ROWS = 400;
const modes = Uint8Array.from({ length: ROWS }, (_, row) => (row % 2 === 0 ? MODE.steady : MODE.loadChange));
const scores = Float64Array.from({ length: ROWS }, (_, row) => (row % 2) * 100 + (row % 10));
scores[7] = NaN;
const timesMs = Float64Array.from({ length: ROWS }, (_, row) => row * 60_000);

describe('thresholds by mode', () => {
  it('are those of the training scores of each mode, for modes with at least 50 of them', () => {
    const rule = { kind: 'contamination', share: 0.25 } as const;
    const few = Uint8Array.from(modes, (mode, row) => (row < 49 ? MODE.startUp : mode));
    const found = thresholdsByMode({ scores, trainFrom: 0, trainTo: ROWS, threshold: rule }, { modes: few });
    expect(found.map(({ mode }) => mode)).toEqual(['steady', 'load change']);
    expect(found.map(({ threshold }) => threshold)).toEqual([6, 107]);
  });

  it('flag the same samples where scores are moved to one threshold', () => {
    const own = [
      { mode: 'steady', threshold: 6 },
      { mode: 'load change', threshold: 105 },
    ] as const;
    const { flagged } = flagByMode(timesMs, scores, 50, own, { modes });
    const levelled = levelByMode(scores, 50, own, modes);
    expect(flagSamples(levelled, 50)).toEqual(flagged);
    expect(flagged.anomalousCount).toBe(40 + 79);
    expect([levelled[8], levelled[9]]).toEqual([52, 54]);
    expect(levelled[7]).toBeNaN();
    expect(levelByMode(scores, 50, own.slice(0, 1), modes)[9]).toBe(109);
  });
});
