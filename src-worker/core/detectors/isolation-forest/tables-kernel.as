// The tables kernel: makes the tables of bit masks from the trees of a forest (mask-tables.ts), in AssemblyScript with
// WebAssembly SIMD. `npm run build` compiles it into tables-kernel.generated.ts. Addresses and sizes are in bytes.

/** Path lengths of one piece: 65 float64. */
const PIECE: usize = 520;
/** 2^37: path lengths are rounded to the inverse of it, see `roundPath` in path-length.ts. */
const PATH_UNITS: f64 = 137438953472;

/** A split is five words: column, threshold, and the first, middle and end leaf of its tree. */
const SPLIT: usize = 20;
/** Bytes of what `rankSplits` tells of a column. */
const COLUMN: usize = 16;
/** Room for what `ruleOut` tells of up to 256 intervals. */
const ABOVE: usize = 1024;
const BELOW: usize = 5376;
const RANKS: usize = 9728;
const LEAF: i32 = -1;

/** The tree that is pruned: its next node, and where its next split and its next leaf go. */
let nodeColumns: usize = 0;
let nodeThresholds: usize = 0;
let nodeCounts: usize = 0;
let nodeLengths: usize = 0;
let node: usize = 0;
let nextSplit: usize = 0;
let leaves: usize = 0;
let nextLeaf: usize = 0;

/**
 * Writes the leaves of one tree from left to right to `treeLeaves` (float64: their path lengths) and the splits between
 * them to `splits`, children before their parents. Splits that change no path length, such as every one of two samples,
 * are left out: about a third of them. The nodes stand from `first` on in three arrays, see Forest; `lengths` holds the
 * average path length (float64) by the number of samples of a leaf. Gives the end of the splits; `leafCount` tells how
 * many leaves there are.
 */
export function pruneTree(
  columns: usize,
  thresholds: usize,
  counts: usize,
  lengths: usize,
  first: usize,
  splits: usize,
  treeLeaves: usize,
): usize {
  nodeColumns = columns;
  nodeThresholds = thresholds;
  nodeCounts = counts;
  nodeLengths = lengths;
  node = first << 2;
  nextSplit = splits;
  leaves = treeLeaves;
  nextLeaf = treeLeaves;
  visit(0);
  return nextSplit;
}

/** Leaves of the tree that was pruned last. */
export function leafCount(): usize {
  return (nextLeaf - leaves) >> 3;
}

function visit(depth: i32): void {
  const at = node;
  node += 4;
  const column = load<i32>(nodeColumns + at);
  if (column == LEAF) {
    const count = <usize>load<u32>(nodeCounts + at);
    const path = <f64>depth + load<f64>(nodeLengths + (count << 3));
    store<f64>(nextLeaf, Math.round(path * PATH_UNITS) / PATH_UNITS);
    nextLeaf += 8;
    return;
  }
  const firstLeaf = nextLeaf;
  visit(depth + 1);
  const middleLeaf = nextLeaf;
  visit(depth + 1);
  if (nextLeaf - firstLeaf == 16 && load<f64>(firstLeaf) == load<f64>(middleLeaf)) {
    nextLeaf = middleLeaf;
    return;
  }
  store<i32>(nextSplit, column);
  store<f32>(nextSplit, load<f32>(nodeThresholds + at), 4);
  store<usize>(nextSplit, (firstLeaf - leaves) >> 3, 8);
  store<usize>(nextSplit, (middleLeaf - leaves) >> 3, 12);
  store<usize>(nextSplit, (nextLeaf - leaves) >> 3, 16);
  nextSplit += SPLIT;
}

/** Writes a key for each split that orders them by column, then threshold, and ends with the split's number (16 bits). */
export function writeKeys(splits: usize, count: u32, keys: usize): void {
  for (let at: u32 = 0; at < count; at++) {
    // Adding 0 makes one zero of the two.
    const bits = reinterpret<u32>(load<f32>(splits, 4) + 0);
    const order = bits >> 31 ? ~bits : bits | 0x80000000;
    store<u64>(keys, ((<u64>load<u32>(splits)) << 48) | ((<u64>order) << 16) | at);
    splits += SPLIT;
    keys += 8;
  }
}

/**
 * From the rising keys: the columns that are split, four words each at `columns` (column, its first threshold, its
 * numbers of thresholds and of splits), their thresholds (float32), rising and each once, and the rank of each key's
 * split among the thresholds of its column (uint32). Gives the number of columns.
 */
