import type { Random } from '../../random.ts';

/** Room for the nodes of one tree, see `ExtendedForest`. */
export interface ExtendedNodes {
  readonly isSplit: Uint8Array;
  readonly sampleCounts: Int32Array;
  readonly offsets: Float32Array;
  readonly columns: Uint16Array;
  readonly weights: Float32Array;
}

export const createNodes = (nodeCount: number, terms: number): ExtendedNodes => ({
  isSplit: new Uint8Array(nodeCount),
  sampleCounts: new Int32Array(nodeCount),
  offsets: new Float32Array(nodeCount),
  columns: new Uint16Array(nodeCount * terms),
  weights: new Float32Array(nodeCount * terms),
});

/**
 * Grows a tree from standardised `values` (column after column, finite) into `nodes` and gives the number of nodes.
 * A split takes up to `terms` columns that vary, a normal weight for each, and a point between their lowest and highest
 * values that the hyperplane goes through. Source: Hariri, Carrasco Kind and Brunner 2019, algorithm 2.
 */
export function growExtendedTree(
  values: Float32Array,
  columnCount: number,
  terms: number,
  depthLimit: number,
  random: Random,
  nodes: ExtendedNodes,
): number {
  const subsample = values.length / columnCount;
  const rows = Int32Array.from({ length: subsample }, (_, row) => row);
  const order = Int32Array.from({ length: columnCount }, (_, column) => column);
  const { isSplit, sampleCounts, offsets, columns, weights } = nodes;
  let nodeCount = 0;

  const grow = (from: number, to: number, depth: number): void => {
    const node = nodeCount++;
    const first = node * terms;
    isSplit[node] = 0;
    sampleCounts[node] = to - from;
    offsets[node] = 0;
    columns.fill(0, first, first + terms);
    weights.fill(0, first, first + terms);
    if (to - from < 2 || depth >= depthLimit) return;
    let taken = 0;
    let offset = 0;
    for (let untried = columnCount; untried > 0 && taken < terms; untried--) {
      // Drawing without replacement until enough columns vary is a fair draw among those that do.
      const pick = random.below(untried);
      const column = order[pick];
      order[pick] = order[untried - 1];
      order[untried - 1] = column;
      const start = column * subsample;
      let lowest = Infinity;
      let highest = -Infinity;
      for (let index = from; index < to; index++) {
        const value = values[start + rows[index]];
        if (value < lowest) lowest = value;
        if (value > highest) highest = value;
      }
      if (lowest === highest) continue;
      const weight = Math.fround(random.normal());
      columns[first + taken] = column;
      weights[first + taken++] = weight;
      offset += weight * (lowest + random.uniform() * (highest - lowest));
    }
    if (taken === 0) return;
    isSplit[node] = 1;
    offsets[node] = offset;
    const middle = partition(from, to, first, offsets[node]);
    grow(from, middle, depth + 1);
    grow(middle, to, depth + 1);
  };

  /** Brings the rows that go left to the front; gives the first of the others. */
  const partition = (from: number, to: number, first: number, offset: number): number => {
    let middle = from;
    for (let index = from; index < to; index++) {
      const row = rows[index];
      let sum = 0;
      for (let term = first; term < first + terms; term++) {
        sum += weights[term] * values[columns[term] * subsample + row];
      }
      if (sum > offset) continue;
      rows[index] = rows[middle];
      rows[middle++] = row;
    }
    return middle;
  };

  grow(0, subsample, 0);
  return nodeCount;
}
