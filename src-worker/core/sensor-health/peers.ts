import type { Matrix } from '../matrix.ts';
import { columnOf } from '../samples/columns.ts';
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
  const thin = (values: Float64Array): Float64Array =>
    step === 1 ? values : values.filter((_, row) => row % step === 0);
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
  const picked = values.filter((_, row) => row % step === 0);
  const known = picked.filter((value) => !Number.isNaN(value));
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const deviation = Math.sqrt(known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / known.length);
  if (!(deviation > 0)) return new Float64Array(picked.length);
  return picked.map((value) =>
    Number.isNaN(value) ? 0 : Math.max(-4, Math.min(4, (value - mean) / deviation)),
  );
}

function fitPeer(
  target: Float64Array,
  column: number,
  now: Float64Array,
  lagged: readonly Float64Array[],
  correlation: number,
): Peer {
  let weights = new Float64Array(target.length).fill(1);
  let offset = 0;
  let gains: [number, number, number] = [0, 0, 0];
  let sigma = NaN;
  // Twice: the second time without what the first fit cannot follow, so that faults in training do not bend it.
  for (let round = 0; round < 2; round++) {
    [offset, ...gains] = leastSquares(target, [now, lagged[0], lagged[1]], weights);
    const left = target.map((value, row) => {
      const told = offset + gains[0] * now[row] + gains[1] * lagged[0][row] + gains[2] * lagged[1][row];
      return value - told;
    });
    sigma = PER_MEDIAN * medianOf(left.map(Math.abs));
    const limit = 4 * sigma;
    weights = left.map((difference) => (Math.abs(difference) <= limit ? 1 : 0));
  }
  return { column, correlation, offset, gains, sigma };
}

/** Offset and three gains by weighted least squares with a slight pull of the gains towards 0. */
function leastSquares(
  target: Float64Array,
  inputs: readonly Float64Array[],
  weights: Float64Array,
): [number, number, number, number] {
  const means = new Float64Array(4);
  let count = 0;
  const row4 = new Float64Array(4);
  const read = (row: number): boolean => {
    row4[0] = inputs[0][row];
    row4[1] = inputs[1][row];
    row4[2] = inputs[2][row];
    row4[3] = target[row];
    return weights[row] > 0 && !Number.isNaN(row4[0] + row4[1] + row4[2] + row4[3]);
  };
  for (let row = 0; row < target.length; row++) {
    if (!read(row)) continue;
    count++;
    for (let at = 0; at < 4; at++) means[at] += row4[at];
  }
  if (count < LEAST_ROWS) return [NaN, 0, 0, 0];
  for (let at = 0; at < 4; at++) means[at] /= count;
  const squares = new Float64Array(16);
  for (let row = 0; row < target.length; row++) {
    if (!read(row)) continue;
    for (let i = 0; i < 4; i++) {
      for (let j = i; j < 4; j++) squares[i * 4 + j] += (row4[i] - means[i]) * (row4[j] - means[j]);
    }
  }
  const pull = 1e-4 * (squares[0] + squares[5] + squares[10]) + 1e-300;
  const gains = solveThree(squares, pull);
  const offset = means[3] - gains[0] * means[0] - gains[1] * means[1] - gains[2] * means[2];
  return [offset, ...gains];
}

/** Gains from the upper half of the 4 x 4 matrix of products; `pull` is added to the diagonal. */
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
