import type { Checkpoint } from '../../checkpoint.ts';
import { createRandom } from '../../random.ts';
import { drawRows } from './draw-rows.ts';
import { depthLimitOf, type Forest } from './forest.ts';
import { gatherRows, type TrainingSamples } from './gather-rows.ts';
import { createTreeGrower } from './grow-tree.ts';
import { createNodeList } from './node-list.ts';

export interface GrowOptions {
  readonly trees: number;
  readonly subsample: number;
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
  const values = new Float32Array(subsample * columnCount);
  const nodes = createNodeList();
  const grow = createTreeGrower(subsample, columnCount, depthLimitOf(subsample), nodes);
  const treeStarts = new Int32Array(options.trees + 1);
  for (let tree = 0; tree < options.trees; tree++) {
    await checkpoint(tree / options.trees, 'Growing trees');
    const treeRandom = random.split(tree);
    gatherRows(training, drawRows(usableCount, subsample, treeRandom), values);
    grow(values, treeRandom);
    treeStarts[tree + 1] = nodes.count;
  }
  return { columnCount, subsample, treeStarts, ...nodes.take() };
}
