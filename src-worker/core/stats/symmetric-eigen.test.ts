import { describe, expect, it } from 'vitest';
import { noCheckpoint } from '../checkpoint.ts';
import { createRandom } from '../random.ts';
import { rotatedEigen, symmetricEigen } from './symmetric-eigen.ts';
import { tridiagonalEigen } from './tridiagonal-eigen.ts';

describe('eigenvalues of a symmetric matrix', () => {
  it('of [[2, 1], [1, 2]] are 3 along (1, 1) and 1 across it', async () => {
    const { values, vectors } = await symmetricEigen(Float64Array.of(2, 1, 1, 2), 2, noCheckpoint);
    expect(values[0]).toBeCloseTo(3, 14);
    expect(values[1]).toBeCloseTo(1, 14);
    expect(vectors[0]).toBeCloseTo(Math.SQRT1_2, 14);
    expect(vectors[1]).toBeCloseTo(Math.SQRT1_2, 14);
  });

  it.each([12, 200])(
    'of the chain -1, 2, -1 of length %i are 2 - 2 cos(k pi / (length + 1))',
    async (size) => {
      const chain = Float64Array.from({ length: size * size }, (_, at) => {
        const distance = Math.abs(Math.floor(at / size) - (at % size));
        return distance === 0 ? 2 : distance === 1 ? -1 : 0;
      });
      const { values } = await symmetricEigen(chain, size, noCheckpoint);
      values.forEach((value, at) =>
        expect(value).toBeCloseTo(2 - 2 * Math.cos(((size - at) * Math.PI) / (size + 1)), 12),
      );
    },
  );

  /** Of standard normals. */
  function randomSymmetric(size: number): Float64Array {
    const random = createRandom(1);
    const matrix = new Float64Array(size * size);
    for (let i = 0; i < size; i++)
      for (let j = 0; j <= i; j++) matrix[i * size + j] = matrix[j * size + i] = random.normal();
    return matrix;
  }

  /** Products of few columns: most eigenvalues are 0. */
  function lowRank(size: number): Float64Array {
    const random = createRandom(2);
    const columns = Array.from({ length: 3 }, () =>
      Float64Array.from({ length: size }, () => random.normal()),
    );
    return Float64Array.from({ length: size * size }, (_, at) =>
      columns.reduce(
        (sum, column) => sum + (column[Math.floor(at / size)] ?? NaN) * (column[at % size] ?? NaN),
        0,
      ),
    );
  }

  const ways = { rotatedEigen, tridiagonalEigen };
  const matrices = { randomSymmetric, lowRank, zero: (size: number) => new Float64Array(size * size) };
  it.each(
    Object.entries(ways).flatMap(([name, find]) =>
      Object.entries(matrices).map(([kind, make]) => [name, kind, find, make] as const),
    ),
  )('%s: rebuild the matrix (%s) with their orthonormal vectors', async (_name, _kind, find, make) => {
    const size = 40;
    const matrix = make(size);
    const { values, vectors } = await find(matrix, size, noCheckpoint);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        let rebuilt = 0;
        let product = 0;
        for (let k = 0; k < size; k++) {
          rebuilt += (values[k] ?? 0) * (vectors[k * size + i] ?? 0) * (vectors[k * size + j] ?? 0);
          product += (vectors[i * size + k] ?? 0) * (vectors[j * size + k] ?? 0);
        }
        expect(rebuilt).toBeCloseTo(matrix[i * size + j] ?? NaN, 11);
        expect(product).toBeCloseTo(i === j ? 1 : 0, 12);
      }
    }
  });
});
