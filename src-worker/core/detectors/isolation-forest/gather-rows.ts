import type { Matrix } from '../../matrix.ts';

/** Training samples and what stands for their missing values. */
export interface TrainingSamples {
  readonly samples: Matrix;
  readonly medians: Float32Array;
  /** Rows to draw from; null = all. */
  readonly usableRows: Int32Array | null;
}

/**
 * Copies the rows drawn for a tree column after column, so that a column's values lie side by side; a missing value
 * becomes its column's median. The rows of one tree stay in the nearest cache while the columns pass over them.
 */
export function gatherRows(
  { samples, medians, usableRows }: TrainingSamples,
  drawn: Int32Array,
  values: Float32Array,
): void {
  const { columnCount, data } = samples;
  const count = drawn.length;
  if (usableRows !== null)
    for (let index = 0; index < count; index++) drawn[index] = usableRows[drawn[index]];
  for (let column = 0; column < columnCount; column++) {
    const to = column * count;
    for (let index = 0; index < count; index++) {
      const value = data[drawn[index] * columnCount + column];
      values[to + index] = Number.isNaN(value) ? medians[column] : value;
    }
  }
}
