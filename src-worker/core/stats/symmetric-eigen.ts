import type { Checkpoint } from '../checkpoint.ts';
import { tridiagonalEigen, type UnsortedEigen } from './tridiagonal-eigen.ts';

export interface Eigen {
  /** Falling. */
  readonly values: Float64Array;
  /** Eigenvector k in [k * size, (k + 1) * size), of length 1; its largest component is positive. */
  readonly vectors: Float64Array;
}

const MOST_SWEEPS = 60;
/** Up to this size rotations, which find small eigenvalues to more figures, take no longer than a second. */
const MOST_ROTATED = 128;

/** Eigenvalues and eigenvectors of a symmetric matrix (row-major, size x size), by the way that suits its size. */
export async function symmetricEigen(
  matrix: Float64Array,
  size: number,
  checkpoint: Checkpoint,
): Promise<Eigen> {
  const find = size > MOST_ROTATED ? tridiagonalEigen : rotatedEigen;
  return inOrder(await find(matrix, size, checkpoint), size);
}

/** By cyclic Jacobi rotations. Source: Golub and Van Loan, Matrix Computations, 4th edition, section 8.5. */
export async function rotatedEigen(
  matrix: Float64Array,
  size: number,
  checkpoint: Checkpoint,
): Promise<UnsortedEigen> {
  const a = matrix.slice();
  const v = new Float64Array(size * size);
  for (let at = 0; at < size; at++) v[at * size + at] = 1;
  for (let sweep = 0; sweep < MOST_SWEEPS && offDiagonal(a, size) > 0; sweep++) {
    for (let p = 0; p < size - 1; p++) {
      if (p % 16 === 0) await checkpoint(Math.min(0.99, (sweep + p / size) / 12), 'Finding components');
      for (let q = p + 1; q < size; q++) rotate(a, v, size, p, q);
    }
  }
  return { values: Float64Array.from({ length: size }, (_, at) => a[at * size + at]), vectors: v };
}

function inOrder(found: UnsortedEigen, size: number): Eigen {
  const order = Array.from({ length: size }, (_, at) => at).sort(
    (one, other) => found.values[other] - found.values[one] || one - other,
  );
  const values = new Float64Array(size);
  const vectors = new Float64Array(size * size);
  order.forEach((from, to) => {
    values[to] = found.values[from];
    const vector = found.vectors.subarray(from * size, (from + 1) * size);
    const largest = vector.reduce((most, part) => (Math.abs(part) > Math.abs(most) ? part : most), 0);
    for (let row = 0; row < size; row++) vectors[to * size + row] = largest < 0 ? -vector[row] : vector[row];
  });
  return { values, vectors };
}

/** Sum of squares beside the diagonal, taken as 0 when it is nothing beside the diagonal. */
function offDiagonal(a: Float64Array, size: number): number {
  let outside = 0;
  let inside = 0;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      if (row === column) inside += a[row * size + column] ** 2;
      else outside += a[row * size + column] ** 2;
    }
  }
  return outside > inside * 1e-28 ? outside : 0;
}

/** The rotation that makes a[p][q] zero; the rows of `v` become the eigenvectors. */
function rotate(a: Float64Array, v: Float64Array, size: number, p: number, q: number): void {
  const apq = a[p * size + q];
  if (apq === 0) return;
  const theta = (a[q * size + q] - a[p * size + p]) / (2 * apq);
  const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const cosine = 1 / Math.sqrt(tangent * tangent + 1);
  const sine = tangent * cosine;
  for (let at = 0; at < size; at++) {
    const left = a[at * size + p];
    const right = a[at * size + q];
    a[at * size + p] = cosine * left - sine * right;
    a[at * size + q] = sine * left + cosine * right;
  }
  for (let at = 0; at < size; at++) {
    const above = a[p * size + at];
    const below = a[q * size + at];
    a[p * size + at] = cosine * above - sine * below;
    a[q * size + at] = sine * above + cosine * below;
    const first = v[p * size + at];
    const second = v[q * size + at];
    v[p * size + at] = cosine * first - sine * second;
    v[q * size + at] = sine * first + cosine * second;
  }
}
