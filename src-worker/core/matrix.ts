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

/** False in a page that is not cross-origin isolated: it has no SharedArrayBuffer. */
export const canShareMemory = (): boolean => typeof SharedArrayBuffer === 'function';

/** In memory that other threads can read, where the host has it. */
export const newSharedMatrix = (rowCount: number, columnCount: number): Matrix =>
  canShareMemory()
    ? {
        rowCount,
        columnCount,
        data: new Float32Array(new SharedArrayBuffer(rowCount * columnCount * 4)),
      }
    : newMatrix(rowCount, columnCount);

/** The same samples in memory that other threads can read: themselves where they lie there already. */
export function toShared(samples: Matrix): Matrix {
  if (!canShareMemory() || samples.data.buffer instanceof SharedArrayBuffer) return samples;
  const shared = newSharedMatrix(samples.rowCount, samples.columnCount);
  shared.data.set(samples.data);
  return shared;
}

/** Numbers in memory that other threads can read, where the host has it. */
export const newSharedValues = (count: number): Float64Array =>
  new Float64Array(canShareMemory() ? new SharedArrayBuffer(count * 8) : new ArrayBuffer(count * 8));

/** Rows from (included) to (excluded) as a view on the same memory. */
export const rowRange = (matrix: Matrix, from: number, to: number): Matrix => ({
  rowCount: to - from,
  columnCount: matrix.columnCount,
  data: matrix.data.subarray(from * matrix.columnCount, to * matrix.columnCount),
});
