import type { Matrix } from '../matrix.ts';
import { blockMeans, columnOf } from '../samples/columns.ts';
import { roleOf, type TagFacts, type TagRole } from '../samples/tag-roles.ts';
import { type ColumnBehaviour, learnBehaviour, recordedDecimals, withWear } from './column-behaviour.ts';
import { inOperation } from './in-operation.ts';
import { learnPeers, type Peers } from './peers.ts';
import { possibleRange } from './physical-range.ts';

/** What training teaches about the sensors: each by itself, and each from the others. */
export interface SensorModel {
  readonly tags: readonly TagFacts[];
  readonly roles: readonly (TagRole | null)[];
  readonly possible: readonly (readonly [number | null, number | null])[];
  /** Of the readings; of their logarithms where `isRelative`. */
  readonly behaviours: readonly ColumnBehaviour[];
  /** Tags whose scatter grows with their level, as that of vibration does. */
  readonly isRelative: readonly boolean[];
  /** Between means of `blockRows` rows. */
  readonly peers: Peers;
  readonly blockRows: number;
}

/** Rows, or means of neighbouring rows, that relations between tags are learnt and watched on. */
const WATCHED_ROWS = 20_000;
const BEHAVIOUR_ROWS = 50_000;

/**
 * `training`: rows in time order; `rowCount`: of all rows that will be looked at; `resting` marks the training rows whose
 * relations between tags are not those of operation (see `restingRows`).
 */
export function learnSensors(
  training: Matrix,
  tags: readonly TagFacts[],
  rowCount: number,
  resting: Uint8Array,
): SensorModel {
  const blockRows = Math.ceil(Math.max(training.rowCount, rowCount) / WATCHED_ROWS);
  const first = { ...training, rowCount: Math.min(training.rowCount, BEHAVIOUR_ROWS) };
  const roles = tags.map(roleOf);
  const columns = tags.map((_, column) => columnOf(first, column));
  const isRelative = columns.map(
    (values, column) => roles[column] === 'vibration' && !values.some((value) => value <= 0),
  );
  return {
    tags,
    roles,
    possible: tags.map(possibleRange),
    behaviours: columns.map((values, column) =>
      isRelative[column]
        ? { ...withWear(learnBehaviour(values.map(Math.log))), decimals: recordedDecimals(values) }
        : learnBehaviour(values),
    ),
    isRelative,
    peers: learnPeers(inOperation(blockMeans(training, blockRows), resting, blockRows)),
    blockRows,
  };
}
