import { type Forest, treeCountOf } from './forest.ts';
import { type CodedColumn, createUnit, type MaskUnit, sortedOnce } from './mask-unit.ts';
import { packLeaves } from './pack-leaves.ts';
import { type PrunedTree, pruneTree } from './pruned-tree.ts';

/** Most codes of a group, so that a unit's table of them stays in the nearest cache. */
const MOST_CODES = 8192;

/**
 * Some trees of a forest as tables of bit masks. A value of a column gets a code, by how many of the column's
 * thresholds (over the trees of the group) lie below it. For each unit the code leads to a mask of the leaves that such
 * a value can still reach. The masks of all columns, joined by AND, leave one bit per tree: the sample's leaf.
 * Source: the QuickScorer family (Lucchese and others 2015), with masks per interval of values.
 */
export interface MaskGroup {
  readonly columns: readonly CodedColumn[];
  readonly codeCount: number;
  readonly units: readonly MaskUnit[];
}

export function toMaskGroups(forest: Forest): MaskGroup[] {
  const groups: MaskGroup[] = [];
  let trees: PrunedTree[] = [];
  let columns = new Set<number>();
  let splitCount = 0;
  for (let tree = 0; tree < treeCountOf(forest); tree++) {
    const pruned = pruneTree(forest, tree);
    const own = new Set(pruned.splits.map((split) => split.column));
    // A column has one code more than thresholds.
    if (trees.length > 0 && splitCount + pruned.splits.length + sizeOfUnion(columns, own) > MOST_CODES) {
      groups.push(groupOf(trees));
      trees = [];
      columns = new Set();
      splitCount = 0;
    }
    trees.push(pruned);
    splitCount += pruned.splits.length;
    for (const column of own) columns.add(column);
  }
  groups.push(groupOf(trees));
  return groups;
}

const sizeOfUnion = (one: ReadonlySet<number>, other: ReadonlySet<number>): number =>
  one.size + [...other].filter((column) => !one.has(column)).length;

function groupOf(trees: readonly PrunedTree[]): MaskGroup {
  const columns = codeColumns(trees);
  const codeCount = columns.reduce((sum, { thresholds }) => sum + thresholds.length + 1, 0);
  const lanes = packLeaves(trees.map((tree) => tree.paths.length));
  const units: MaskUnit[] = [];
  for (let lane = 0; lane < lanes.length; lane += 2) {
    units.push(createUnit(lanes.slice(lane, lane + 2), trees, columns, codeCount));
  }
  return { columns, codeCount, units };
}

function codeColumns(trees: readonly PrunedTree[]): CodedColumn[] {
  const byColumn = new Map<number, number[]>();
  for (const { splits } of trees) {
    for (const { column, threshold } of splits) {
      const list = byColumn.get(column);
      if (list === undefined) byColumn.set(column, [threshold]);
      else list.push(threshold);
    }
  }
  // Trees that are one leaf have no split; any column then serves to carry their bits.
  if (byColumn.size === 0) byColumn.set(0, []);
  let firstCode = 0;
  return Array.from(byColumn, ([column, list]) => {
    const thresholds = sortedOnce(list);
    const coded = { column, thresholds, firstCode };
    firstCode += thresholds.length + 1;
    return coded;
  });
}
