// The grow kernel: draws the rows of isolation trees and grows them (draw-rows.ts, grow-tree.ts), in AssemblyScript.
// `npm run build` compiles it into grow-kernel.generated.ts. Addresses are in bytes. Every draw and every operation on
// numbers is that of the TypeScript in the same order, so the trees are the same to the last bit.

const LEAF: i32 = -1;
/** 2^53. */
const UNIFORM_UNITS: f64 = 9007199254740992;

/** State of sfc32, see random.ts. */
let a: u32 = 0;
let b: u32 = 0;
let c: u32 = 0;
let counter: u32 = 0;
/** State of the SplitMix32 that spreads a seed. */
let mixState: u32 = 0;

function mix(): u32 {
  mixState += 0x9e3779b9;
  let mixed = mixState ^ (mixState >>> 16);
  mixed *= 0x21f0aaad;
  mixed ^= mixed >>> 15;
  mixed *= 0x735a2d97;
  return mixed ^ (mixed >>> 15);
}

function next(): u32 {
  const sum = a + b + counter;
  counter++;
  a = b ^ (b >>> 9);
  b = c + (c << 3);
  c = rotl<u32>(c, 21) + sum;
  return sum;
}

/** Uniform in [0, 1), 53 bits. */
function uniform(): f64 {
  const high = <f64>(next() >>> 5);
  return (high * 67108864 + <f64>(next() >>> 6)) / UNIFORM_UNITS;
}

/** Uniform integer in [0, bound). */
function below(bound: i32): i32 {
  return <i32>(uniform() * <f64>bound);
}

/** Begins the stream of chance with these two seeds, see `seedsOf` in random.ts. */
export function seedStream(low: u32, high: u32): void {
  mixState = low;
  a = mix();
  b = mix();
  c = mix();
  mixState = high;
  a ^= mix();
  b ^= mix();
  c ^= mix();
  counter = 1;
  for (let round = 0; round < 12; round++) next();
}

/** Adds a row to the set of 2^bits places, whose free ones are -1; false when it is in it already. */
function addToSet(row: i32, set: usize, bits: u32): bool {
  const mask = (1 << bits) - 1;
  let at: u32 = (<u32>row * 0x9e3779b1) >>> (32 - bits);
  for (;;) {
    const there = load<i32>(set + ((<usize>at) << 2));
    if (there == row) return false;
    if (there == -1) break;
    at = (at + 1) & mask;
  }
  store<i32>(set + ((<usize>at) << 2), row);
  return true;
}

/** Writes `count` different rows below `rowCount` to `drawn` (int32), each set of rows equally likely; `count` < `rowCount`. */
export function drawRows(rowCount: i32, count: i32, set: usize, bits: u32, drawn: usize): void {
  memory.fill(set, 0xff, 4 << bits);
  for (let index = 0; index < count; index++) {
    const newest = rowCount - count + index;
    const row = below(newest + 1);
    const taken = addToSet(row, set, bits) ? row : newest;
    if (taken == newest) addToSet(newest, set, bits);
    store<i32>(drawn + ((<usize>index) << 2), taken);
  }
}

/** The tree in work: its values column after column, the byte offsets of its rows, its columns in the order of trial. */
let values: usize = 0;
let columnBytes: usize = 0;
let rows: usize = 0;
let order: usize = 0;
let columnCount: i32 = 0;
let depthLimit: i32 = 0;
/** Its nodes, and the byte offset of the next one in each of their arrays. */
let columns: usize = 0;
let thresholds: usize = 0;
let sampleCounts: usize = 0;
let nextNode: usize = 0;

/**
 * Grows one tree from `rowCount` rows at `treeValues` (float32, column after column, finite) and writes its nodes in
 * preorder to three arrays (int32, float32, int32), see Forest. `treeRows` has room for the rows and `treeOrder` for the
 * columns (int32). Gives the number of nodes.
 */
export function growTree(
  treeValues: usize,
  rowCount: i32,
  treeColumns: i32,
  treeDepth: i32,
  treeRows: usize,
  treeOrder: usize,
  nodeColumns: usize,
  nodeThresholds: usize,
  nodeCounts: usize,
): i32 {
  values = treeValues;
  columnBytes = (<usize>rowCount) << 2;
  rows = treeRows;
  order = treeOrder;
  columnCount = treeColumns;
  depthLimit = treeDepth;
  columns = nodeColumns;
  thresholds = nodeThresholds;
  sampleCounts = nodeCounts;
  nextNode = 0;
  for (let row: usize = 0; row < columnBytes; row += 4) store<usize>(rows + row, row);
  for (let column = 0; column < columnCount; column++) store<i32>(order + ((<usize>column) << 2), column);
  grow(rows, rows + columnBytes, 0);
  return <i32>(nextNode >> 2);
}

/** Grows what hangs on the rows between the two addresses. */
function grow(from: usize, to: usize, depth: i32): void {
  const node = nextNode;
  nextNode += 4;
  store<i32>(sampleCounts + node, <i32>((to - from) >> 2));
  store<i32>(columns + node, LEAF);
  store<f32>(thresholds + node, 0);
  if (to - from < 8 || depth >= depthLimit) return;
  for (let untried = columnCount; untried > 0; untried--) {
    // Drawing without replacement until a column varies is a fair draw among those that do.
    const pick = order + ((<usize>below(untried)) << 2);
    const last = order + ((<usize>(untried - 1)) << 2);
    const column = load<i32>(pick);
    store<i32>(pick, load<i32>(last));
    store<i32>(last, column);
    const start = values + <usize>column * columnBytes;
    let lowest = load<f32>(start + load<usize>(from));
    let highest = lowest;
    for (let at = from + 4; at < to; at += 4) {
      const value = load<f32>(start + load<usize>(at));
      lowest = select<f32>(value, lowest, value < lowest);
      highest = select<f32>(value, highest, value > highest);
    }
    if (lowest == highest) continue;
    const threshold = drawThreshold(lowest, highest);
    store<i32>(columns + node, column);
    store<f32>(thresholds + node, threshold);
    const middle = partition(start, from, to, threshold);
    grow(from, middle, depth + 1);
    grow(middle, to, depth + 1);
    return;
  }
}

/** Uniform in [lowest, highest), brought down to float32; never `highest`. */
function drawThreshold(lowest: f64, highest: f64): f32 {
  const drawn = lowest + uniform() * (highest - lowest);
  return drawn >= highest ? <f32>lowest : floorToFloat32(drawn);
}

/** The largest float32 that is not above `value`. */
function floorToFloat32(value: f64): f32 {
  const near = <f32>value;
  if (<f64>near <= value) return near;
  const bits = reinterpret<i32>(near);
  if (near > 0) return reinterpret<f32>(bits - 1);
  return reinterpret<f32>(near == 0 ? 0x80000001 : bits + 1);
}

/** Brings the rows at most `threshold` to the front, by moves that do not depend on the values; gives the first of the others. */
function partition(start: usize, from: usize, to: usize, threshold: f32): usize {
  let middle = from;
  for (let at = from; at < to; at += 4) {
    const row = load<usize>(at);
    store<usize>(at, load<usize>(middle));
    store<usize>(middle, row);
    middle += (<usize>(load<f32>(start + row) <= threshold)) << 2;
  }
  return middle;
}
