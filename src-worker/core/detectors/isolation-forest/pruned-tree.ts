import { averagePathLength, roundPath } from './path-length.ts';
import { type Forest, LEAF } from './forest.ts';

/** A tree as its leaves from left to right, and the splits between them. */
export interface PrunedTree {
  /** Path length of each leaf. */
  readonly paths: readonly number[];
  readonly splits: readonly Split[];
}

/** Leaves firstLeaf..middleLeaf-1 are reached by values up to the threshold, middleLeaf..endLeaf-1 by those above. */
export interface Split {
  readonly column: number;
  readonly threshold: number;
  readonly firstLeaf: number;
  readonly middleLeaf: number;
  readonly endLeaf: number;
}

/** Leaves out the splits that change no path length, such as every one of two samples: about a third of them. */
export function pruneTree(forest: Forest, tree: number): PrunedTree {
  const paths: number[] = [];
  const splits: Split[] = [];
  let node = forest.treeStarts[tree];
  const visit = (depth: number): void => {
    const at = node++;
    const column = forest.columns[at];
    if (column === LEAF) {
      paths.push(roundPath(depth + averagePathLength(forest.sampleCounts[at])));
      return;
    }
    const firstLeaf = paths.length;
    visit(depth + 1);
    const middleLeaf = paths.length;
    visit(depth + 1);
    const endLeaf = paths.length;
    if (endLeaf - firstLeaf === 2 && paths[firstLeaf] === paths[middleLeaf]) {
      paths.pop();
      return;
    }
    splits.push({ column, threshold: forest.thresholds[at], firstLeaf, middleLeaf, endLeaf });
  };
  visit(0);
  return { paths, splits };
}
