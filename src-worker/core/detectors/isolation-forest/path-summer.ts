import { toCompleteTrees, walkTrees } from './complete-trees.ts';
import type { Forest, PathSummer } from './forest.ts';
import { createMaskSummer } from './mask-scorer.ts';

/** Below this many rows, making the tables of masks takes longer than they save. */
const FEWEST_ROWS_FOR_MASKS = 8192;
/** Once they are made, they are the faster way from so many rows on. */
const FEWEST_ROWS_FOR_MADE_MASKS = 256;
/** With more columns, finding the codes of a row takes longer than walking the trees. Measured: see ADR 0004. */
const MOST_COLUMNS_FOR_MASKS = 64;

/**
 * Sums paths the fastest way there is: by bit masks in WebAssembly SIMD for many rows, by walking the trees for few
 * rows, for very many columns and where the host has no WebAssembly SIMD. Both give the same bits. What they need is made at the first use.
 */
export function createPathSummer(forest: Forest): PathSummer {
  let walk: PathSummer | undefined;
  let masks: PathSummer | null | undefined;
  const createWalk = (): PathSummer => {
    const trees = toCompleteTrees(forest);
    return (samples) => walkTrees(trees, samples);
  };
  return (samples) => {
    const { rowCount, columnCount } = samples;
    const areWorthMasks = rowCount >= FEWEST_ROWS_FOR_MASKS && columnCount <= MOST_COLUMNS_FOR_MASKS;
    if (areWorthMasks && masks === undefined) masks = createMaskSummer(forest);
    if (masks && rowCount >= FEWEST_ROWS_FOR_MADE_MASKS) return masks(samples);
    walk ??= createWalk();
    return walk(samples);
  };
}
