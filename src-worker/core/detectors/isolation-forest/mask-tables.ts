import { type Forest, treeCountOf } from './forest.ts';
import { type KernelRoom, kernelRoom } from './kernel-room.ts';
import { type Lane, LANE_BITS, packLeaves } from './pack-leaves.ts';
import { type PrunedForest, pruneForest, SPLIT_BYTES } from './prune-forest.ts';
import { loadTablesKernel, TABLES_FREE_FROM, type TablesKernel } from './tables-kernel.ts';

/** Most codes of a group, so that a unit's table of them stays in the nearest cache. */
const MOST_CODES = 8192;
/** Most memory for the tables and for making them; a forest that needs more is walked instead. */
const MOST_BYTES = 64 * 1024 * 1024;

/** Bytes that tell `addUnits` of a unit. */
const UNIT_BYTES = 20;
/** Bytes that tell `makeUnit` of a column. */
const COLUMN_BYTES = 16;
/** Path lengths of a unit: two lanes of two pieces, each one per bit and 0 for a sample whose leaf is elsewhere. */
const PATH_BYTES = 4 * (LANE_BITS + 1) * 8;
/** A unit of 128 leaves has at most so many masks. */
const MOST_MASK_BYTES = 16 * 512;

/**
 * Some trees of a forest as tables of bit masks. A value of a column gets a code, by how many of the column's
 * thresholds (over the trees of the group) lie below it. For each unit, two lanes of 64 leaves, the code leads to a
 * mask of the leaves that such a value can still reach. The masks of all columns, joined by AND, leave one bit per
 * tree: the sample's leaf.
 * Source: the QuickScorer family (Lucchese and others 2015), with masks per interval of values.
 */
export interface MaskGroup {
  readonly columns: readonly CodedColumn[];
  /** Addresses of what the units' `addUnits` begins and ends with. */
  readonly units: number;
  readonly unitEnd: number;
}

/** The codes of a column are firstCode + the number of thresholds below the value. */
export interface CodedColumn {
  readonly column: number;
  readonly firstCode: number;
  /** Address of the thresholds, filled up to 2^levels with infinity. */
  readonly thresholds: number;
  readonly levels: number;
}

/** The tables as the score kernel needs them in its memory, from `MaskPlaces.tables` on. */
export interface MaskTables {
  readonly groups: readonly MaskGroup[];
  readonly bytes: Uint8Array;
}

/** Where the score kernel has what belongs to the tables. */
export interface MaskPlaces {
  readonly tables: number;
  /** Codes of the group in work: those of its first column, `codeBytes` further those of the next. */
  readonly codes: number;
  readonly codeBytes: number;
}

/** The tables of a forest; null where the host has no SIMD or they would be too large. */
export function makeMaskTables(forest: Forest, places: MaskPlaces): MaskTables | null {
  // Nodes, splits and leaves take about this many bytes.
  if (forest.columns.length * 28 > MOST_BYTES) return null;
  const kernel = loadTablesKernel(TABLES_FREE_FROM);
  if (kernel === null) return null;
  const room = kernelRoom(kernel.memory, TABLES_FREE_FROM);
  const pruned = pruneForest(kernel, room, forest);
  const sorted = groupTrees(kernel, pruned, forest).map((trees) => sortSplits(kernel, room, pruned, trees));
  const first = room.reserve(0);
  const shift = places.tables - first;
  const groups: MaskGroup[] = [];
  for (const splits of sorted) {
    if (room.byteCount() > MOST_BYTES) return null;
    groups.push(makeGroup(kernel, room, pruned, splits, { ...places, shift }));
  }
  if (room.byteCount() > MOST_BYTES) return null;
  return { groups, bytes: new Uint8Array(kernel.memory.buffer, first, room.byteCount() - first) };
}

/** Trees from (included) to (excluded). */
interface TreeRange {
  readonly from: number;
  readonly to: number;
}

/** Neighbouring trees in groups that keep to `MOST_CODES`: a column has one code more than thresholds. */
function groupTrees(kernel: TablesKernel, { splitStarts }: PrunedForest, forest: Forest): TreeRange[] {
  const treeCount = treeCountOf(forest);
  const words = new Int32Array(kernel.memory.buffer);
  const groups: TreeRange[] = [];
  let from = 0;
  let columns = new Set<number>();
  for (let tree = 0; tree < treeCount; tree++) {
    const own = new Set<number>();
    for (let at = splitStarts[tree]; at < splitStarts[tree + 1]; at += SPLIT_BYTES) own.add(words[at / 4]);
    const codeCount =
      (splitStarts[tree + 1] - splitStarts[from]) / SPLIT_BYTES +
      columns.size +
      [...own].filter((column) => !columns.has(column)).length;
    if (tree > from && codeCount > MOST_CODES) {
      groups.push({ from, to: tree });
      from = tree;
      columns = new Set();
    }
    for (const column of own) columns.add(column);
  }
  groups.push({ from, to: treeCount });
  return groups;
}

