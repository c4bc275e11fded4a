import type { Matrix } from '../matrix.ts';
import { columnOf } from '../samples/columns.ts';
import { everyNth } from '../stats/every-nth.ts';
import { knownValues } from '../stats/known-values.ts';
import { medianOf } from '../stats/median.ts';
import { PER_MEDIAN } from './column-behaviour.ts';

/** How one tag follows another: reading = offset + sum of gains x (peer now, peer averaged over 5 rows, over 20 rows). */
export interface Peer {
  readonly column: number;
  /** Correlation in training, -1..1. */
  readonly correlation: number;
  readonly offset: number;
  readonly gains: readonly [number, number, number];
  /** Robust standard deviation of what is left over, in the tag's unit. */
  readonly sigma: number;
}

/** By column, the best peer first; empty where no other tag tells anything about it. */
export type Peers = readonly (readonly Peer[])[];

const MOST_PEERS = 4;
const LEAST_CORRELATION = 0.5;
/** A peer that tells less than the best one has no say, unless there would be fewer than three: two cannot tell who is wrong. */
const MOST_SIGMA = 1.6;
const MOST_SIGMA_OF_FEW = 4;
const ENOUGH = 3;
const LAGS = [5, 20] as const;
const LEAST_ROWS = 30;
/** Rows of the training range that a relation is fitted to. */
const FITTED_ROWS = 4000;

/** Learns for every column which other columns foretell it. `samples` are training rows in time order. */
export function learnPeers(samples: Matrix): Peers {
  const { columnCount, rowCount } = samples;
  const columns = Array.from({ length: columnCount }, (_, column) => columnOf(samples, column));
  if (rowCount < LEAST_ROWS) return columns.map(() => []);
  const correlations = correlationsOf(columns);
  const step = Math.ceil(rowCount / FITTED_ROWS);
  const thin = (values: Float64Array): Float64Array => everyNth(values, step);
  const lagged = columns.map((values) => LAGS.map((rows) => thin(averaged(values, rows))));
  const thinned = columns.map(thin);
  return thinned.map((values, column) => {
    const candidates = thinned
      .map((_, other) => ({ other, correlation: correlations[column * columnCount + other] }))
      .filter(({ other, correlation }) => other !== column && Math.abs(correlation) >= LEAST_CORRELATION)
      .sort((one, two) => Math.abs(two.correlation) - Math.abs(one.correlation))
      .slice(0, MOST_PEERS)
      .map(({ other, correlation }) => fitPeer(values, other, thinned[other], lagged[other], correlation))
      .filter((peer) => peer.sigma > 0)
      .sort((one, two) => one.sigma - two.sigma);
    return candidates.filter(
      ({ sigma }, place) => sigma <= (place < ENOUGH ? MOST_SIGMA_OF_FEW : MOST_SIGMA) * candidates[0].sigma,
    );
  });
}

/** Exponential mean that looks back about `rows` rows; a missing value changes nothing. */
function averaged(values: Float64Array, rows: number): Float64Array {
  const result = new Float64Array(values.length);
  const share = 2 / (rows + 1);
  let mean = NaN;
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (!Number.isNaN(value)) mean = Number.isNaN(mean) ? value : mean + share * (value - mean);
    result[row] = mean;
  }
  return result;
}

function correlationsOf(columns: readonly Float64Array[]): Float64Array {
  const count = columns.length;
  const rowCount = columns[0]?.length ?? 0;
  const step = Math.max(1, Math.ceil((rowCount * count * count) / 2e8));
  const units = columns.map((values) => standardised(values, step));
  const result = new Float64Array(count * count);
  for (let one = 0; one < count; one++) {
    for (let other = one + 1; other < count; other++) {
      let sum = 0;
      for (let at = 0; at < units[one].length; at++) sum += units[one][at] * units[other][at];
      const value = units[one].length === 0 ? 0 : sum / units[one].length;
      result[one * count + other] = value;
      result[other * count + one] = value;
    }
  }
  return result;
}

/** Every `step`-th value about the mean in standard deviations, at most 4 of them; 0 where missing or constant. */
function standardised(values: Float64Array, step: number): Float64Array {
  const picked = everyNth(values, step);
  const known = knownValues(picked);
  let sum = 0;
  for (let at = 0; at < known.length; at++) sum += known[at];
  const mean = sum / known.length;
  let squares = 0;
  for (let at = 0; at < known.length; at++) squares += (known[at] - mean) ** 2;
  const deviation = Math.sqrt(squares / known.length);
  const units = new Float64Array(picked.length);
  if (!(deviation > 0)) return units;
  for (let at = 0; at < units.length; at++) {
    const unit = (picked[at] - mean) / deviation;
    if (!Number.isNaN(picked[at])) units[at] = unit > 4 ? 4 : unit < -4 ? -4 : unit;
  }
  return units;
}

function fitPeer(
  target: Float64Array,
  column: number,
  now: Float64Array,
  lagged: readonly Float64Array[],
  correlation: number,
): Peer {
  const weights = new Uint8Array(target.length).fill(1);
  let offset = 0;
  let gains: [number, number, number] = [0, 0, 0];
  let sigma = NaN;
  // Twice: the second time without what the first fit cannot follow, so that faults in training do not bend it.
  for (let round = 0; round < 2; round++) {
    [offset, ...gains] = leastSquares(target, [now, lagged[0], lagged[1]], weights);
    const left = distancesLeft(target, now, lagged, offset, gains);
    sigma = PER_MEDIAN * medianOf(left);
    const limit = 4 * sigma;
    for (let row = 0; row < left.length; row++) weights[row] = left[row] <= limit ? 1 : 0;
  }
  return { column, correlation, offset, gains, sigma };
}

