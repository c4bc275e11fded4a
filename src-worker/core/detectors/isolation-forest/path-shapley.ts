import { averagePathLength, roundPath } from './path-length.ts';
import { type Forest, LEAF, treeCountOf } from './forest.ts';

/** Weights k! m! / (k + m + 1)! of Shapley values; no path holds more columns than a tree is deep. */
export const MOST_COLUMNS_ON_PATH = 40;
const FACTORIALS = new Float64Array(2 * MOST_COLUMNS_ON_PATH);
FACTORIALS[0] = 1;
for (let at = 1; at < FACTORIALS.length; at++) FACTORIALS[at] = at * FACTORIALS[at - 1];

/** Share of a leaf's path length that each column of one side has. */
export const shareOf = (own: number, other: number): number =>
  (FACTORIALS[own - 1] * FACTORIALS[other]) / FACTORIALS[own + other];

/**
 * How much each column of a sample shortens its paths against the usual sample: the Shapley values of the summed path
 * lengths, exact, with the usual values in the place of columns that are left out. They add up to the difference of
 * the two samples' path lengths. A missing value is taken as the usual one, so it has no part.
 *
 * Each leaf is reached by the coalitions that hold all columns on whose side only the sample goes (`own`) and none on
 * whose side only the usual sample goes (`other`), which gives its share in closed form. Only the branches that one of
 * the two takes are walked. Source: Lundberg et al. 2020, interventional TreeSHAP with one background sample.
 */
export function createPathShapley(
  forest: Forest,
  usual: Float32Array,
): (sample: Float32Array, values: Float64Array) => void {
  const ends = subtreeEnds(forest);
  const paths = leafPaths(forest);
  const { columns, thresholds } = forest;
  // 0: both go the same way so far; 1: on the sample's side; 2: on the usual one's.
  const sides = new Uint8Array(forest.columnCount);
  const onPath = new Int32Array(MOST_COLUMNS_ON_PATH);
  let pathColumns = 0;
  const read = new Float32Array(forest.columnCount);
  let into: Float64Array = new Float64Array(0);

  function addLeaf(node: number, own: number, other: number): void {
    const path = paths[node];
    for (let at = 0; at < pathColumns; at++) {
      const column = onPath[at];
      if (sides[column] === 1) into[column] += path * shareOf(own, other);
      else into[column] -= path * shareOf(other, own);
    }
  }

  function walk(start: number, own: number, other: number): void {
    let node = start;
    for (;;) {
      const column = columns[node];
      if (column === LEAF) {
        addLeaf(node, own, other);
        return;
      }
      const left = node + 1;
      const threshold = thresholds[node];
      const ownChild = read[column] <= threshold ? left : ends[left];
      const side = sides[column];
      if (side === 1) {
        node = ownChild;
        continue;
      }
      const usualChild = usual[column] <= threshold ? left : ends[left];
      if (side === 2 || ownChild === usualChild) {
        node = usualChild;
        continue;
      }
      onPath[pathColumns++] = column;
      sides[column] = 1;
      walk(ownChild, own + 1, other);
      sides[column] = 2;
      walk(usualChild, own, other + 1);
      sides[column] = 0;
      pathColumns--;
      return;
    }
  }

  return (sample, values) => {
    for (let column = 0; column < read.length; column++) {
      read[column] = Number.isNaN(sample[column]) ? usual[column] : sample[column];
    }
    into = values;
    into.fill(0);
    for (let tree = 0; tree < treeCountOf(forest); tree++) walk(forest.treeStarts[tree], 0, 0);
  };
}

/** Path length of a sample that ends in each leaf; 0 for a split. */
export function leafPaths({ columns, sampleCounts, treeStarts }: Forest): Float64Array {
  const paths = new Float64Array(columns.length);
  let next = 0;
  const visit = (depth: number): void => {
    const node = next++;
    if (columns[node] === LEAF) {
      paths[node] = roundPath(depth + averagePathLength(sampleCounts[node]));
      return;
    }
    visit(depth + 1);
    visit(depth + 1);
  };
  for (let tree = 0; tree + 1 < treeStarts.length; tree++) visit(0);
  return paths;
}

/** The node after the last one of each node's subtree. */
export function subtreeEnds({ columns, treeStarts }: Forest): Int32Array {
  const ends = new Int32Array(columns.length);
  const visit = (node: number): number => {
    ends[node] = columns[node] === LEAF ? node + 1 : visit(visit(node + 1));
    return ends[node];
  };
  for (let tree = 0; tree + 1 < treeStarts.length; tree++) visit(treeStarts[tree]);
  return ends;
}
