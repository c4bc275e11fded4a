import { reserveAreas } from '../../kernel-areas.ts';
import { createRandom, seedsOf, splitStream } from '../../random.ts';
import { drawRows, rowSetBits } from './draw-rows.ts';
import { depthLimitOf } from './forest.ts';
import { gatherRows, type TrainingSamples } from './gather-rows.ts';
import { FREE_FROM, loadGrowKernel } from './grow-kernel.ts';
import { createTreeGrower } from './grow-tree.ts';
import type { NodeList } from './node-list.ts';

/** Grows the tree of a number and adds its nodes. Each tree has its own stream of chance, so none depends on the others. */
export type TreeGrower = (tree: number) => void;

/** Most memory of the kernel; trees that need more, of very many columns, are grown without it. */
const MOST_BYTES = 64 * 1024 * 1024;

/** Rows there are to draw from. */
export const usableCount = ({ usableRows, samples }: TrainingSamples): number =>
  usableRows?.length ?? samples.rowCount;

/** Grows trees of `subsample` rows in TypeScript. */
export function plainGrower(
  training: TrainingSamples,
  subsample: number,
  seed: number,
  nodes: NodeList,
): TreeGrower {
  const { columnCount } = training.samples;
  const random = createRandom(seed);
  const values = new Float32Array(subsample * columnCount);
  const grow = createTreeGrower(subsample, columnCount, depthLimitOf(subsample), nodes);
  return (tree) => {
    const treeRandom = random.split(tree);
    gatherRows(training, drawRows(usableCount(training), subsample, treeRandom), values);
    grow(values, treeRandom);
  };
}

/** Grows the same trees in WebAssembly; null where the host has none or the trees are too large for it. */
export function kernelGrower(
  training: TrainingSamples,
  subsample: number,
  seed: number,
  nodes: NodeList,
): TreeGrower | null {
  const { columnCount } = training.samples;
  const rowCount = usableCount(training);
  const mostNodes = 2 * subsample - 1;
  const bits = rowSetBits(subsample);
  const areas = reserveAreas(FREE_FROM);
  const at = {
    values: areas.reserve(4 * subsample * columnCount),
    drawn: areas.reserve(4 * subsample),
    rowSet: areas.reserve(4 << bits),
    rows: areas.reserve(4 * subsample),
    order: areas.reserve(4 * columnCount),
    columns: areas.reserve(4 * mostNodes),
    thresholds: areas.reserve(4 * mostNodes),
    sampleCounts: areas.reserve(4 * mostNodes),
  };
  if (areas.byteCount() > MOST_BYTES) return null;
  const kernel = loadGrowKernel(areas.byteCount());
  if (kernel === null) return null;
  const memory = kernel.memory.buffer;
  const values = new Float32Array(memory, at.values, subsample * columnCount);
  const drawn = new Int32Array(memory, at.drawn, subsample);
  const depthLimit = depthLimitOf(subsample);
  return (tree) => {
    kernel.seedStream(...seedsOf(seed, splitStream(0, tree)));
    if (subsample < rowCount) kernel.drawRows(rowCount, subsample, at.rowSet, bits, at.drawn);
    else for (let row = 0; row < subsample; row++) drawn[row] = row;
    gatherRows(training, drawn, values);
    const count = kernel.growTree(
      at.values,
      subsample,
      columnCount,
      depthLimit,
      at.rows,
      at.order,
      at.columns,
      at.thresholds,
      at.sampleCounts,
    );
    nodes.add(
      new Int32Array(memory, at.columns, count),
      new Float32Array(memory, at.thresholds, count),
      new Int32Array(memory, at.sampleCounts, count),
    );
  };
}
