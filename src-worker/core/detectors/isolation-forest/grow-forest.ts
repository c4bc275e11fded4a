import type { Checkpoint } from '../../checkpoint.ts';
import type { Forest } from './forest.ts';
import type { TrainingSamples } from './gather-rows.ts';
import { createNodeList } from './node-list.ts';
import { kernelGrower, plainGrower, usableCount } from './tree-growers.ts';

export interface GrowOptions {
  readonly trees: number;
  readonly subsample: number;
}

/**
 * Grows an isolation forest: in WebAssembly where the host has it, else in TypeScript; both give the same trees.
 * Source: Liu, Ting and Zhou 2008; details as scikit-learn's IsolationForest without bootstrap.
 */
export async function growForest(
  training: TrainingSamples,
  options: GrowOptions,
  seed: number,
  checkpoint: Checkpoint,
  createGrower: typeof plainGrower | typeof kernelGrower = kernelGrower,
): Promise<Forest> {
  const { columnCount } = training.samples;
  const subsample = Math.min(options.subsample, usableCount(training));
  const nodes = createNodeList();
  const grow =
    createGrower(training, subsample, seed, nodes) ?? plainGrower(training, subsample, seed, nodes);
  const treeStarts = new Int32Array(options.trees + 1);
  for (let tree = 0; tree < options.trees; tree++) {
    await checkpoint(tree / options.trees, 'Growing trees');
    grow(tree);
    treeStarts[tree + 1] = nodes.count;
  }
  return { columnCount, subsample, treeStarts, ...nodes.take() };
}
