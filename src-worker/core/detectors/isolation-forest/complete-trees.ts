import type { Matrix } from '../../matrix.ts';
import { averagePathLength, roundPath } from './path-length.ts';
import { type Forest, LEAF, treeCountOf } from './forest.ts';

/**
 * The trees filled up to equal depth, so that the walk is a fixed number of steps without a test for the end:
 * the children of slot i are 2i and 2i + 1, the root is 1, and what a leaf leaves empty leads to the leaf's own path.
 */
export interface CompleteTrees {
  readonly treeCount: number;
  readonly depth: number;
  readonly columns: Uint16Array;
  readonly thresholds: Float32Array;
  /** Path length of each end of the walk. */
  readonly paths: Float64Array;
}

export function toCompleteTrees(forest: Forest): CompleteTrees {
  const treeCount = treeCountOf(forest);
  const depth = deepestLeaf(forest);
  const slots = 1 << depth;
  const columns = new Uint16Array(treeCount * slots);
  const thresholds = new Float32Array(treeCount * slots);
  const paths = new Float64Array(treeCount * slots);
  for (let tree = 0; tree < treeCount; tree++) {
    const base = tree * slots;
    let node = forest.treeStarts[tree];
    const place = (slot: number, level: number): void => {
      const at = node++;
      if (forest.columns[at] === LEAF) {
        const width = 1 << (depth - level);
        const first = base + slot * width - slots;
        paths.fill(roundPath(level + averagePathLength(forest.sampleCounts[at])), first, first + width);
        return;
      }
      columns[base + slot] = forest.columns[at];
      thresholds[base + slot] = forest.thresholds[at];
      place(2 * slot, level + 1);
      place(2 * slot + 1, level + 1);
    };
    place(1, 0);
  }
  return { treeCount, depth, columns, thresholds, paths };
}

function deepestLeaf(forest: Forest): number {
  let deepest = 0;
  for (let tree = 0; tree < treeCountOf(forest); tree++) {
    let node = forest.treeStarts[tree];
    const descend = (level: number): void => {
      if (level > deepest) deepest = level;
      if (forest.columns[node++] === LEAF) return;
      descend(level + 1);
      descend(level + 1);
    };
    descend(0);
  }
  return deepest;
}

/** Rows whose data stay in the cache while the trees pass over them. */
const BLOCK_ROWS = 512;

/** Path lengths of each sample, summed over the trees in their order. Expects finite values. Shape [rowCount]. */
export function walkTrees(trees: CompleteTrees, samples: Matrix): Float64Array {
  const sums = new Float64Array(samples.rowCount);
  const paired = samples.rowCount - (samples.rowCount % 4);
  for (let from = 0; from < paired; from += BLOCK_ROWS) {
    const to = Math.min(paired, from + BLOCK_ROWS);
    for (let tree = 0; tree < trees.treeCount; tree++) addPathsOfFour(trees, tree, samples, from, to, sums);
  }
  for (let row = paired; row < samples.rowCount; row++) {
    for (let tree = 0; tree < trees.treeCount; tree++) sums[row] += pathOf(trees, tree, samples, row);
  }
  return sums;
}

/** Four rows are walked side by side, since each step of one row waits for memory. */
function addPathsOfFour(
  trees: CompleteTrees,
  tree: number,
  samples: Matrix,
  from: number,
  to: number,
  sums: Float64Array,
): void {
  const { depth, columns, thresholds, paths } = trees;
  const { columnCount, data } = samples;
  const slots = 1 << depth;
  const base = tree * slots;
  for (let row = from; row < to; row += 4) {
    const first = row * columnCount;
    const second = first + columnCount;
    const third = second + columnCount;
    const fourth = third + columnCount;
    let a = 1;
    let b = 1;
    let c = 1;
    let d = 1;
    for (let level = 0; level < depth; level++) {
      // A boolean made a number needs no jump in machine code, which a conditional would.
      a = a + a + +(data[first + columns[base + a]] > thresholds[base + a]);
      b = b + b + +(data[second + columns[base + b]] > thresholds[base + b]);
      c = c + c + +(data[third + columns[base + c]] > thresholds[base + c]);
      d = d + d + +(data[fourth + columns[base + d]] > thresholds[base + d]);
    }
    const end = base - slots;
    sums[row] += paths[end + a];
    sums[row + 1] += paths[end + b];
    sums[row + 2] += paths[end + c];
    sums[row + 3] += paths[end + d];
  }
}

function pathOf(trees: CompleteTrees, tree: number, samples: Matrix, row: number): number {
  const { depth, columns, thresholds, paths } = trees;
  const slots = 1 << depth;
  const base = tree * slots;
  const first = row * samples.columnCount;
  let slot = 1;
  for (let level = 0; level < depth; level++) {
    slot = slot + slot + +(samples.data[first + columns[base + slot]] > thresholds[base + slot]);
  }
  return paths[base - slots + slot];
}
