import { type Matrix, newMatrix, rowRange } from '../matrix.ts';

/**
 * Weights of the columns in the scores of the given rows, shape [rows.length x columnCount], from a function that gives
 * those of the last row of a block that holds it and up to `contextRows` rows before it.
 */
export function weightsOfRows(
  samples: Matrix,
  rows: readonly number[],
  contextRows: number,
  weightsOfLast: (block: Matrix) => ArrayLike<number>,
): Float64Array {
  const weights = new Float64Array(rows.length * samples.columnCount);
  rows.forEach((row, index) =>
    weights.set(
      weightsOfLast(rowRange(samples, Math.max(0, row - contextRows), row + 1)),
      index * samples.columnCount,
    ),
  );
  return weights;
}

/** The same expectation for every row: `values` per column, NaN where there is none. */
export function repeatedRows(values: ArrayLike<number>, rowCount: number): Matrix {
  const expected = newMatrix(rowCount, values.length);
  for (let at = 0; at < expected.data.length; at += values.length) expected.data.set(values, at);
  return expected;
}