export function rankSplits(
  splits: usize,
  keys: usize,
  count: u32,
  ranks: usize,
  columns: usize,
  thresholds: usize,
): u32 {
  let columnCount: u32 = 0;
  let total: u32 = 0;
  let own: u32 = 0;
  let splitCount: u32 = 0;
  let column: i32 = LEAF;
  let last: f32 = 0;
  for (let at: u32 = 0; at < count; at++) {
    const split = splits + <usize>(load<u64>(keys) & 0xffff) * SPLIT;
    const threshold = load<f32>(split, 4);
    if (load<i32>(split) != column) {
      column = load<i32>(split);
      store<i32>(columns, column);
      store<u32>(columns, total, 4);
      columns += COLUMN;
      columnCount++;
      own = 0;
      splitCount = 0;
    }
    if (own == 0 || threshold != last) {
      store<f32>(thresholds + ((<usize>total) << 2), threshold);
      last = threshold;
      total++;
      own++;
    }
    splitCount++;
    store<u32>(columns - COLUMN, own, 8);
    store<u32>(columns - COLUMN, splitCount, 12);
    store<u32>(ranks, own - 1);
    ranks += 4;
    keys += 8;
  }
  return columnCount;
}

/** The `count` lowest bits. */
function bitsBelow(count: i32): u64 {
  return count <= 0 ? 0 : count >= 64 ? -1 : (<u64>1 << count) - 1;
}

/** The bits from (included) to (excluded) of 128. */
function bitsBetween(from: i32, to: i32): v128 {
  const low = bitsBelow(to) & ~bitsBelow(from);
  const high = bitsBelow(to - 64) & ~bitsBelow(from - 64);
  return i64x2.replace_lane(i64x2.splat(low), 1, high);
}

/** Bit of a leaf of the piece's tree; the piece's first or its end for a leaf before or behind it. */
function bitOf(piece: usize, leaf: i32): i32 {
  const count = load<i32>(piece, 12);
  const index = leaf - load<i32>(piece, 8);
  return load<i32>(piece, 16) + (index < 0 ? 0 : index > count ? count : index);
}

function orInto(address: usize, bits: v128): void {
  v128.store(address, v128.or(v128.load(address), bits));
}

/** Path lengths of a piece by the number of zeros below its bit, or above it for the second piece of a lane. */
function writePaths(piece: usize, tables: usize): void {
  const firstBit = load<i32>(piece, 16);
  const isSecond = load<i32>(piece, 20);
  const table = tables + (<usize>(((firstBit >> 6) << 1) + isSecond)) * PIECE;
  const leaf = load<usize>(piece, 24) + (load<usize>(piece, 8) << 3);
  for (let index = 0; index < load<i32>(piece, 12); index++) {
    const bit = (firstBit & 63) + index;
    const zeros = isSecond ? 63 - bit : bit;
    store<f64>(table + ((<usize>zeros) << 3), load<f64>(leaf + ((<usize>index) << 3)));
  }
}

/**
 * Makes the tables of one unit from its pieces, seven words each: numbers of the first split of its tree and of the one
 * behind its last, first leaf, number of leaves, first bit of the 128, 1 for the second of a lane, address of its
 * tree's leaves. `columns` and `ranks` are those of `rankSplits`. Writes the list of code columns to `codeList`, the offset of each
 * code's mask (uint16) to `offsets`, path lengths and masks to `tables`, and to `unit` what `addUnits` of the score
 * kernel reads; all of it is zero before. There the codes of the first column lie at `codes` and those of each other
 * column `codeBytes` further, and what is written here lies `shift` further.
 *
 * A split rules out the leaves on its right for the intervals up to its threshold, those on its left for the ones
 * above: so each interval lacks what any split from it on, and any before it, rules out. A value equal to a threshold
 * belongs to the interval below.
 */
