import { type Matrix, newMatrix } from '../matrix.ts';

/** One column of row-major samples as float64, shape [rowCount]. */
export function columnOf(samples: Matrix, column: number): Float64Array {
  const values = new Float64Array(samples.rowCount);
  writeColumn(samples, column, values);
  return values;
}

/** Writes one column of row-major samples to `values`, shape [rowCount]. */
export function writeColumn(
  { data, rowCount, columnCount }: Matrix,
  column: number,
  values: Float32Array | Float64Array,
): void {
  for (let row = 0, at = column; row < rowCount; row++, at += columnCount) values[row] = data[at];
}

/**
 * Means of blocks of `size` neighbouring rows, missing values left out; NaN where a block has none.
 * The last block may be shorter.
 */
export function blockMeans(samples: Matrix, size: number): Matrix {
  const { rowCount, columnCount, data } = samples;
  if (size <= 1) return samples;
  const blocks = Math.ceil(rowCount / size);
  const means = new Float32Array(blocks * columnCount);
  for (let block = 0; block < blocks; block++) {
    const to = Math.min(rowCount, (block + 1) * size);
    for (let column = 0; column < columnCount; column++) {
      let sum = 0;
      let count = 0;
      for (let row = block * size; row < to; row++) {
        const value = data[row * columnCount + column];
        if (Number.isNaN(value)) continue;
        sum += value;
        count++;
      }
      means[block * columnCount + column] = count === 0 ? NaN : sum / count;
    }
  }
  return { rowCount: blocks, columnCount, data: means };
}

/** Some of the columns, in the order given; `create` makes the memory for them. */
export function pickColumns(samples: Matrix, columns: readonly number[], create = newMatrix): Matrix {
  const picked = create(samples.rowCount, columns.length);
  for (let row = 0, at = 0; row < samples.rowCount; row++) {
    const first = row * samples.columnCount;
    for (const column of columns) picked.data[at++] = samples.data[first + column];
  }
  return picked;
}

/** Whether the values of a column that are there differ. */
export function columnVaries({ data, columnCount }: Matrix, column: number): boolean {
  let first = NaN;
  for (let at = column; at < data.length; at += columnCount) {
    const value = data[at];
    if (Number.isNaN(first)) first = value;
    else if (value !== first && !Number.isNaN(value)) return true;
  }
  return false;
}
