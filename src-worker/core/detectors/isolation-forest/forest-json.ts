import { AppFailure } from '@shared/errors.ts';
import { depthLimitOf, type Forest, LEAF, treeCountOf } from './forest.ts';

export const FORMAT = 'boilerhouse.isolation-forest';
export const FORMAT_VERSION = 1;

/** What a saved isolation forest holds: the trees and the medians that stand for missing values. */
export interface SavedForest {
  readonly forest: Forest;
  readonly medians: Float32Array;
}

/** Plain JSON. Every number is a float32 or an integer, so it survives the text exactly. */
export function forestToJson({ forest, medians }: SavedForest): unknown {
  const trees = [];
  for (let tree = 0; tree < treeCountOf(forest); tree++) {
    const from = forest.treeStarts[tree];
    const to = forest.treeStarts[tree + 1];
    trees.push({
      columns: Array.from(forest.columns.subarray(from, to)),
      thresholds: Array.from(forest.thresholds.subarray(from, to)),
      sampleCounts: Array.from(forest.sampleCounts.subarray(from, to)),
    });
  }
  return {
    format: FORMAT,
    formatVersion: FORMAT_VERSION,
    columnCount: forest.columnCount,
    subsample: forest.subsample,
    medians: Array.from(medians),
    trees,
  };
}

/** The saved forest, checked in every part. Throws `invalid-input` for anything that `forestToJson` would not write. */
export function forestFromJson(json: unknown): SavedForest {
  const saved = recordOf(json, 'The detector');
  if (saved['format'] !== FORMAT) throw refused(`the format is not ${FORMAT}`);
  if (saved['formatVersion'] !== FORMAT_VERSION) {
    throw refused(
      `format version ${String(saved['formatVersion'])} is not known; this program reads ${FORMAT_VERSION}`,
    );
  }
  const columnCount = integerOf(saved['columnCount'], 'columnCount', 1, 65_535);
  const subsample = integerOf(saved['subsample'], 'subsample', 1, 4096);
  const medians = Float32Array.from(listOf(saved['medians'], 'medians'), (value) =>
    float32Of(value, 'medians'),
  );
  if (medians.length !== columnCount) throw refused('there is not one median per column');
  const trees = listOf(saved['trees'], 'trees').map((tree) => recordOf(tree, 'A tree'));
  if (trees.length === 0) throw refused('there are no trees');

  const columns: number[] = [];
  const thresholds: number[] = [];
  const sampleCounts: number[] = [];
  const treeStarts = [0];
  for (const tree of trees) {
    const treeColumns = listOf(tree['columns'], 'columns');
    const treeThresholds = listOf(tree['thresholds'], 'thresholds');
    const treeCounts = listOf(tree['sampleCounts'], 'sampleCounts');
    if (treeThresholds.length !== treeColumns.length || treeCounts.length !== treeColumns.length) {
      throw refused('the columns of a tree differ in length');
    }
    for (let node = 0; node < treeColumns.length; node++) {
      columns.push(integerOf(treeColumns[node], 'columns', LEAF, columnCount - 1));
      thresholds.push(float32Of(treeThresholds[node], 'thresholds'));
      sampleCounts.push(integerOf(treeCounts[node], 'sampleCounts', 1, subsample));
    }
    checkShape(columns, treeStarts[treeStarts.length - 1], depthLimitOf(subsample));
    treeStarts.push(columns.length);
  }
  const forest = {
    columnCount,
    subsample,
    treeStarts: Int32Array.from(treeStarts),
    columns: Int32Array.from(columns),
    thresholds: Float32Array.from(thresholds),
    sampleCounts: Int32Array.from(sampleCounts),
  };
  return { forest, medians };
}

/** The nodes from `start` to the end must be exactly one tree in preorder, no deeper than the limit. */
function checkShape(columns: readonly number[], start: number, depthLimit: number): void {
  const openDepths = [0];
  for (let node = start; node < columns.length; node++) {
    const depth = openDepths.pop();
    if (depth === undefined || depth > depthLimit) throw refused('the nodes of a tree do not fit together');
    if (columns[node] !== LEAF) openDepths.push(depth + 1, depth + 1);
  }
  if (openDepths.length > 0) throw refused('the nodes of a tree do not fit together');
}

function recordOf(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw refused(`${what} is not an object`);
  return Object.fromEntries(Object.entries(value));
}

function listOf(value: unknown, name: string): readonly unknown[] {
  if (!Array.isArray(value)) throw refused(`${name} is not a list`);
  return value;
}

function integerOf(value: unknown, name: string, lowest: number, highest: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < lowest || value > highest) {
    throw refused(
      `${name} holds ${String(value)} where a whole number from ${lowest} to ${highest} is needed`,
    );
  }
  return value;
}

function float32Of(value: unknown, name: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || Math.fround(value) !== value) {
    throw refused(`${name} holds ${String(value)} where a finite float32 is needed`);
  }
  return value;
}

const refused = (reason: string): AppFailure =>
  new AppFailure({ kind: 'invalid-input', message: `The saved isolation forest cannot be read: ${reason}.` });
