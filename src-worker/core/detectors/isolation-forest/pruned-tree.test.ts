import { describe, expect, it } from 'vitest';
import { pruneTree } from './pruned-tree.ts';

describe('pruning a tree', () => {
  it('drops a split whose two leaves have the same path length, and keeps the others', () => {
    // Three samples: the root splits one off, the other two are split again.
    const forest = {
      columnCount: 2,
      subsample: 3,
      treeStarts: Int32Array.of(0, 5),
      columns: Int32Array.of(1, -1, 0, -1, -1),
      thresholds: Float32Array.of(7, 0, 9, 0, 0),
      sampleCounts: Int32Array.of(3, 1, 2, 1, 1),
    };
    expect(pruneTree(forest, 0)).toEqual({
      paths: [1, 2],
      splits: [{ column: 1, threshold: 7, firstLeaf: 0, middleLeaf: 1, endLeaf: 2 }],
    });
  });
});
