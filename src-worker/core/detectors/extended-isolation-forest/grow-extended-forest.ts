import type { Checkpoint } from '../../checkpoint.ts';
import { createRandom } from '../../random.ts';
import type { ColumnScale } from '../column-scale.ts';
import { drawRows } from '../isolation-forest/draw-rows.ts';
import { depthLimitOf } from '../isolation-forest/forest.ts';
import { gatherRows, type TrainingSamples } from '../isolation-forest/gather-rows.ts';
import type { ExtendedForest } from './extended-forest.ts';
import { createNodes, type ExtendedNodes, growExtendedTree } from './grow-extended-tree.ts';

export interface ExtendedGrowOptions {
  readonly trees: number;
  readonly subsample: number;
  /** Columns of a split. */
  readonly terms: number;
}

/** Grows the forest. Each tree has its own stream of chance, so a tree does not depend on the others. */
export async function growExtendedForest(
  training: TrainingSamples,
  scale: ColumnScale,
  options: ExtendedGrowOptions,
  seed: number,
  checkpoint: Checkpoint,
): Promise<ExtendedForest> {
  const { columnCount, rowCount } = training.samples;
  const usableCount = training.usableRows?.length ?? rowCount;
  const subsample = Math.min(options.subsample, usableCount);
  const { terms } = options;
  const random = createRandom(seed);
  const values = new Float32Array(subsample * columnCount);
  const room = createNodes(mostNodes(subsample), terms);
  const trees: ExtendedNodes[] = [];
  const treeStarts = new Int32Array(options.trees + 1);
  for (let tree = 0; tree < options.trees; tree++) {
    await checkpoint(tree / options.trees, 'Growing trees');
    const stream = random.split(tree);
    gatherRows(training, drawRows(usableCount, subsample, stream), values);
    standardise(values, scale);
    const count = growExtendedTree(values, columnCount, terms, depthLimitOf(subsample), stream, room);
    trees.push(firstNodes(room, count, terms));
    treeStarts[tree + 1] = treeStarts[tree] + count;
  }
  return { columnCount, subsample, terms, treeStarts, ...joinNodes(trees, treeStarts[options.trees], terms) };
}

/** A complete tree of the depth limit has no more, and a side may be empty. */
export const mostNodes = (subsample: number): number => 2 ** (depthLimitOf(subsample) + 1) - 1;

/** Column after column in place: as `standardised` for samples. */
function standardise(values: Float32Array, { centres, units }: ColumnScale): void {
  const count = values.length / centres.length;
  for (let column = 0, at = 0; column < centres.length; column++) {
    for (let index = 0; index < count; index++, at++) {
      values[at] = (values[at] - centres[column]) / units[column];
    }
  }
}

const firstNodes = (nodes: ExtendedNodes, count: number, terms: number): ExtendedNodes => ({
  isSplit: nodes.isSplit.slice(0, count),
  sampleCounts: nodes.sampleCounts.slice(0, count),
  offsets: nodes.offsets.slice(0, count),
  columns: nodes.columns.slice(0, count * terms),
  weights: nodes.weights.slice(0, count * terms),
});

function joinNodes(trees: readonly ExtendedNodes[], nodeCount: number, terms: number): ExtendedNodes {
  const joined = createNodes(nodeCount, terms);
  let at = 0;
  for (const tree of trees) {
    joined.isSplit.set(tree.isSplit, at);
    joined.sampleCounts.set(tree.sampleCounts, at);
    joined.offsets.set(tree.offsets, at);
    joined.columns.set(tree.columns, at * terms);
    joined.weights.set(tree.weights, at * terms);
    at += tree.isSplit.length;
  }
  return joined;
}
