import { describe, expect, it } from 'vitest';
import { noCheckpoint } from '../../checkpoint.ts';
import { createRandom } from '../../random.ts';
import { growForest } from './grow-forest.ts';
import { createPathShapley } from './path-shapley.ts';
import { createPathSummer } from './path-summer.ts';

const COLUMNS = 5;

async function smallForest() {
  const random = createRandom(3);
  const samples = {
    rowCount: 300,
    columnCount: COLUMNS,
    data: Float32Array.from({ length: 300 * COLUMNS }, () => random.normal()),
  };
  const medians = new Float32Array(COLUMNS);
  const training = { samples, medians, usableRows: null };
  return growForest(training, { trees: 20, subsample: 64 }, 1, noCheckpoint);
}

describe('Shapley values of the path length', () => {
  it('are those that all coalitions of columns give', async () => {
    const forest = await smallForest();
    const sumPaths = createPathSummer(forest);
    const usual = Float32Array.of(0.1, -0.2, 0, 0.3, -0.1);
    const sample = Float32Array.of(3, -0.3, 0, -2.5, 1);
    const coalitions = 1 << COLUMNS;
    const data = new Float32Array(coalitions * COLUMNS);
    for (let mask = 0; mask < coalitions; mask++)
      for (let column = 0; column < COLUMNS; column++)
        data[mask * COLUMNS + column] = ((mask >> column) & 1 ? sample[column] : usual[column]) ?? NaN;
    const paths = sumPaths({ rowCount: coalitions, columnCount: COLUMNS, data });
    const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));
    const sizeOf = (mask: number): number => mask.toString(2).replaceAll('0', '').length;
    const expected = Array.from({ length: COLUMNS }, (_, column) => {
      let value = 0;
      for (let mask = 0; mask < coalitions; mask++) {
        if ((mask >> column) & 1) continue;
        const weight = (factorial(sizeOf(mask)) * factorial(COLUMNS - sizeOf(mask) - 1)) / factorial(COLUMNS);
        value += weight * ((paths[mask | (1 << column)] ?? NaN) - (paths[mask] ?? NaN));
      }
      return value;
    });
    const values = new Float64Array(COLUMNS);
    createPathShapley(forest, usual)(sample, values);
    values.forEach((value, column) => expect(value).toBeCloseTo(expected[column] ?? NaN, 9));
    expect(values[2]).toBe(0);
    const sum = values.reduce((total, value) => total + value, 0);
    expect(sum).toBeCloseTo((paths[coalitions - 1] ?? NaN) - (paths[0] ?? NaN), 9);
  });

  it('give a missing value no part', async () => {
    const forest = await smallForest();
    const values = new Float64Array(COLUMNS);
    createPathShapley(forest, new Float32Array(COLUMNS))(Float32Array.of(NaN, 4, 0, 0, 0), values);
    expect(values[0]).toBe(0);
    expect(values[1]).toBeLessThan(0);
  });
});