/** How far each reading is from what the relation foretells, without sign. */
function distancesLeft(
  target: Float64Array,
  now: Float64Array,
  [first, second]: readonly Float64Array[],
  offset: number,
  [g0, g1, g2]: readonly [number, number, number],
): Float64Array {
  const left = new Float64Array(target.length);
  for (let row = 0; row < left.length; row++)
    left[row] = Math.abs(target[row] - (offset + g0 * now[row] + g1 * first[row] + g2 * second[row]));
  return left;
}

/** Offset and three gains by least squares of the rows marked with 1, with a slight pull of the gains towards 0. */
function leastSquares(
  target: Float64Array,
  [now, first, second]: readonly Float64Array[],
  weights: Uint8Array,
): [number, number, number, number] {
  const isUsed = new Uint8Array(target.length);
  let m0 = 0;
  let m1 = 0;
  let m2 = 0;
  let m3 = 0;
  let count = 0;
  for (let row = 0; row < target.length; row++) {
    if (weights[row] === 0 || Number.isNaN(now[row] + first[row] + second[row] + target[row])) continue;
    isUsed[row] = 1;
    count++;
    m0 += now[row];
    m1 += first[row];
    m2 += second[row];
    m3 += target[row];
  }
  if (count < LEAST_ROWS) return [NaN, 0, 0, 0];
  const means = [m0 / count, m1 / count, m2 / count, m3 / count];
  const squares = productsAbout(means, [now, first, second, target], isUsed);
  const pull = 1e-4 * (squares[0] + squares[5] + squares[10]) + 1e-300;
  const gains = solveThree(squares, pull);
  const offset = means[3] - gains[0] * means[0] - gains[1] * means[1] - gains[2] * means[2];
  return [offset, ...gains];
}

/** Sums of the products of four columns about their means: the upper half of a 4 x 4 matrix, without the last place. */
function productsAbout(
  [m0, m1, m2, m3]: readonly number[],
  [c0, c1, c2, c3]: readonly Float64Array[],
  isUsed: Uint8Array,
): Float64Array {
  let s00 = 0;
  let s01 = 0;
  let s02 = 0;
  let s03 = 0;
  let s11 = 0;
  let s12 = 0;
  let s13 = 0;
  let s22 = 0;
  let s23 = 0;
  for (let row = 0; row < isUsed.length; row++) {
    if (isUsed[row] === 0) continue;
    const a = c0[row] - m0;
    const b = c1[row] - m1;
    const c = c2[row] - m2;
    const d = c3[row] - m3;
    s00 += a * a;
    s01 += a * b;
    s02 += a * c;
    s03 += a * d;
    s11 += b * b;
    s12 += b * c;
    s13 += b * d;
    s22 += c * c;
    s23 += c * d;
  }
  return Float64Array.of(s00, s01, s02, s03, 0, s11, s12, s13, 0, 0, s22, s23);
}

/** Gains from the products of `productsAbout`; `pull` is added to the diagonal. */
function solveThree(s: Float64Array, pull: number): [number, number, number] {
  const a = s[0] + pull;
  const b = s[1];
  const c = s[2];
  const d = s[5] + pull;
  const e = s[6];
  const f = s[10] + pull;
  const determinant = a * (d * f - e * e) - b * (b * f - c * e) + c * (b * e - c * d);
  if (determinant === 0) return [0, 0, 0];
  const [x, y, z] = [s[3], s[7], s[11]];
  return [
    (x * (d * f - e * e) - b * (y * f - e * z) + c * (y * e - d * z)) / determinant,
    (a * (y * f - e * z) - x * (b * f - c * e) + c * (b * z - y * c)) / determinant,
    (a * (d * z - y * e) - b * (b * z - y * c) + x * (b * e - c * d)) / determinant,
  ];
}

/** What a peer foretells, row by row; NaN where it is missing. `now` are its readings. */
export function foretold(now: Float64Array, { offset, gains }: Peer): Float64Array {
  const [first, second] = LAGS.map((rows) => averaged(now, rows));
  return now.map((value, row) => offset + gains[0] * value + gains[1] * first[row] + gains[2] * second[row]);
}

/**
 * How far each reading is from what its peers foretell, in robust standard deviations: the smallest distance that any
 * of the good peers leaves, with its sign. So a tag departs only where all of them say so. NaN where the reading or
 * every peer is missing, and for columns without peers. Shape of `samples`. Looks back only.
 */
export function departures(samples: Matrix, peers: Peers): Matrix {
  const { rowCount, columnCount } = samples;
  const data = new Float32Array(rowCount * columnCount).fill(NaN);
  const columns = Array.from({ length: columnCount }, (_, column) => columnOf(samples, column));
  const lagged = columns.map((values) => LAGS.map((rows) => averaged(values, rows)));
  peers.forEach((list, column) => {
    for (const peer of list) {
      const now = columns[peer.column];
      const [first, second] = lagged[peer.column];
      const [g0, g1, g2] = peer.gains;
      for (let row = 0, at = column; row < rowCount; row++, at += columnCount) {
        const told = peer.offset + g0 * now[row] + g1 * first[row] + g2 * second[row];
        const distance = (columns[column][row] - told) / peer.sigma;
        if (Number.isNaN(distance)) continue;
        if (!(Math.abs(data[at]) <= Math.abs(distance))) data[at] = distance;
      }
    }
  });
  return { rowCount, columnCount, data };
}