export function makeUnit(
  unit: usize,
  pieces: usize,
  pieceEnd: usize,
  splits: usize,
  keys: usize,
  ranks: usize,
  columns: usize,
  columnCount: u32,
  codes: usize,
  codeBytes: usize,
  codeList: usize,
  offsets: usize,
  tables: usize,
  shift: usize,
): void {
  let all = i64x2.splat(0);
  for (let piece = pieces; piece < pieceEnd; piece += 28) {
    writePaths(piece, tables);
    const firstBit = load<i32>(piece, 16);
    all = v128.or(all, bitsBetween(firstBit, firstBit + load<i32>(piece, 12)));
  }
  const firstMask = tables + 4 * PIECE;
  let masks = firstMask;
  let listEnd = codeList;
  for (let position: u32 = 0; position < columnCount; position++) {
    const splitCount = load<u32>(columns, 12);
    const intervals = ruleOut(pieces, pieceEnd, splits, keys, ranks, splitCount);
    if (intervals > 0) {
      store<usize>(listEnd, codes);
      listEnd += 4;
      // A column has one code more than thresholds.
      const code = load<u32>(columns, 4) + position;
      writeOffsets(offsets + ((<usize>code) << 1), load<u32>(columns, 8), intervals, masks - firstMask);
      for (let at: usize = 0; at <= intervals << 4; at += 16) {
        v128.store(masks, v128.andnot(all, v128.or(v128.load(ABOVE + at), v128.load(BELOW + at))));
        masks += 16;
      }
    }
    keys += <usize>splitCount << 3;
    ranks += <usize>splitCount << 2;
    columns += COLUMN;
    codes += codeBytes;
  }
  if (listEnd == codeList) {
    // Nothing is split: the first column carries the bits.
    store<usize>(listEnd, codes - <usize>columnCount * codeBytes);
    listEnd += 4;
    v128.store(masks, all);
    masks += 16;
  }
  store<usize>(unit, codeList + shift);
  store<usize>(unit, listEnd + shift, 4);
  store<usize>(unit, offsets + shift, 8);
  store<usize>(unit, tables + shift, 12);
  store<usize>(unit, masks - tables, 16);
}

/**
 * What the splits of one column rule out of the unit's leaves: for each interval between those thresholds that tell its
 * leaves from each other, by the splits before it at ABOVE and by those from it on at BELOW. The ranks of the
 * thresholds go to RANKS. Gives their number.
 */
function ruleOut(
  pieces: usize,
  pieceEnd: usize,
  splits: usize,
  keys: usize,
  ranks: usize,
  splitCount: u32,
): usize {
  let intervals: usize = 0;
  let last: u32 = -1;
  v128.store(ABOVE, i64x2.splat(0));
  for (let index: u32 = 0; index < splitCount; index++) {
    const number = <u32>(load<u64>(keys) & 0xffff);
    const rank = load<u32>(ranks);
    keys += 8;
    ranks += 4;
    for (let piece = pieces; piece < pieceEnd; piece += 28) {
      if (number < load<u32>(piece) || number >= load<u32>(piece, 4)) continue;
      const split = splits + <usize>number * SPLIT;
      const first = bitOf(piece, load<i32>(split, 8));
      const end = bitOf(piece, load<i32>(split, 16));
      if (first == end) continue;
      if (rank != last) {
        store<u32>(RANKS + (intervals << 2), rank);
        v128.store(BELOW + (intervals << 4), i64x2.splat(0));
        last = rank;
        intervals++;
        v128.store(ABOVE + (intervals << 4), i64x2.splat(0));
      }
      const middle = bitOf(piece, load<i32>(split, 12));
      orInto(BELOW + ((intervals - 1) << 4), bitsBetween(middle, end));
      orInto(ABOVE + (intervals << 4), bitsBetween(first, middle));
    }
  }
  v128.store(BELOW + (intervals << 4), i64x2.splat(0));
  for (let at: usize = 0; at < intervals << 4; at += 16) orInto(ABOVE + at + 16, v128.load(ABOVE + at));
  for (let at: usize = intervals << 4; at > 0; at -= 16) orInto(BELOW + at - 16, v128.load(BELOW + at));
  return intervals;
}

/** The offsets of a column's codes: up to that of a value equal to the first of the ranked thresholds, `offset`. */
function writeOffsets(offsets: usize, thresholdCount: u32, intervals: usize, offset: usize): void {
  let interval: usize = 0;
  let end = load<u32>(RANKS);
  for (let code: u32 = 0; code <= thresholdCount; code++) {
    if (interval < intervals && code > end) {
      interval++;
      end = load<u32>(RANKS + (interval << 2));
    }
    store<u16>(offsets, <u16>(offset + (interval << 4)));
    offsets += 2;
  }
}
