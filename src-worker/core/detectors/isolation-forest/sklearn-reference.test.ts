import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Matrix } from '../../matrix.ts';
import { rowRange } from '../../matrix.ts';
import type { Forest } from './forest.ts';
import { floorToFloat32 } from './grow-tree.ts';
import { fittedForest } from './isolation-forest.ts';

const folder = new URL('../../../../../shared/reference/', import.meta.url);
const isPresent = existsSync(new URL('iforest_sklearn_forest.json', folder));

const referenceForest = z.object({
  n_features: z.number(),
  max_samples: z.number(),
  trees: z.array(
    z.object({
      feature: z.array(z.number()),
      threshold: z.array(z.number()),
      left: z.array(z.number()),
      right: z.array(z.number()),
      n: z.array(z.number()),
    }),
  ),
});

function readFloats(name: string): Float64Array {
  const bytes = readFileSync(new URL(name, folder));
  return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

function readForest(): Forest {
  const json: unknown = JSON.parse(readFileSync(new URL('iforest_sklearn_forest.json', folder), 'utf8'));
  const reference = referenceForest.parse(json);
  const treeStarts = [0];
  const columns: number[] = [];
  const thresholds: number[] = [];
  const sampleCounts: number[] = [];
  for (const tree of reference.trees) {
    // Follows the children as they are linked, so that nothing depends on the order of the reference's nodes.
    const visit = (node: number): void => {
      const isLeaf = tree.left[node] === -1;
      columns.push(isLeaf ? -1 : (tree.feature[node] ?? NaN));
      thresholds.push(isLeaf ? 0 : floorToFloat32(tree.threshold[node] ?? NaN));
      sampleCounts.push(tree.n[node] ?? NaN);
      if (isLeaf) return;
      visit(tree.left[node] ?? NaN);
      visit(tree.right[node] ?? NaN);
    };
    visit(0);
    treeStarts.push(columns.length);
  }
  return {
    columnCount: reference.n_features,
    subsample: reference.max_samples,
    treeStarts: Int32Array.from(treeStarts),
    columns: Int32Array.from(columns),
    thresholds: Float32Array.from(thresholds),
    sampleCounts: Int32Array.from(sampleCounts),
  };
}

describe.skipIf(!isPresent)('the forest fitted by scikit-learn (skipped: data not present)', () => {
  it('gives the scores of scikit-learn within 1e-12', () => {
    const values = Float32Array.from(readFloats('iforest_sklearn_X.f64'));
    const samples: Matrix = { rowCount: values.length / 5, columnCount: 5, data: values };
    const fitted = fittedForest({ forest: readForest(), medians: new Float32Array(5) });
    // scikit-learn's sign is the opposite: lower is more abnormal.
    const expected = readFloats('iforest_sklearn_scores.f64').map((score) => -score);
    const scores = fitted.scoreSamples(rowRange(samples, 0, samples.rowCount));
    expect(scores).toHaveLength(10_000);
    const furthest = scores.reduce(
      (most, score, row) => Math.max(most, Math.abs(score - (expected[row] ?? NaN))),
      0,
    );
    expect(furthest).toBeLessThan(1e-12);
  });
});
