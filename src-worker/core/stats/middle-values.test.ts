import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { columnMiddles, middleOfKnown } from './middle-values.ts';

const ROWS = 40_001;
const random = createRandom(3);

const shapes: Record<string, (row: number) => number> = {
  'normal values': () => random.normal(),
  'values at 540 with little spread': () => 540 + random.normal() / 100,
  'a constant': () => 7,
  'two values': (row) => row % 2,
  'few values': () => random.below(5),
  'rising values': (row) => row,
  'values that the sample meets only at their lowest': (row) => (row % 9 === 0 ? -5 : row),
  'a fifth missing': (row) => (row % 5 === 0 ? NaN : random.normal()),
  'nearly all missing': (row) => (row % 4000 === 7 ? row : NaN),
  'all missing': () => NaN,
  'the largest float32 and infinities': (row) => [3.4e38, -3.4e38, Infinity, -Infinity][row % 4] ?? 0,
};

describe('the middle of a column', () => {
  it.each(Object.entries(shapes))('agrees with sorting: %s', (_, valueAt) => {
    for (const rowCount of [ROWS, ROWS - 1]) {
      const data = new Float32Array(rowCount * 2);
      for (let row = 0; row < rowCount; row++) data[2 * row + 1] = valueAt(row);
      const known = Float64Array.from(
        data.filter((value, at) => at % 2 === 1 && !Number.isNaN(value)),
      ).sort();
      const [, middle] = columnMiddles({ rowCount, columnCount: 2, data });
      expect(middle?.upper).toBe(known[known.length >> 1] ?? NaN);
      expect(middle?.lower).toBe(known[(known.length - 1) >> 1] ?? NaN);
      expect(middle).toEqual(middleOfKnown(known));
    }
  });

  it('is the same when the columns are counted in turns', () => {
    const samples = {
      rowCount: 16_500,
      columnCount: 7,
      data: Float32Array.from({ length: 16_500 * 7 }, () => random.normal()),
    };
    expect(columnMiddles(samples, 100_000)).toEqual(columnMiddles(samples));
  });
});
