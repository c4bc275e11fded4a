import type { Matrix } from '../../matrix.ts';
import { averagePathLength, roundPath } from '../isolation-forest/path-length.ts';
import { powerOfHalf } from '../isolation-forest/power-of-half.ts';
import { type ExtendedForest, treeCountOf } from './extended-forest.ts';

/**
 * The trees filled up to equal depth, so that a walk is a fixed number of steps without a jump, see `CompleteTrees` of
 * the isolation forest.
 */
interface CompleteTrees {
  readonly treeCount: number;
  readonly depth: number;
  readonly terms: number;
  readonly offsets: Float32Array;
  readonly columns: Uint16Array;
  readonly weights: Float32Array;
  readonly paths: Float64Array;
}

export function toCompleteTrees(forest: ExtendedForest): CompleteTrees {
  const { terms } = forest;
  const treeCount = treeCountOf(forest);
  const depth = deepestLeaf(forest);
  const slots = 1 << depth;
  const trees = {
    treeCount,
    depth,
    terms,
    offsets: new Float32Array(treeCount * slots),
    columns: new Uint16Array(treeCount * slots * terms),
    weights: new Float32Array(treeCount * slots * terms),
    paths: new Float64Array(treeCount * slots),
  };
  for (let tree = 0; tree < treeCount; tree++) {
    const base = tree * slots;
    let node = forest.treeStarts[tree];
    const place = (slot: number, level: number): void => {
      const at = node++;
      if (forest.isSplit[at] === 0) {
        const width = 1 << (depth - level);
        const first = base + slot * width - slots;
        // Paths are multiples of 2^-37, so their sums are exact in any order.
        trees.paths.fill(roundPath(level + averagePathLength(forest.sampleCounts[at])), first, first + width);
        return;
      }
      trees.offsets[base + slot] = forest.offsets[at];
      trees.columns.set(forest.columns.subarray(at * terms, (at + 1) * terms), (base + slot) * terms);
      trees.weights.set(forest.weights.subarray(at * terms, (at + 1) * terms), (base + slot) * terms);
      place(2 * slot, level + 1);
      place(2 * slot + 1, level + 1);
    };
    place(1, 0);
  }
  return trees;
}

function deepestLeaf(forest: ExtendedForest): number {
  let deepest = 0;
  for (let tree = 0; tree < treeCountOf(forest); tree++) {
    let node = forest.treeStarts[tree];
    const descend = (level: number): void => {
      if (level > deepest) deepest = level;
      if (forest.isSplit[node++] === 0) return;
      descend(level + 1);
      descend(level + 1);
    };
    descend(0);
  }
  return deepest;
}

/** Rows whose data stay in the cache while the trees pass over them. */
const BLOCK_ROWS = 512;

/** Scores 2^(-mean path / c(subsample)) of standardised samples without NaN. Shape [rowCount]. */
export function scoreByWalking(trees: CompleteTrees, subsample: number, samples: Matrix): Float64Array {
  const sums = new Float64Array(samples.rowCount);
  for (let from = 0; from < samples.rowCount; from += BLOCK_ROWS) {
    const to = Math.min(samples.rowCount, from + BLOCK_ROWS);
    for (let tree = 0; tree < trees.treeCount; tree++) addPaths(trees, tree, samples, from, to, sums);
  }
  const unit = trees.treeCount * averagePathLength(subsample);
  for (let row = 0; row < sums.length; row++) sums[row] = unit === 0 ? 0.5 : powerOfHalf(sums[row] / unit);
  return sums;
}

function addPaths(
  { depth, terms, offsets, columns, weights, paths }: CompleteTrees,
  tree: number,
  { data, columnCount }: Matrix,
  from: number,
  to: number,
  sums: Float64Array,
): void {
  const slots = 1 << depth;
  const base = tree * slots;
  for (let row = from; row < to; row++) {
    const first = row * columnCount;
    let slot = 1;
    for (let level = 0; level < depth; level++) {
      const node = base + slot;
      let sum = 0;
      for (let term = node * terms; term < (node + 1) * terms; term++) {
        sum += weights[term] * data[first + columns[term]];
      }
      slot = slot + slot + +(sum > offsets[node]);
    }
    sums[row] += paths[base - slots + slot];
  }
}
