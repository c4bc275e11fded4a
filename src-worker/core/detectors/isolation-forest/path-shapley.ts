import { type Matrix } from '../../matrix.ts';
import { averagePathLength, roundPath } from './path-length.ts';
import { type Forest, LEAF, treeCountOf } from './forest.ts';

/** Weights k! m! / (k + m + 1)! of Shapley values; no path holds more columns than a tree is deep. */
const MOST_COLUMNS_ON_PATH = 40;
const FACTORIALS = new Float64Array(2 * MOST_COLUMNS_ON_PATH);
FACTORIALS[0] = 1;
for (let at = 1; at < FACTORIALS.length; at++) FACTORIALS[at] = at * FACTORIALS[at - 1];

const shareOf = (own: number, other: number): number =>
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
  const { columns, thresholds, sampleCounts } = forest;
  // 0: both go the same way so far; 1: on the sample's side; 2: on the usual one's.
  const sides = new Uint8Array(forest.columnCount);
  const onPath: number[] = [];
  let read: Float32Array = new Float32Array(0);
  let into: Float64Array = new Float64Array(0);

  function addLeaf(node: number, depth: number, own: number, other: number): void {
    if (onPath.length === 0) return;
    const path = roundPath(depth + averagePathLength(sampleCounts[node]));
    for (const column of onPath) {
      if (sides[column] === 1) into[column] += path * shareOf(own, other);
      else into[column] -= path * shareOf(other, own);
    }
  }

  function walk(node: number, depth: number, own: number, other: number): void {
    const column = columns[node];
    if (column === LEAF) {
      addLeaf(node, depth, own, other);
      return;
    }
    const left = node + 1;
    const right = ends[left];
    const value = Number.isNaN(read[column]) ? usual[column] : read[column];
    const ownChild = value <= thresholds[node] ? left : right;
    const usualChild = usual[column] <= thresholds[node] ? left : right;
    if (sides[column] === 1 || ownChild === usualChild)
      walk(sides[column] === 2 ? usualChild : ownChild, depth + 1, own, other);
    else if (sides[column] === 2) walk(usualChild, depth + 1, own, other);
    else {
      onPath.push(column);
      sides[column] = 1;
      walk(ownChild, depth + 1, own + 1, other);
      sides[column] = 2;
      walk(usualChild, depth + 1, own, other + 1);
      sides[column] = 0;
      onPath.pop();
    }
  }

  return (sample, values) => {
    read = sample;
    into = values;
    into.fill(0);
    for (let tree = 0; tree < treeCountOf(forest); tree++) walk(forest.treeStarts[tree], 0, 0, 0);
  };
}

/** The node after the last one of each node's subtree. */
function subtreeEnds({ columns, treeStarts }: Forest): Int32Array {
  const ends = new Int32Array(columns.length);
  const visit = (node: number): number => {
    ends[node] = columns[node] === LEAF ? node + 1 : visit(visit(node + 1));
    return ends[node];
  };
  for (let tree = 0; tree + 1 < treeStarts.length; tree++) visit(treeStarts[tree]);
  return ends;
}

/** By row and column: by how much the column makes the sample easier to isolate; 0 where it does not. */
export function forestColumnWeights(
  forest: Forest,
  usual: Float32Array,
): (samples: Matrix, rows: readonly number[]) => Float64Array {
  const shapley = createPathShapley(forest, usual);
  return ({ data, columnCount }, rows) => {
    const weights = new Float64Array(rows.length * columnCount);
    rows.forEach((row, index) => {
      const values = weights.subarray(index * columnCount, (index + 1) * columnCount);
      shapley(data.subarray(row * columnCount, (row + 1) * columnCount), values);
      for (let column = 0; column < columnCount; column++) values[column] = Math.max(0, -values[column]);
    });
    return weights;
  };
}
