/** Values are kept to multiples of this, and within the limit below, so that sums of 16 million of them are exact. */
const STEP = 2 ** -16;
const LARGEST = 2 ** 12;

/** Limits and rounds a value, so that a sum does not depend on the order of adding. */
export const settle = (value: number): number => {
  const limited = value > LARGEST ? LARGEST : value < -LARGEST ? -LARGEST : value;
  return Math.round(limited / STEP) * STEP;
};

/**
 * Mean of each column over the last `windowRows` rows, the current one included, shape [rowCount * columnCount].
 * Values are limited to +-4096 and rounded to 2^-16: every sum is exact, so a mean does not depend on where the rows
 * begin, as long as its window is there. Skipped rows (`isSkipped` 1) do not count. `divisor`: 'seen' divides by
 * the rows seen in the window; 'window' always by the window, as if the rows before the first were 0.
 */
export function rollingMeans(
  values: Float64Array,
  columnCount: number,
  windowRows: number,
  isSkipped: Uint8Array,
  divisor: 'seen' | 'window' = 'seen',
): Float64Array {
  const means = new Float64Array(values.length);
  const sums = new Float64Array(columnCount);
  /** Settled values of the last `windowRows` rows; the newest takes the place of the one that leaves the window. */
  const ring = new Float64Array(Math.min(windowRows, isSkipped.length) * columnCount);
  let seen = 0;
  for (let row = 0; row < isSkipped.length; row++) {
    const first = row * columnCount;
    const place = (row % windowRows) * columnCount;
    const gone = row - windowRows;
    if (gone >= 0 && isSkipped[gone] === 0) {
      seen--;
      for (let column = 0; column < columnCount; column++) sums[column] -= ring[place + column];
    }
    if (isSkipped[row] === 0) {
      seen++;
      for (let column = 0; column < columnCount; column++) {
        const value = settle(values[first + column]);
        ring[place + column] = value;
        sums[column] += value;
      }
    }
    const count = divisor === 'seen' ? seen : windowRows;
    for (let column = 0; column < columnCount; column++) {
      means[first + column] = count === 0 ? 0 : sums[column] / count;
    }
  }
  return means;
}

/** 1 for each of the rows named. */
export function markRows(rowCount: number, rows: readonly number[]): Uint8Array {
  const marks = new Uint8Array(rowCount);
  for (const row of rows) marks[row] = 1;
  return marks;
}
