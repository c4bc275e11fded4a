import { describe, expect, it } from 'vitest';
import { noCheckpoint } from '../checkpoint.ts';
import { createRandom } from '../random.ts';
import { symmetricEigen } from './symmetric-eigen.ts';

describe('eigenvalues of a symmetric matrix', () => {
  it('of [[2, 1], [1, 2]] are 3 along (1, 1) and 1 across it', async () => {
    const { values, vectors } = await symmetricEigen(Float64Array.of(2, 1, 1, 2), 2, noCheckpoint);
    expect(values[0]).toBeCloseTo(3, 14);
    expect(values[1]).toBeCloseTo(1, 14);
    expect(vectors[0]).toBeCloseTo(Math.SQRT1_2, 14);
    expect(vectors[1]).toBeCloseTo(Math.SQRT1_2, 14);
  });

  it('of the chain -1, 2, -1 of length 12 are 2 - 2 cos(k pi / 13)', async () => {
    const size = 12;
    const chain = Float64Array.from({ length: size * size }, (_, at) => {
      const distance = Math.abs(Math.floor(at / size) - (at % size));
      return distance === 0 ? 2 : distance === 1 ? -1 : 0;
    });
    const { values } = await symmetricEigen(chain, size, noCheckpoint);
    values.forEach((value, at) =>
      expect(value).toBeCloseTo(2 - 2 * Math.cos(((size - at) * Math.PI) / (size + 1)), 12),
    );
  });

  it('rebuild the matrix with their orthonormal vectors', async () => {
    const size = 9;
    const random = createRandom(1);
    const matrix = new Float64Array(size * size);
    for (let i = 0; i < size; i++)
      for (let j = 0; j <= i; j++) matrix[i * size + j] = matrix[j * size + i] = random.normal();
    const { values, vectors } = await symmetricEigen(matrix, size, noCheckpoint);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        let rebuilt = 0;
        let product = 0;
        for (let k = 0; k < size; k++) {
          rebuilt += (values[k] ?? 0) * (vectors[k * size + i] ?? 0) * (vectors[k * size + j] ?? 0);
          product += (vectors[i * size + k] ?? 0) * (vectors[j * size + k] ?? 0);
        }
        expect(rebuilt).toBeCloseTo(matrix[i * size + j] ?? NaN, 12);
        expect(product).toBeCloseTo(i === j ? 1 : 0, 12);
      }
    }
  });
});
