import type { Matrix } from '../matrix.ts';
import { quantileOf } from '../stats/quantile.ts';
import { type ColumnScale, robustScale, toUnits } from './column-scale.ts';
import type { FilledSamples } from './missing-values.ts';
import { pickColumns } from '../samples/columns.ts';
import { largestPerRow } from './robust-z.ts';
import { markRows, rollingMeans } from './rolling-mean.ts';

/** Rolling means of z over one window, and what they do in training. */
export interface Smoothing {
  readonly windowRows: number;
  /** Of the rolling means of the columns looked at, in training. */
  readonly scale: ColumnScale;
  /** 90 % quantile of the largest smoothed z in training: what makes two windows comparable. */
  readonly usualLargest: number;
}

interface Smoothed extends Matrix {
  /** Row-major, in units of the columns' scale. */
  readonly means: Float64Array;
  readonly isSkipped: Uint8Array;
}

function smooth(
  filled: FilledSamples,
  columns: readonly number[],
  scale: ColumnScale,
  windowRows: number,
): Smoothed {
  const { samples } = filled;
  const hasAll = columns.length === samples.columnCount && columns.every((column, at) => column === at);
  const picked = hasAll ? samples : pickColumns(samples, columns);
  const isSkipped = markRows(picked.rowCount, filled.unscoredRows);
  const means = rollingMeans(toUnits(picked, scale), columns.length, windowRows, isSkipped);
  return { ...picked, means, isSkipped };
}

/**
 * Learns one smoothing. The rows before the windows are full are left out when there are enough others.
 * `allowances` widen the unit of a column, in units of its scale: 0 for a steady one. `atSeams`: rows that are left out.
 */
export function fitSmoothing(
  filled: FilledSamples,
  columns: readonly number[],
  scale: ColumnScale,
  windowRows: number,
  longest: number,
  allowances: readonly number[],
  atSeams: readonly number[] = [],
): Smoothing {
  const { means, isSkipped, rowCount } = smooth(filled, columns, scale, windowRows);
  for (const row of atSeams) isSkipped[row] = 1;
  const from = rowCount >= 4 * longest ? longest : 0;
  const settled = keepRows(means, columns.length, from, isSkipped);
  const own = robustScale(settled);
  const units = own.units.map((unit, at) => Math.hypot(unit, allowances[at] ?? 0));
  const smoothScale = { centres: own.centres, units };
  const largest = quantileOf(largestPerRow(toUnits(settled, smoothScale), columns.length), 0.9);
  return { windowRows, scale: smoothScale, usualLargest: largest > 0 ? largest : 1 };
}

/** The rows from `from` on that are not skipped, as float32. */
function keepRows(values: Float64Array, columnCount: number, from: number, isSkipped: Uint8Array): Matrix {
  const data = new Float32Array(values.length - from * columnCount);
  let kept = 0;
  for (let row = from; row < isSkipped.length; row++) {
    if (isSkipped[row] === 1) continue;
    for (let column = 0; column < columnCount; column++)
      data[kept * columnCount + column] = values[row * columnCount + column];
    kept++;
  }
  return { rowCount: kept, columnCount, data: data.subarray(0, kept * columnCount) };
}

/** Smoothed z of every row and column looked at, in units of `usualLargest`, row-major. */
export function measureSmoothing(
  { windowRows, scale: { centres, units }, usualLargest }: Smoothing,
  filled: FilledSamples,
  columns: readonly number[],
  scale: ColumnScale,
): Float64Array {
  const { means } = smooth(filled, columns, scale, windowRows);
  for (let at = 0, column = 0; at < means.length; at++) {
    means[at] = (means[at] - centres[column]) / units[column] / usualLargest;
    if (++column === columns.length) column = 0;
  }
  return means;
}
