import { type Lane, LANE_BITS } from './pack-leaves.ts';
import type { PrunedTree } from './pruned-tree.ts';
import { fillMasks, type PlacedPiece } from './unit-masks.ts';

/** Path lengths of one piece: one per bit, and 0 for a sample whose leaf is elsewhere. */
const PIECE_PATHS = LANE_BITS + 1;
/** Path lengths of a unit: two lanes of two pieces. */
export const UNIT_PATHS = 4 * PIECE_PATHS;

/** The codes of a column are firstCode + the number of thresholds below the value. */
export interface CodedColumn {
  readonly column: number;
  /** Rising, each once. */
  readonly thresholds: Float32Array;
  readonly firstCode: number;
}

/** Two lanes of 64 leaves that are worked on together. */
export interface MaskUnit {
  /** Positions in the group's columns of those that the unit looks at. */
  readonly columns: readonly number[];
  /** For each code of the group the byte offset of its mask; 0 for the codes of columns that the unit ignores. */
  readonly maskOffsets: Uint16Array;
  /** Masks of 16 bytes: four words, the lowest bits first. */
  readonly masks: Int32Array;
  /**
   * For each lane the path lengths of its first piece by the number of zeros below the lowest bit set, then those of
   * its second piece by the number of zeros above the highest bit set.
   */
  readonly paths: Float64Array;
}

/** One or two lanes of leaves of the trees as a unit of a group with these columns. */
export function createUnit(
  lanes: readonly Lane[],
  trees: readonly PrunedTree[],
  columns: readonly CodedColumn[],
  codeCount: number,
): MaskUnit {
  const pieces = placePieces(lanes, trees);
  const maskOffsets = new Uint16Array(codeCount);
  const used = usedColumns(pieces, columns);
  const parts: Int32Array[] = [];
  let offset = 0;
  for (const position of used) {
    const { column, thresholds, firstCode } = columns[position];
    const own = ownThresholds(pieces, column);
    const masks = new Int32Array(4 * (own.length + 1));
    fillMasks(masks, pieces, column, own);
    parts.push(masks);
    let interval = 0;
    maskOffsets[firstCode] = offset;
    for (let at = 0; at < thresholds.length; at++) {
      // A value above one of the unit's own thresholds lies in its next interval.
      if (thresholds[at] === own[interval]) interval++;
      maskOffsets[firstCode + at + 1] = offset + 16 * interval;
    }
    offset += masks.byteLength;
  }
  return { columns: used, maskOffsets, masks: join(parts), paths: tabulatePaths(lanes, trees) };
}

/** The values in rising order, each once. */
export const sortedOnce = (values: readonly number[]): Float32Array =>
  Float32Array.from(values)
    .sort()
    .filter((value, at, sorted) => at === 0 || sorted[at - 1] !== value);

function placePieces(lanes: readonly Lane[], trees: readonly PrunedTree[]): PlacedPiece[] {
  return lanes.flatMap((lane, laneIndex) =>
    lane.map((piece) => {
      const end = piece.firstLeaf + piece.count;
      const splits = trees[piece.tree].splits.filter(
        (split) => split.firstLeaf < end && split.endLeaf > piece.firstLeaf,
      );
      return { ...piece, firstBit: laneIndex * LANE_BITS + piece.firstBit, splits };
    }),
  );
}

function tabulatePaths(lanes: readonly Lane[], trees: readonly PrunedTree[]): Float64Array {
  const paths = new Float64Array(UNIT_PATHS);
  lanes.forEach((lane, laneIndex) => {
    lane.forEach(({ tree, firstLeaf, count, firstBit }, pieceIndex) => {
      const table = (2 * laneIndex + pieceIndex) * PIECE_PATHS;
      for (let index = 0; index < count; index++) {
        const bit = firstBit + index;
        const zeros = pieceIndex === 0 ? bit : LANE_BITS - 1 - bit;
        paths[table + zeros] = trees[tree].paths[firstLeaf + index];
      }
    });
  });
  return paths;
}

/** Positions of the columns that the pieces are split by; the first column where they are not split at all. */
function usedColumns(pieces: readonly PlacedPiece[], columns: readonly CodedColumn[]): number[] {
  const split = new Set(pieces.flatMap((piece) => piece.splits.map(({ column }) => column)));
  const used = [...columns.keys()].filter((position) => split.has(columns[position].column));
  return used.length === 0 ? [0] : used;
}

const ownThresholds = (pieces: readonly PlacedPiece[], column: number): Float32Array =>
  sortedOnce(
    pieces.flatMap(({ splits }) =>
      splits.filter((split) => split.column === column).map((split) => split.threshold),
    ),
  );

function join(parts: readonly Int32Array[]): Int32Array {
  const joined = new Int32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
