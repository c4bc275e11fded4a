import type { Matrix } from '../matrix.ts';
import { medianOf } from '../stats/median.ts';
import { columnOf } from './columns.ts';

/** What the training rows say about a column. Only `usable` columns are kept. */
export type ColumnState = 'usable' | 'constant' | 'stuck' | 'drifting' | 'redundant';

export interface ColumnFinding {
  readonly state: ColumnState;
  /** Standard deviation of the block means divided by that of the values, without a tenth of the blocks; 0 for a constant column. */
  readonly drift: number;
  /** The earlier column that this one repeats; null unless `redundant`. */
  readonly repeats: number | null;
}

export interface HygieneRule {
  /** Samples in a block. */
  readonly blockSamples: number;
  /** A column drifts when its block means spread by more than this share of its own spread. */
  readonly driftLimit: number;
}

export const defaultHygieneRule: HygieneRule = { blockSamples: 60, driftLimit: 0.55 };

/** A column is stuck when at least this share of its steps repeats the value exactly while it has other values too. */
const STUCK_SHARE = 0.98;
/** Columns whose correlation is at least this say the same. */
const SAME = 0.9999;
/** Fewest columns that are left, however many drift. */
const FEWEST_COLUMNS = 2;
/** Fewer blocks say nothing about drift. */
const FEWEST_BLOCKS = 4;
/** So many of the blocks may belong to an event that the training holds. */
const EVENT_SHARE = 0.1;

/**
 * Judges each column from the training rows alone, without labels:
 * - constant: one value only;
 * - stuck: 98 % of the steps repeat the value;
 * - drifting: the means of blocks of 60 samples spread by more than 0.55 of the spread of the values. Noise would give
 *   1/sqrt(60) = 0.13, a straight ramp nearly 1. Such a column is still on its way, so what was usual in training is
 *   not usual afterwards. A tenth of the blocks, those furthest from the middle one, do not count (of ten blocks or
 *   more): a fault that training holds is no drift. If fewer than two columns would be left, the two that drift least stay;
 * - redundant: the correlation with an earlier usable column is at least 0.9999.
 * Missing values are left out.
 */
export function examineColumns(training: Matrix, rule: HygieneRule = defaultHygieneRule): ColumnFinding[] {
  const columns = Array.from({ length: training.columnCount }, (_, column) => columnOf(training, column));
  const moments = columns.map(momentsOf);
  const drifts = columns.map((values, column) => driftOf(values, moments[column], rule.blockSamples));
  const states = columns.map((values) => stateOf(values));
  const moving = drifts
    .map((drift, column) => ({ drift, column }))
    .filter(({ column }) => states[column] === 'usable')
    .sort((one, other) => one.drift - other.drift || one.column - other.column);
  moving.forEach(({ drift, column }, rank) => {
    if (rank >= FEWEST_COLUMNS && drift > rule.driftLimit) states[column] = 'drifting';
  });
  const rests = columns.map((values, column) => restSquares(values, moments[column]));
  const kept: number[] = [];
  return columns.map((values, column) => {
    if (states[column] !== 'usable') return { state: states[column], drift: drifts[column], repeats: null };
    const isSame = (other: number): boolean =>
      canBeSame(columns[other], moments[other], rests[other], values, moments[column], rests[column]) &&
      Math.abs(correlationOf(columns[other], moments[other], values, moments[column])) >= SAME;
    const same = kept.find(isSame);
    if (same !== undefined) return { state: 'redundant', drift: drifts[column], repeats: same };
    kept.push(column);
    return { state: 'usable', drift: drifts[column], repeats: null };
  });
}

/** Distance between the highest and the lowest block mean of a column, in its unit; 0 for fewer than four blocks. */
export function levelRange(training: Matrix, column: number, blockSamples: number): number {
  const means = blockMeans(columnOf(training, column), blockSamples);
  if (means.length < FEWEST_BLOCKS) return 0;
  return (
    means.reduce((most, mean) => Math.max(most, mean)) - means.reduce((least, mean) => Math.min(least, mean))
  );
}

/** The usable columns; every column where none is. */
export function keptColumns(findings: readonly ColumnFinding[]): number[] {
  const kept = findings.flatMap(({ state }, column) => (state === 'usable' ? [column] : []));
  return kept.length > 0 ? kept : findings.map((_, column) => column);
}

function stateOf(values: Float64Array): ColumnState {
  let steps = -1;
  let repeats = 0;
  let last = NaN;
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (Number.isNaN(value)) continue;
    steps++;
    if (value === last) repeats++;
    last = value;
  }
  if (repeats >= steps) return 'constant';
  return repeats >= STUCK_SHARE * steps ? 'stuck' : 'usable';
}

