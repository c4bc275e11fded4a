/**
 * Isolation trees whose splits are hyperplanes. The nodes of a tree stand in preorder: a split, all of its left side,
 * all of its right side. A sample goes left when the sum of weight x standardised value over the node's columns is at
 * most its offset.
 */
export interface ExtendedForest {
  readonly columnCount: number;
  /** Samples each tree was grown from. */
  readonly subsample: number;
  /** Columns of a split: the extension level + 1. */
  readonly terms: number;
  /** Nodes of tree t stand from treeStarts[t] to treeStarts[t + 1]; length treeCount + 1. */
  readonly treeStarts: Int32Array;
  /** 1 for a split, 0 for a leaf. */
  readonly isSplit: Uint8Array;
  /** Samples of the subsample that reached the node; none where a hyperplane left all on its other side. */
  readonly sampleCounts: Int32Array;
  /** At most this goes left; 0 at a leaf. */
  readonly offsets: Float32Array;
  /** Shape [nodeCount * terms]; weight 0 where a node needs fewer. */
  readonly columns: Uint16Array;
  readonly weights: Float32Array;
}

export const treeCountOf = (forest: ExtendedForest): number => forest.treeStarts.length - 1;
