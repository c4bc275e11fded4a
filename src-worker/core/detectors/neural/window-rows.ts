import type { Matrix } from '../../matrix.ts';
import type { ColumnScale } from '../column-scale.ts';

/** A network sees no value further than this many spreads from the centre; the residuals do. */
const INPUT_LIMIT = 6;
/** Residuals are measured up to here. */
const LARGEST = 1e6;

/** Rows as a network reads them, with copies of the first row in front, so that every row has a full window. */
export interface WindowRows {
  readonly rowCount: number;
  readonly rowStride: number;
  /** [windowRows - 1 + rowCount][rowStride], in units of the scale, limited to +-6; the window of row r begins at r. */
  readonly inputs: Float32Array;
  /** [rowCount][columnCount], limited to +-1e6. */
  readonly values: Float32Array;
}

/**
 * Scales samples without NaN. A row marked as skipped takes the values of the next row that is not: in the windows of
 * later rows it then looks as if nothing had happened, and no row is looked at ahead, for a skipped row has no score.
 */
export function windowRowsOf(
  samples: Matrix,
  scale: ColumnScale,
  isSkipped: Uint8Array,
  windowRows: number,
  rowStride: number,
): WindowRows {
  const { data, rowCount, columnCount } = samples;
  const { centres, units } = scale;
  const before = windowRows - 1;
  const inputs = new Float32Array((before + rowCount) * rowStride);
  const values = new Float32Array(rowCount * columnCount);
  let from = rowCount - 1;
  for (let row = rowCount - 1; row >= 0; row--) {
    if (isSkipped[row] === 0) from = row;
    for (let column = 0; column < columnCount; column++) {
      const z = (data[from * columnCount + column] - centres[column]) / units[column];
      values[row * columnCount + column] = Math.max(-LARGEST, Math.min(LARGEST, z));
      inputs[(before + row) * rowStride + column] = Math.max(-INPUT_LIMIT, Math.min(INPUT_LIMIT, z));
    }
  }
  if (rowCount > 0) {
    for (let row = 0; row < before; row++) {
      inputs.copyWithin(row * rowStride, before * rowStride, (before + 1) * rowStride);
    }
  }
  return { rowCount, rowStride, inputs, values };
}
