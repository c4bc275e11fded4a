import { type Matrix, newMatrix } from '../matrix.ts';
import { quantilesOf } from '../stats/quantile.ts';

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
  const { columnCount } = training;
  const step = Math.ceil(training.rowCount / MOST_ROWS);
  const looked = everyNthRow(training, step);
  const known = placesByLoad(looked, loadColumn);
  const binCount =
    loadColumn === null ? 1 : Math.max(1, Math.min(MOST_BINS, Math.floor(known.length / LEAST_ROWS_PER_BIN)));
  const bins = Array.from({ length: binCount }, (_, bin) =>
    known.subarray(
      Math.floor((bin * known.length) / binCount),
      Math.floor(((bin + 1) * known.length) / binCount),
    ),
  );
  const medians: number[] = [];
  const lows: number[] = [];
  const highs: number[] = [];
  for (const bin of bins) {
    for (let column = 0; column < columnCount; column++) {
      const values = new Float64Array(bin.length);
      for (let at = 0; at < bin.length; at++) values[at] = looked.data[bin[at] * columnCount + column];
      const [low, median, high] = quantilesOf(values, [TAIL, 0.5, 1 - TAIL]);
      medians.push(median);
      lows.push(low);
      highs.push(high);
    }
  }
  const first = known[0];
  const last = known.at(-1);
  const loadOf = (place: number): number =>
    loadColumn === null ? 0 : looked.data[place * columnCount + loadColumn];
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

/** A load as a whole number that orders as the loads do, with room for the place of its row below it. */
const PLACES = 65_536;
const NEGATIVE = 0x80000000;

/** Places, among the rows looked at, of those that have a load, the lowest load first; equal loads in their order. */
function placesByLoad({ data, rowCount, columnCount }: Matrix, loadColumn: number | null): Int32Array {
  const keys = new Float64Array(rowCount);
  const single = new Float32Array(1);
  const bits = new Uint32Array(single.buffer);
  let count = 0;
  for (let place = 0; place < rowCount; place++) {
    const load = loadColumn === null ? 0 : data[place * columnCount + loadColumn];
    if (Number.isNaN(load)) continue;
    // Adding 0 makes one zero of the two.
    single[0] = load + 0;
    const order = bits[0] >= NEGATIVE ? 0xffffffff - bits[0] : bits[0] + NEGATIVE;
    keys[count++] = order * PLACES + place;
  }
  const sorted = keys.subarray(0, count).sort();
  const places = new Int32Array(count);
  for (let at = 0; at < count; at++) places[at] = sorted[at] % PLACES;
  return places;
}

function everyNthRow(samples: Matrix, step: number): Matrix {
  if (step <= 1) return samples;
  const { data, columnCount } = samples;
  const picked = newMatrix(Math.ceil(samples.rowCount / step), columnCount);
  for (let row = 0; row < picked.rowCount; row++) {
    const from = row * step * columnCount;
    for (let column = 0; column < columnCount; column++)
      picked.data[row * columnCount + column] = data[from + column];
  }
  return picked;
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
  const at = binOf(edges, load) * columnCount + column;
  return { median: baseline.medians[at], low: baseline.lows[at], high: baseline.highs[at] };
}

function binOf(edges: readonly number[], load: number): number {
  if (Number.isNaN(load)) return edges.length >> 1;
  let bin = 0;
  while (bin < edges.length && load >= edges[bin]) bin++;
  return bin;
}

/**
 * Lowest and highest load that training still tells something about: what it has seen and 2 % of that beyond. Without
 * end where training has no load.
 */
export function knownLoads({ loadRange }: Baseline): readonly [number, number] {
  if (loadRange === null) return [-Infinity, Infinity];
  const margin = 0.02 * (loadRange[1] - loadRange[0]) + 0.005 * Math.abs(loadRange[1]);
  return [loadRange[0] - margin, loadRange[1] + margin];
}