/** The splits of a group of trees by column and threshold; addresses of what the kernel tells of them. */
interface SortedSplits extends TreeRange {
  readonly first: number;
  readonly keys: number;
  readonly ranks: number;
  readonly columns: number;
  readonly columnCount: number;
  readonly thresholds: number;
}

function sortSplits(
  kernel: TablesKernel,
  room: KernelRoom,
  { splitStarts }: PrunedForest,
  { from, to }: TreeRange,
): SortedSplits {
  const first = splitStarts[from];
  const count = (splitStarts[to] - first) / SPLIT_BYTES;
  const keys = room.reserve(8 * count);
  const ranks = room.reserve(4 * count);
  const columns = room.reserve(COLUMN_BYTES * Math.max(1, count));
  const thresholds = room.reserve(4 * count);
  room.fit();
  kernel.writeKeys(first, count, keys);
  new BigUint64Array(kernel.memory.buffer, keys, count).sort();
  const columnCount = kernel.rankSplits(first, keys, count, ranks, columns, thresholds);
  // Trees that are one leaf have no split; the first column then serves to carry their bits.
  return { from, to, first, keys, ranks, columns, columnCount: Math.max(1, columnCount), thresholds };
}

function makeGroup(
  kernel: TablesKernel,
  room: KernelRoom,
  pruned: PrunedForest,
  splits: SortedSplits,
  { codes, codeBytes, shift }: MaskPlaces & { readonly shift: number },
): MaskGroup {
  const columns = placeColumns(kernel, room, splits, shift);
  const codeCount = columns.reduce((sum, { count }) => sum + count + 1, 0);
  const pieces = placePieces(pruned, splits);
  const units = room.reserve(UNIT_BYTES * pieces.length);
  const parts = pieces.map((own) => ({
    own,
    pieces: room.reserve(4 * own.length),
    codeList: room.reserve(4 * columns.length),
    offsets: room.reserve(2 * codeCount),
    tables: room.reserve(PATH_BYTES + MOST_MASK_BYTES),
  }));
  room.fit();
  const words = new Int32Array(kernel.memory.buffer);
  parts.forEach((part, index) => {
    words.set(part.own, part.pieces / 4);
    kernel.makeUnit(
      units + UNIT_BYTES * index,
      part.pieces,
      part.pieces + 4 * part.own.length,
      splits.first,
      splits.keys,
      splits.ranks,
      splits.columns,
      splits.columnCount,
      codes,
      codeBytes,
      part.codeList,
      part.offsets,
      part.tables,
      shift,
    );
  });
  return { columns, units: units + shift, unitEnd: units + shift + UNIT_BYTES * pieces.length };
}

/** The columns with the thresholds that their codes are searched in. */
function placeColumns(
  kernel: TablesKernel,
  room: KernelRoom,
  { columns, columnCount, thresholds }: SortedSplits,
  shift: number,
): (CodedColumn & { readonly count: number })[] {
  const told = new Uint32Array(kernel.memory.buffer, columns, (columnCount * COLUMN_BYTES) / 4).slice();
  const placed = Array.from({ length: columnCount }, (_, position) => {
    const [column, first, count] = told.subarray((position * COLUMN_BYTES) / 4);
    const levels = Math.ceil(Math.log2(count + 1));
    return { column, firstCode: first + position, count, levels, first, at: room.reserve(4 << levels) };
  });
  room.fit();
  const memory = kernel.memory.buffer;
  return placed.map(({ column, firstCode, count, levels, first, at }) => {
    // Filled up with infinity, which no value is above.
    const search = new Float32Array(memory, at, 1 << levels).fill(Infinity);
    search.set(new Float32Array(memory, thresholds + 4 * first, count));
    return { column, firstCode, count, levels, thresholds: at + shift };
  });
}

/** For each unit the words that tell `makeUnit` of its pieces. */
function placePieces(
  { splitStarts, leaves, leafCounts }: PrunedForest,
  { from, to, first }: SortedSplits,
): number[][] {
  const lanes = packLeaves(leafCounts.slice(from, to));
  const numberOf = (split: number): number => (split - first) / SPLIT_BYTES;
  const wordsOf = (lane: Lane, laneIndex: number): number[] =>
    lane.flatMap((piece, pieceIndex) => [
      numberOf(splitStarts[from + piece.tree]),
      numberOf(splitStarts[from + piece.tree + 1]),
      piece.firstLeaf,
      piece.count,
      laneIndex * LANE_BITS + piece.firstBit,
      pieceIndex,
      leaves[from + piece.tree],
    ]);
  const units: number[][] = [];
  for (let lane = 0; lane < lanes.length; lane += 2) {
    units.push(lanes.slice(lane, lane + 2).flatMap(wordsOf));
  }
  return units;
}
