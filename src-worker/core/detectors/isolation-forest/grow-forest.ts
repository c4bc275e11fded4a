import type { Checkpoint } from '../../checkpoint.ts';
import type { Matrix } from '../../matrix.ts';
import { createRandom, type Random } from '../../random.ts';
import { drawRows } from './draw-rows.ts';
import { depthLimitOf, type Forest } from './forest.ts';
import { createTreeGrower, type TreeNodes } from './grow-tree.ts';

export interface GrowOptions {
  readonly trees: number;
  readonly subsample: number;
}

/** Training samples and what stands for their missing values. */
export interface TrainingSamples {
  readonly samples: Matrix;
  readonly medians: Float32Array;
  /** Rows to draw from; null = all. */
  readonly usableRows: Int32Array | null;
}

/**
 * Grows an isolation forest. Each tree has its own stream of chance, so a tree does not depend on the others.
 * Source: Liu, Ting and Zhou 2008; details as scikit-learn's IsolationForest without bootstrap.
 */
export async function growForest(
  training: TrainingSamples,
  options: GrowOptions,
  seed: number,
  checkpoint: Checkpoint,
): Promise<Forest> {
  const { columnCount, rowCount } = training.samples;
  const usableCount = training.usableRows?.length ?? rowCount;
  const subsample = Math.min(options.subsample, usableCount);
  const random = createRandom(seed);
  const grow = createTreeGrower(subsample, columnCount, depthLimitOf(subsample));
  const values = new Float32Array(subsample * columnCount);
  const trees: TreeNodes[] = [];
  for (let tree = 0; tree < options.trees; tree++) {
    await checkpoint(tree / options.trees, 'Growing trees');
    const treeRandom = random.split(tree);
    gatherRows(training, usableCount, treeRandom, values, subsample);
    trees.push(grow(values, treeRandom));
  }
  return joinTrees(trees, columnCount, subsample);
}

/** Copies drawn rows column by column, so that a column's values lie side by side. */
function gatherRows(
  training: TrainingSamples,
  usableCount: number,
  random: Random,
  values: Float32Array,
  subsample: number,
): void {
  const { samples, medians, usableRows } = training;
  const { columnCount, data } = samples;
  const drawn = drawRows(usableCount, subsample, random);
  for (let index = 0; index < subsample; index++) {
    const row = usableRows === null ? drawn[index] : usableRows[drawn[index]];
    for (let column = 0; column < columnCount; column++) {
      const value = data[row * columnCount + column];
      values[column * subsample + index] = Number.isNaN(value) ? medians[column] : value;
    }
  }
}

function joinTrees(trees: readonly TreeNodes[], columnCount: number, subsample: number): Forest {
  const treeStarts = new Int32Array(trees.length + 1);
  trees.forEach((tree, index) => (treeStarts[index + 1] = treeStarts[index] + tree.columns.length));
  const nodeCount = treeStarts[trees.length];
  const forest = {
    columnCount,
    subsample,
    treeStarts,
    columns: new Int32Array(nodeCount),
    thresholds: new Float32Array(nodeCount),
    sampleCounts: new Int32Array(nodeCount),
  };
  trees.forEach((tree, index) => {
    forest.columns.set(tree.columns, treeStarts[index]);
    forest.thresholds.set(tree.thresholds, treeStarts[index]);
    forest.sampleCounts.set(tree.sampleCounts, treeStarts[index]);
  });
  return forest;
}
