import type { Matrix } from '../matrix.ts';
import { columnOf } from '../samples/columns.ts';
import { learnBehaviour, roughness } from './column-behaviour.ts';
import { findRough, oscillates } from './find-noise.ts';
import { foretold, type Peer } from './peers.ts';
import { scatterFinding, scatterOf } from './scatter.ts';
import type { SensorFinding } from './sensor-finding.ts';
import type { SensorModel } from './sensor-model.ts';
import { overlap, type Stretch } from './stretch.ts';

/** A peer helps when what it leaves of a tag scatters less than this share of the tag itself. */
const HELPS = 0.8;
/** So many peers must leave a scatter each: with one alone nobody can tell which of the two is noisy. */
const AGREEING = 2;
/** Both must reach this share of the limit that one tag alone has: chance seldom agrees. */
const AGREED_LIMIT = 0.92;
/** So many other tags that scatter beside what their peers foretell make it a matter of the plant. */
const MOST_OTHERS = 1;

/** Block means of all rows, and which of them are training. */
export interface Blocks {
  readonly means: Matrix;
  readonly trainFrom: number;
  readonly trainTo: number;
}

/** What one peer leaves of a tag, how much of it is usual noise, and its roughness as a share of the limit. */
interface Left {
  readonly values: Float64Array;
  readonly noise: number;
  readonly rough: Float32Array;
}

interface Hidden {
  readonly best: Left;
  readonly stretches: readonly Stretch[];
}

/**
 * Noise that the readings hide because the plant moves them more from one sample to the next: it shows in what is left
 * when a peer has foretold what it can, and in what is left by another one. `found` are the findings so far; a stretch
 * that they cover is told already. Tags whose scatter grows with their level are left to their own readings.
 */
export function findHiddenScatter(
  samples: Matrix,
  blocks: Blocks,
  model: SensorModel,
  found: readonly SensorFinding[],
): SensorFinding[] {
  const { blockRows } = model;
  const columns = model.peers.map((_, column) => columnOf(blocks.means, column));
  const hidden = columns.map((_, column) => hiddenIn(columns, column, blocks, model, found));
  return hidden.flatMap((one, column) => {
    if (one === null || one.stretches.length === 0) return [];
    const readings = columnOf(samples, column);
    return one.stretches.flatMap((stretch) => {
      const others = hidden.filter(
        (other, place) => place !== column && other?.stretches.some((their) => overlap(their, stretch) > 0),
      );
      const rows = {
        from: stretch.from * blockRows,
        to: Math.min(samples.rowCount, stretch.to * blockRows),
      };
      const isTold = found.some((known) => known.column === column && overlap(known, rows) > 0);
      if (others.length > MOST_OTHERS || isTold) return [];
      const { values, noise } = one.best;
      const scatter = {
        size: scatterOf(values, stretch),
        usual: noise,
        swings: oscillates(values, stretch),
      };
      const finding = scatterFinding(samples, column, rows, readings, scatter, model);
      return finding === null ? [] : [finding];
    });
  });
}

function hiddenIn(
  columns: readonly Float64Array[],
  column: number,
  { trainFrom, trainTo }: Blocks,
  { peers, isRelative, blockRows }: SensorModel,
  found: readonly SensorFinding[],
): Hidden | null {
  if (peers[column].length < AGREEING || isRelative[column]) return null;
  const own = columns[column];
  const ownBehaviour = learnBehaviour(own.subarray(trainFrom, trainTo));
  const taken = new Uint8Array(own.length);
  for (const one of found)
    if (one.column === column) taken.fill(1, Math.floor(one.from / blockRows), Math.ceil(one.to / blockRows));
  const leave = (peer: Peer): Left => {
    const told = foretold(columns[peer.column], peer);
    const values = own.map((value, row) => value - told[row]);
    const { noise, roughLimit } = learnBehaviour(values.subarray(trainFrom, trainTo));
    return {
      values,
      noise,
      rough: roughness(values, noise, taken).map((rough) => rough / (AGREED_LIMIT * roughLimit)),
    };
  };
  const left = peers[column]
    .map(leave)
    .filter(({ noise }) => noise > 0 && noise < HELPS * ownBehaviour.noise)
    .sort((one, other) => one.noise - other.noise)
    .slice(0, AGREEING);
  if (left.length < AGREEING) return null;
  const agreed = left[0].rough.map((rough, row) => Math.min(rough, left[1].rough[row]));
  return { best: left[0], stretches: findRough(agreed, 1) };
}
