import { describe, expect, it } from 'vitest';
import { stretchesOf } from './training-stretches.ts';

/** One column that tells its row. */
const rows = (rowCount: number) => ({
  samples: { rowCount, columnCount: 1, data: Float32Array.from({ length: rowCount }, (_, row) => row) },
  unscoredRows: [0, 8190, 8193, 500_000, rowCount - 1],
});

describe('the stretches that a long training is learnt from', () => {
  it('are all of a training that is not longer than they are', () => {
    const filled = rows(24 * 8192);
    expect(stretchesOf(filled, 20)).toEqual({ filled, atSeams: [] });
  });

  it('reach from the first row to the last, neighbours beside each other', () => {
    const { filled, atSeams } = stretchesOf(rows(1_000_000), 20);
    const { data } = filled.samples;
    expect(data).toHaveLength(24 * 8192);
    expect(data[0]).toBe(0);
    expect(data.at(-1)).toBe(999_999);
    const seams = [...data.keys()].filter((at) => at > 0 && data[at] !== (data[at - 1] ?? 0) + 1);
    expect(seams).toHaveLength(23);
    // Nineteen rows after each look back over it.
    expect(atSeams).toEqual(seams.flatMap((seam) => Array.from({ length: 19 }, (_, row) => seam + row)));
  });

  it('know their rows that were not scored', () => {
    const { filled } = stretchesOf(rows(1_000_000), 20);
    const told = filled.unscoredRows.map((row) => filled.samples.data[row]);
    expect(told).toEqual([0, 8190, 999_999]);
  });
});
