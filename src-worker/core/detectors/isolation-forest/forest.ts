import type { Matrix } from '../../matrix.ts';
import { averagePathLength } from './path-length.ts';
import { powerOfHalf } from './power-of-half.ts';

/**
 * Isolation trees as columns. The nodes of a tree stand in preorder: a split, all of its left side, all of its right
 * side; so no child needs an address.
 */
export interface Forest {
  readonly columnCount: number;
  /** Samples each tree was grown from. */
  readonly subsample: number;
  /** Nodes of tree t stand from treeStarts[t] to treeStarts[t + 1]; length treeCount + 1. */
  readonly treeStarts: Int32Array;
  /** Column that the node splits, or -1 for a leaf. */
  readonly columns: Int32Array;
  /** A sample goes left when its value is at most this; 0 at a leaf. */
  readonly thresholds: Float32Array;
  /** Samples of the subsample that reached the node. */
  readonly sampleCounts: Int32Array;
}

/** Whether all parts are there; what they hold is not looked at. */
export const isForest = (value: unknown): value is Forest =>
  typeof value === 'object' &&
  value !== null &&
  'columnCount' in value &&
  'subsample' in value &&
  'treeStarts' in value &&
  value.treeStarts instanceof Int32Array &&
  'columns' in value &&
  value.columns instanceof Int32Array &&
  'thresholds' in value &&
  value.thresholds instanceof Float32Array &&
  'sampleCounts' in value &&
  value.sampleCounts instanceof Int32Array;

/** Sums the path lengths of each sample over the trees. Expects finite values. Shape [rowCount]. */
export type PathSummer = (samples: Matrix) => Float64Array;

export const LEAF = -1;

export const treeCountOf = (forest: Forest): number => forest.treeStarts.length - 1;

/** Depth at which a tree stops growing: the average depth of a balanced tree. Source: Liu, Ting and Zhou 2008. */
export const depthLimitOf = (subsample: number): number => Math.ceil(Math.log2(Math.max(subsample, 2)));

/** Anomaly scores 2^(-mean path / c(subsample)) from path lengths summed over the trees, in place. */
export function pathsToScores(forest: Forest, pathSums: Float64Array): Float64Array {
  const unit = treeCountOf(forest) * averagePathLength(forest.subsample);
  for (let row = 0; row < pathSums.length; row++) {
    // A forest grown from one sample tells nothing: every score is one half, as in scikit-learn.
    pathSums[row] = unit === 0 ? 0.5 : powerOfHalf(pathSums[row] / unit);
  }
  return pathSums;
}
