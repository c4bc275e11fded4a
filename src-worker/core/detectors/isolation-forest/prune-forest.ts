import { type Forest, treeCountOf } from './forest.ts';
import { averagePathLength } from './path-length.ts';
import type { KernelRoom } from './kernel-room.ts';
import type { TablesKernel } from './tables-kernel.ts';

/** Bytes of a split: column, threshold, first, middle and end leaf. */
export const SPLIT_BYTES = 20;

/** The trees of a forest as their leaves and the splits between them, in the memory of the tables kernel. */
export interface PrunedForest {
  /** Address of the first split of each tree, then the end; the splits of all trees follow each other. */
  readonly splitStarts: readonly number[];
  /** Address of each tree's first leaf. */
  readonly leaves: readonly number[];
  readonly leafCounts: readonly number[];
}

/** Leaves out what changes no path length, see the kernel. */
export function pruneForest(kernel: TablesKernel, room: KernelRoom, forest: Forest): PrunedForest {
  const nodeCount = forest.columns.length;
  const treeCount = treeCountOf(forest);
  // A tree has one leaf more than splits.
  const mostSplits = (nodeCount - treeCount) / 2;
  const columns = room.reserve(4 * nodeCount);
  const thresholds = room.reserve(4 * nodeCount);
  const counts = room.reserve(4 * nodeCount);
  const lengths = room.reserve(8 * (forest.subsample + 1));
  const splits = room.reserve(SPLIT_BYTES * mostSplits);
  const firstLeaf = room.reserve(8 * (mostSplits + treeCount));
  room.fit();
  const memory = kernel.memory.buffer;
  new Int32Array(memory, columns, nodeCount).set(forest.columns);
  new Float32Array(memory, thresholds, nodeCount).set(forest.thresholds);
  new Int32Array(memory, counts, nodeCount).set(forest.sampleCounts);
  const lengthOf = new Float64Array(memory, lengths, forest.subsample + 1);
  for (let count = 0; count < lengthOf.length; count++) lengthOf[count] = averagePathLength(count);
  const splitStarts = [splits];
  const leaves = [];
  const leafCounts = [];
  let leaf = firstLeaf;
  let split = splits;
  for (let tree = 0; tree < treeCount; tree++) {
    split = kernel.pruneTree(columns, thresholds, counts, lengths, forest.treeStarts[tree], split, leaf);
    splitStarts.push(split);
    leaves.push(leaf);
    leafCounts.push(kernel.leafCount());
    leaf += 8 * kernel.leafCount();
  }
  return { splitStarts, leaves, leafCounts };
}
