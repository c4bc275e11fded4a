import type { Matrix } from '../matrix.ts';
import { quantileOf } from '../stats/quantile.ts';

/** What is usual for each tag at each load, learnt from the training samples. */
export interface Baseline {
  /** Column of the load; null where there is none: then one bin holds everything. */
  readonly loadColumn: number | null;
  /** Upper ends of the bins but the last; rising. */
  readonly edges: readonly number[];
  /** Lowest and highest load in training; null without a load. */
  readonly loadRange: readonly [number, number] | null;
  readonly columnCount: number;
  /** Shape [bins x columns], row-major; NaN where a bin has no reading of a column. */
  readonly medians: readonly number[];
  /** 2.5 % and 97.5 % quantiles. */
  readonly lows: readonly number[];
  readonly highs: readonly number[];
}

const MOST_BINS = 20;
const LEAST_ROWS_PER_BIN = 25;
const MOST_ROWS = 40_000;
const TAIL = 0.025;

/** Bins hold equally many training samples, 25 at least. Uses every n-th sample of a long training range. */
export function learnBaseline(training: Matrix, loadColumn: number | null): Baseline {
  const { columnCount, data } = training;
  const step = Math.ceil(training.rowCount / MOST_ROWS);
  const rows: number[] = [];
  for (let row = 0; row < training.rowCount; row += step) rows.push(row);
  const loadOf = (row: number): number => (loadColumn === null ? 0 : data[row * columnCount + loadColumn]);
  const known = rows
    .filter((row) => !Number.isNaN(loadOf(row)))
    .sort((one, other) => loadOf(one) - loadOf(other));
  const binCount =
    loadColumn === null ? 1 : Math.max(1, Math.min(MOST_BINS, Math.floor(known.length / LEAST_ROWS_PER_BIN)));
  const bins = Array.from({ length: binCount }, (_, bin) =>
    known.slice(
      Math.floor((bin * known.length) / binCount),
      Math.floor(((bin + 1) * known.length) / binCount),
    ),
  );
  const medians: number[] = [];
  const lows: number[] = [];
  const highs: number[] = [];
  for (const bin of bins) {
    for (let column = 0; column < columnCount; column++) {
      const values = Float64Array.from(bin, (row) => data[row * columnCount + column]);
      medians.push(quantileOf(values, 0.5));
      lows.push(quantileOf(values, TAIL));
      highs.push(quantileOf(values, 1 - TAIL));
    }
  }
  const first = known[0];
  const last = known.at(-1);
  const hasLoad = loadColumn !== null && last !== undefined;
  return {
    loadColumn,
    edges: bins.slice(1).map((bin) => loadOf(bin[0])),
    loadRange: hasLoad ? [loadOf(first), loadOf(last)] : null,
    columnCount,
    medians,
    lows,
    highs,
  };
}

export interface Usual {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/**
 * What is usual for a column at a load. A missing load takes the middle bin.
 * NaN where training had no reading.
 */
export function usualAt(baseline: Baseline, column: number, load: number): Usual {
  const { edges, columnCount } = baseline;
  const bin = Number.isNaN(load) ? edges.length >> 1 : edges.filter((edge) => load >= edge).length;
  const at = bin * columnCount + column;
  return { median: baseline.medians[at], low: baseline.lows[at], high: baseline.highs[at] };
}

/** Whether a load lies beyond everything seen in training, by more than 2 % of what was seen. */
export function isLoadUnknown({ loadRange }: Baseline, load: number): boolean {
  if (loadRange === null || Number.isNaN(load)) return false;
  const margin = 0.02 * (loadRange[1] - loadRange[0]) + 0.005 * Math.abs(loadRange[1]);
  return load < loadRange[0] - margin || load > loadRange[1] + margin;
}
