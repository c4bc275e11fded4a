import { describe, expect, it } from 'vitest';
import { newMatrix } from '../matrix.ts';
import { MODE } from '../samples/operating-modes.ts';
import { keepModes } from './keep-modes.ts';

const MINUTE = 60_000;
const ROWS = 1000;
const tags = ['load', 'temperature'].map((name) => ({
  name,
  unit: name === 'load' ? 'MW' : 'degC',
  description: null,
}));

/** At 80 MW, off from row 400 to 499, then 80 MW again at once; the temperature is the number of the row. */
function range() {
  const samples = newMatrix(ROWS, 2);
  for (let row = 0; row < ROWS; row++) {
    samples.data[2 * row] = row >= 400 && row < 500 ? 0 : 80 + (row % 3) * 0.1;
    samples.data[2 * row + 1] = row;
  }
  const timesMs = Float64Array.from({ length: ROWS }, (_, row) => row * MINUTE);
  return { timesMs, samples, columnNames: ['load', 'temperature'], trainFrom: 100, trainTo: 600 };
}

describe('keeping the rows of some operating modes', () => {
  it('leaves everything as it is where all modes count', () => {
    const all = range();
    expect(keepModes(all, { modes: [], tags, hasModeThresholds: false })).toEqual({ ...all, rowModes: null });
  });

  it('takes out the other rows with their times, and moves the training range with them', () => {
    const kept = keepModes(range(), { modes: ['off'], tags, hasModeThresholds: false });
    expect([...kept.timesMs]).toEqual(Array.from({ length: 100 }, (_, at) => (400 + at) * MINUTE));
    expect(kept.samples.data[1]).toBe(400);
    expect([kept.trainFrom, kept.trainTo]).toEqual([0, 100]);
    const running = keepModes(range(), {
      modes: ['steady', 'load change', 'start-up', 'shutdown'],
      tags,
      hasModeThresholds: false,
    });
    expect(running.timesMs.length).toBe(900);
    expect(running.timesMs.includes(450 * MINUTE)).toBe(false);
    expect([running.trainFrom, running.trainTo]).toEqual([100, 500]);
  });

  it('says what is missing: a tag that tells the load, or training rows in the chosen modes', () => {
    const one = range();
    expect(() =>
      keepModes(one, { modes: ['off'], tags, hasModeThresholds: false, loadColumn: null }),
    ).toThrow(/No tag tells the load/);
    expect(() =>
      keepModes({ ...one, trainTo: 300 }, { modes: ['off'], tags, hasModeThresholds: false }),
    ).toThrow(/No sample of the training range.*\(off\)/);
  });

  it('tells the mode of each row that it keeps, for thresholds by mode, and unknown where no tag tells the load', () => {
    const all = keepModes(range(), { modes: [], tags, hasModeThresholds: true });
    expect(all.samples.rowCount).toBe(ROWS);
    expect([all.rowModes?.[300], all.rowModes?.[450]]).toEqual([MODE.steady, MODE.off]);
    const off = keepModes(range(), { modes: ['off'], tags, hasModeThresholds: true });
    expect(off.rowModes).toEqual(new Uint8Array(100).fill(MODE.off));
    const noLoad = keepModes(range(), { modes: [], tags, hasModeThresholds: true, loadColumn: null });
    expect(noLoad.rowModes).toEqual(new Uint8Array(ROWS));
  });
});
