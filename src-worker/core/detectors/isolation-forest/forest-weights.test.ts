import { describe, expect, it } from 'vitest';
import { noCheckpoint } from '../../checkpoint.ts';
import { createRandom } from '../../random.ts';
import { createKernelShapley, createPlainShapley, forestColumnWeights } from './forest-weights.ts';
import { growForest } from './grow-forest.ts';

/** Samples with some readings missing, and a forest grown from those that are there. */
async function forestOf(columnCount: number, rowCount: number, subsample: number) {
  const random = createRandom(columnCount);
  const data = Float32Array.from({ length: rowCount * columnCount }, () => random.normal());
  const samples = { rowCount, columnCount, data };
  const medians = Float32Array.from({ length: columnCount }, () => random.normal() / 10);
  const training = { samples, medians, usableRows: null };
  const forest = await growForest(training, { trees: 30, subsample }, 1, noCheckpoint);
  const holed = data.map((value) => (random.uniform() < 0.05 ? NaN : value));
  return { forest, medians, samples: { ...samples, data: holed } };
}

describe('Shapley values in WebAssembly', () => {
  it.each([
    { columnCount: 1, rowCount: 50, subsample: 32 },
    { columnCount: 5, rowCount: 3000, subsample: 256 },
    { columnCount: 40, rowCount: 400, subsample: 400 },
  ])('are the same bits as in plain code for $columnCount columns', async (size) => {
    const { forest, medians, samples } = await forestOf(size.columnCount, size.rowCount, size.subsample);
    const rows = Array.from({ length: size.rowCount }, (_, row) => size.rowCount - 1 - row);
    const byKernel = createKernelShapley(forest, medians)?.(samples, rows);
    expect(byKernel).toEqual(createPlainShapley(forest, medians)(samples, rows));
  });

  it('give weight to what makes a sample easier to isolate, and none to what makes it harder', async () => {
    const { forest, medians, samples } = await forestOf(3, 500, 128);
    const one = { ...samples, rowCount: 1, data: Float32Array.of(9, 0, NaN) };
    const weights = forestColumnWeights(forest, medians)(one, [0]);
    const values = createPlainShapley(forest, medians)(one, [0]);
    expect(weights[0]).toBe(-(values[0] ?? NaN));
    expect(weights.every((weight) => weight >= 0)).toBe(true);
    expect(weights[2]).toBe(0);
  });
});