function blockMeans(values: Float64Array, blockSamples: number): number[] {
  const means: number[] = [];
  for (let from = 0; from + blockSamples <= values.length; from += blockSamples) {
    const mean = meanOf(values, from, from + blockSamples);
    if (!Number.isNaN(mean)) means.push(mean);
  }
  return means;
}

/** Of the blocks that are left when those furthest from the middle one are left out, an event in a few of them with it. */
function driftOf(values: Float64Array, { spread }: Moments, blockSamples: number): number {
  const means = blockMeans(values, blockSamples);
  const left = Math.floor(EVENT_SHARE * means.length);
  if (left === 0) return driftWithin(means, spread);
  const middle = medianOf(Float64Array.from(means));
  const furthest = means.map((mean) => Math.abs(mean - middle)).sort((one, other) => other - one)[left - 1];
  const kept = values.slice();
  const keptMeans: number[] = [];
  for (let from = 0; from + blockSamples <= values.length; from += blockSamples) {
    const mean = meanOf(values, from, from + blockSamples);
    if (Math.abs(mean - middle) < furthest) keptMeans.push(mean);
    else kept.fill(NaN, from, from + blockSamples);
  }
  return driftWithin(keptMeans, momentsOf(kept).spread);
}

function driftWithin(means: readonly number[], spread: number): number {
  if (means.length < FEWEST_BLOCKS || !(spread > 0)) return 0;
  return momentsOf(Float64Array.from(means)).spread / spread;
}

interface Moments {
  readonly mean: number;
  readonly spread: number;
}

/** Mean and population standard deviation of the values that are not NaN. */
function momentsOf(values: Float64Array): Moments {
  const mean = meanOf(values, 0, values.length);
  let count = 0;
  let squares = 0;
  for (let row = 0; row < values.length; row++) {
    if (Number.isNaN(values[row])) continue;
    squares += (values[row] - mean) ** 2;
    count++;
  }
  return { mean, spread: Math.sqrt(squares / count) };
}

/** Mean of the values from (included) to (excluded) that are not NaN; NaN where there is none. */
function meanOf(values: Float64Array, from: number, to: number): number {
  let count = 0;
  let sum = 0;
  for (let row = from; row < to; row++) {
    if (Number.isNaN(values[row])) continue;
    sum += values[row];
    count++;
  }
  return sum / count;
}

/** Rows after which two columns are first looked at, and each time twice as many. */
const FIRST_LOOK = 16;

/**
 * Squares of the distances from the mean, summed from `FIRST_LOOK` rows on, from twice as many on and so forth; null for a
 * column with missing values, of which they tell nothing.
 */
function restSquares(values: Float64Array, { mean }: Moments): Float64Array | null {
  if (values.includes(NaN)) return null;
  const looks = Math.max(0, Math.ceil(Math.log2(values.length / FIRST_LOOK)));
  const rests = new Float64Array(looks);
  let sum = 0;
  for (let look = looks - 1, end = values.length; look >= 0; look--) {
    const from = FIRST_LOOK * 2 ** look;
    for (let row = end - 1; row >= from; row--) sum += (values[row] - mean) ** 2;
    rests[look] = sum;
    end = from;
  }
  return rests;
}

/**
 * False where a part of the rows shows that the correlation is below `SAME`: what the others can add to the sum of
 * products is no more than the root of the product of their squares (Cauchy and Schwarz).
 */
function canBeSame(
  one: Float64Array,
  first: Moments,
  firstRests: Float64Array | null,
  other: Float64Array,
  second: Moments,
  secondRests: Float64Array | null,
): boolean {
  if (firstRests === null || secondRests === null) return true;
  // A little less than it takes, so that rounding decides nothing.
  const needed = (SAME - 1e-6) * one.length * first.spread * second.spread;
  let sum = 0;
  for (let look = 0, row = 0; look < firstRests.length; look++) {
    for (; row < FIRST_LOOK * 2 ** look; row++) sum += (one[row] - first.mean) * (other[row] - second.mean);
    if (Math.abs(sum) + Math.sqrt(firstRests[look] * secondRests[look]) < needed) return false;
  }
  return true;
}

/** Of the rows in which both have a value; `first` and `second` are the moments of all values of each. */
function correlationOf(one: Float64Array, first: Moments, other: Float64Array, second: Moments): number {
  let sum = 0;
  let count = 0;
  for (let at = 0; at < one.length; at++) {
    const product = (one[at] - first.mean) * (other[at] - second.mean);
    if (Number.isNaN(product)) continue;
    sum += product;
    count++;
  }
  return count === 0 ? 0 : sum / count / (first.spread * second.spread);
}
