import type { Checkpoint } from '../../checkpoint.ts';
import { type Matrix, newMatrix, rowRange } from '../../matrix.ts';
import { type ColumnScale, robustScale } from '../column-scale.ts';
import type { Network } from './network.ts';
import type { WindowRows } from './window-rows.ts';

/** Smallest spread of a residual, in spreads of its tag: a tag that is copied better than that is not more telling. */
const SMALLEST_SPREAD = 0.02;
/** Rows at most whose residuals are measured after training. */
const MOST_ROWS = 65_536;
const STRETCH_ROWS = 1024;

/** What the network takes the rows from (included) to (excluded) to be, in units of the scale; [to - from][columns]. */
export function copyRows(network: Network, rows: WindowRows, from: number, to: number): Matrix {
  const { rowStride, columnCount, windowRows, batchWindows } = network;
  const copies = newMatrix(to - from, columnCount);
  const batch = new Float32Array(batchWindows * rowStride);
  for (let first = from; first < to; first += batchWindows) {
    const windows = Math.min(batchWindows, to - first);
    const input = rows.inputs.subarray(first * rowStride, (first + windows + windowRows - 1) * rowStride);
    network.copyLastRows(input, windows, batch);
    for (let window = 0; window < windows; window++) {
      for (let column = 0; column < columnCount; column++) {
        copies.data[(first - from + window) * columnCount + column] = batch[window * rowStride + column];
      }
    }
  }
  return copies;
}

/** Value less copy of the rows from (included) to (excluded), in units of the scale. */
export function residualsOf(network: Network, rows: WindowRows, from: number, to: number): Matrix {
  const copies = copyRows(network, rows, from, to);
  const { data, columnCount } = copies;
  const first = from * columnCount;
  for (let at = 0; at < data.length; at++) data[at] = rows.values[first + at] - data[at];
  return copies;
}

/** Median and robust spread of each column's residual over the rows at which windows end, or stretches of them. */
export async function measureResiduals(
  network: Network,
  rows: WindowRows,
  windowEnds: Int32Array,
  checkpoint: Checkpoint,
): Promise<ColumnScale> {
  const isEnd = new Uint8Array(rows.rowCount);
  for (const row of windowEnds) isEnd[row] = 1;
  const { columnCount } = network;
  const step = STRETCH_ROWS * Math.max(1, Math.ceil(rows.rowCount / MOST_ROWS));
  const endOf = (from: number): number => Math.min(from + STRETCH_ROWS, rows.rowCount);
  let measuredCount = 0;
  for (let from = 0; from < rows.rowCount; from += step)
    for (let row = from; row < endOf(from); row++) measuredCount += isEnd[row];
  const measured = newMatrix(measuredCount, columnCount);
  let next = 0;
  for (let from = 0; from < rows.rowCount; from += step) {
    await checkpoint(from / rows.rowCount, 'Measuring residuals');
    const residuals = residualsOf(network, rows, from, endOf(from));
    for (let row = from; row < endOf(from); row++) {
      if (isEnd[row] === 0) continue;
      measured.data.set(rowRange(residuals, row - from, row - from + 1).data, next);
      next += columnCount;
    }
  }
  const { centres, units } = robustScale(measured);
  return { centres, units: units.map((unit) => Math.max(unit, SMALLEST_SPREAD)) };
}
