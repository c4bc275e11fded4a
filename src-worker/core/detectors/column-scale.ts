import type { Matrix } from '../matrix.ts';
import { quantilesOf } from '../stats/quantile.ts';

/** Centre and unit of each column: z = (value - centre) / unit. */
export interface ColumnScale {
  readonly centres: Float64Array;
  readonly units: Float64Array;
}

/** Width from the 10 % to the 90 % quantile of the standard normal distribution. */
const NORMAL_WIDTH = 2.5631031310892007;

/**
 * Centre = median, unit = robust standard deviation (width from the 10 % to the 90 % quantile / 2.563), so that up to a
 * tenth of abnormal training rows on each side does not move them much. Where that width is 0 the standard deviation
 * is taken, and 1 for a constant column. Expects no NaN.
 */
export function robustScale(samples: Matrix): ColumnScale {
  return scaleBy(samples, (values) => {
    const [low, centre, high] = quantilesOf(values, [0.1, 0.5, 0.9]);
    const width = high - low;
    return { centre, unit: width > 0 ? width / NORMAL_WIDTH : momentsOf(values).unit };
  });
}

/** Centre = mean, unit = population standard deviation, 1 for a constant column. Expects no NaN. */
export const momentScale = (samples: Matrix): ColumnScale => scaleBy(samples, momentsOf);

function scaleBy(
  samples: Matrix,
  measure: (values: Float64Array) => { centre: number; unit: number },
): ColumnScale {
  const { data, rowCount, columnCount } = samples;
  const centres = new Float64Array(columnCount);
  const units = new Float64Array(columnCount);
  const values = new Float64Array(rowCount);
  for (let column = 0; column < columnCount; column++) {
    for (let row = 0; row < rowCount; row++) values[row] = data[row * columnCount + column];
    const { centre, unit } = measure(values);
    centres[column] = centre;
    // One value only: its rounding errors are no spread.
    const isConstant = values.every((value) => value === values[0]);
    units[column] = !isConstant && unit > 0 ? unit : 1;
  }
  return { centres, units };
}

function momentsOf(values: Float64Array): { centre: number; unit: number } {
  let sum = 0;
  for (const value of values) sum += value;
  const centre = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - centre) ** 2;
  return { centre, unit: Math.sqrt(squares / values.length) };
}

/** Samples in units of each column's scale, row-major, shape [rowCount * columnCount]. */
export function toUnits({ data, columnCount }: Matrix, { centres, units }: ColumnScale): Float64Array {
  const scaled = new Float64Array(data.length);
  for (let at = 0, column = 0; at < data.length; at++) {
    scaled[at] = (data[at] - centres[column]) / units[column];
    if (++column === columnCount) column = 0;
  }
  return scaled;
}
