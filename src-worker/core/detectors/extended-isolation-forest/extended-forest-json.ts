import { AppFailure } from '@shared/errors.ts';
import type { ColumnScale } from '../column-scale.ts';
import { depthLimitOf } from '../isolation-forest/forest.ts';
import { openSaved } from '../saved-detector.ts';
import { type ExtendedForest, treeCountOf } from './extended-forest.ts';

const FORMAT = 'boilerhouse.extended-isolation-forest';

/** What a saved extended isolation forest holds: trees, what stands for missing values, centres and spreads. */
export interface SavedExtendedForest {
  readonly forest: ExtendedForest;
  readonly medians: Float32Array;
  readonly scale: ColumnScale;
}

/** Plain JSON; numbers survive the text exactly. */
export const savedToJson = ({ forest, medians, scale }: SavedExtendedForest): unknown => ({
  format: FORMAT,
  formatVersion: 1,
  columnCount: forest.columnCount,
  subsample: forest.subsample,
  terms: forest.terms,
  medians: Array.from(medians),
  centres: Array.from(scale.centres),
  units: Array.from(scale.units),
  treeCount: treeCountOf(forest),
  treeStarts: Array.from(forest.treeStarts),
  isSplit: Array.from(forest.isSplit),
  sampleCounts: Array.from(forest.sampleCounts),
  offsets: Array.from(forest.offsets),
  columns: Array.from(forest.columns),
  weights: Array.from(forest.weights),
});

/** The saved forest, checked. Throws `invalid-input` for anything that `savedToJson` would not write. */
export function savedFromJson(json: unknown): SavedExtendedForest {
  const saved = openSaved(json, FORMAT, 1);
  const columnCount = saved.number('columnCount');
  const terms = saved.number('terms');
  const treeStarts = Int32Array.from(saved.numbers('treeStarts', saved.number('treeCount') + 1));
  const nodeCount = treeStarts[treeStarts.length - 1];
  const forest = {
    columnCount,
    subsample: saved.number('subsample'),
    terms,
    treeStarts,
    isSplit: Uint8Array.from(saved.numbers('isSplit', nodeCount)),
    sampleCounts: Int32Array.from(saved.numbers('sampleCounts', nodeCount)),
    offsets: Float32Array.from(saved.numbers('offsets', nodeCount)),
    columns: Uint16Array.from(saved.numbers('columns', nodeCount * terms)),
    weights: Float32Array.from(saved.numbers('weights', nodeCount * terms)),
  };
  checkTrees(forest);
  const numbers = (name: string): Float64Array => saved.numbers(name, columnCount);
  return {
    forest,
    medians: Float32Array.from(numbers('medians')),
    scale: { centres: numbers('centres'), units: numbers('units') },
  };
}

/** The nodes between two starts must be exactly one tree in preorder, no deeper than the limit. */
function checkTrees(forest: ExtendedForest): void {
  const { treeStarts, isSplit, columns, columnCount } = forest;
  if (treeStarts.length < 2 || treeStarts[0] !== 0) throw refused('there are no trees');
  if (columns.some((column) => column >= columnCount))
    throw refused('a split names a column that is not there');
  for (let tree = 0; tree < treeCountOf(forest); tree++) {
    const open = [0];
    for (let node = treeStarts[tree]; node < treeStarts[tree + 1]; node++) {
      const depth = open.pop();
      if (depth === undefined || depth > depthLimitOf(forest.subsample)) throw unfit();
      if (isSplit[node] === 1) open.push(depth + 1, depth + 1);
    }
    if (open.length > 0) throw unfit();
  }
}

const unfit = (): AppFailure => refused('the nodes of a tree do not fit together');
const refused = (reason: string): AppFailure =>
  new AppFailure({ kind: 'invalid-input', message: `The saved forest cannot be read: ${reason}.` });
