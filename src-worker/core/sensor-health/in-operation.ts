import type { Matrix } from '../matrix.ts';
import { MODE } from '../samples/operating-modes.ts';

/** Until so long after a start-up metal, masonry and flue gas have not the temperatures of the load yet. */
const SETTLING_MS = 3 * 3_600_000;

/**
 * 1 for each row in which tags do not follow each other as in operation: the unit is off, starting up, shutting down, or
 * has not run for three hours since. `modes` by row, as codes of `MODE`.
 */
export function restingRows(timesMs: Float64Array, modes: Uint8Array): Uint8Array {
  const resting = new Uint8Array(modes.length);
  let restedMs = -Infinity;
  for (let row = 0; row < modes.length; row++) {
    const mode = modes[row];
    if (mode === MODE.off || mode === MODE.startUp || mode === MODE.shutdown) restedMs = timesMs[row];
    if (timesMs[row] - restedMs < SETTLING_MS) resting[row] = 1;
  }
  return resting;
}

/** Blocks of `blockRows` rows without those that hold a resting row, which are missing. Gives `blocks` itself when none does. */
export function inOperation(blocks: Matrix, resting: Uint8Array, blockRows: number): Matrix {
  if (!resting.includes(1)) return blocks;
  const { rowCount, columnCount } = blocks;
  const data = blocks.data.slice();
  for (let block = 0; block < rowCount; block++) {
    const rows = resting.subarray(block * blockRows, (block + 1) * blockRows);
    if (rows.includes(1)) data.fill(NaN, block * columnCount, (block + 1) * columnCount);
  }
  return { rowCount, columnCount, data };
}
