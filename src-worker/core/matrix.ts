/** Samples for a detector: one row per time, one column per feature, row-major float32. A missing value is NaN. */
export interface Matrix {
  readonly rowCount: number;
  readonly columnCount: number;
  /** Length rowCount * columnCount. */
  readonly data: Float32Array;
}

export const newMatrix = (rowCount: number, columnCount: number): Matrix => ({
  rowCount,
  columnCount,
  data: new Float32Array(rowCount * columnCount),
});

/** Rows from (included) to (excluded) as a view on the same memory. */
export const rowRange = (matrix: Matrix, from: number, to: number): Matrix => ({
  rowCount: to - from,
  columnCount: matrix.columnCount,
  data: matrix.data.subarray(from * matrix.columnCount, to * matrix.columnCount),
});
