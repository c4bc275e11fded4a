import type { Checkpoint } from '../checkpoint.ts';

/** In no order. */
export interface UnsortedEigen {
  readonly values: Float64Array;
  /** Eigenvector k in [k * size, (k + 1) * size), of length 1. */
  readonly vectors: Float64Array;
}

/** Of the work, done by the reduction. */
const REDUCTION_SHARE = 0.5;
const EPSILON = 2 ** -52;

/**
 * Eigenvalues and eigenvectors of a symmetric matrix (row-major, size x size) by Householder reduction to tridiagonal
 * form and QL steps with implicit shifts: some nine size^3 operations, where Jacobi rotations take many sweeps of them.
 * Source: Bowdler, Martin, Reinsch and Wilkinson, "The QR and QL algorithms for symmetric matrices", Numerische
 * Mathematik 1968 (tred2, tql2).
 */
export async function tridiagonalEigen(
  matrix: Float64Array,
  size: number,
  checkpoint: Checkpoint,
): Promise<UnsortedEigen> {
  const label = 'Finding components';
  // Row j holds what the source has in column j, so every inner loop goes along a row.
  const w = matrix.slice();
  const diagonal = new Float64Array(size);
  const beside = new Float64Array(size);
  for (let j = 0; j < size; j++) diagonal[j] = w[j * size + size - 1];
  for (let i = size - 1; i > 0; i--) {
    if (i % 16 === 0) await checkpoint((REDUCTION_SHARE / 2) * (1 - i / size), label);
    diagonal[i] = reduceRow(w, size, i, diagonal, beside);
  }
  for (let i = 0; i < size - 1; i++) {
    if (i % 16 === 0) await checkpoint((REDUCTION_SHARE / 2) * (1 + i / size), label);
    accumulate(w, size, i, diagonal);
  }
  for (let j = 0; j < size; j++) {
    diagonal[j] = w[j * size + size - 1];
    w[j * size + size - 1] = 0;
  }
  w[size * size - 1] = 1;
  beside.copyWithin(0, 1);
  beside[size - 1] = 0;
  let shift = 0;
  let largest = 0;
  for (let l = 0; l < size; l++) {
    if (l % 8 === 0) await checkpoint(REDUCTION_SHARE + ((1 - REDUCTION_SHARE) * l) / size, label);
    largest = Math.max(largest, Math.abs(diagonal[l]) + Math.abs(beside[l]));
    let m = l;
    while (Math.abs(beside[m]) > EPSILON * largest) m++;
    if (m > l)
      do shift += stepQl(w, size, l, m, diagonal, beside);
      while (Math.abs(beside[l]) > EPSILON * largest);
    diagonal[l] += shift;
    beside[l] = 0;
  }
  return { values: diagonal, vectors: w };
}

/** One Householder step, which makes row i tridiagonal; returns h of the source. */
function reduceRow(w: Float64Array, size: number, i: number, d: Float64Array, e: Float64Array): number {
  let scale = 0;
  for (let k = 0; k < i; k++) scale += Math.abs(d[k]);
  if (scale === 0) {
    e[i] = d[i - 1];
    for (let j = 0; j < i; j++) {
      d[j] = w[j * size + i - 1];
      w[j * size + i] = 0;
      w[i * size + j] = 0;
    }
    return 0;
  }
  let h = 0;
  for (let k = 0; k < i; k++) {
    d[k] /= scale;
    h += d[k] * d[k];
  }
  const last = d[i - 1];
  const root = last > 0 ? -Math.sqrt(h) : Math.sqrt(h);
  e[i] = scale * root;
  h -= last * root;
  d[i - 1] = last - root;
  e.fill(0, 0, i);
  for (let j = 0; j < i; j++) {
    const row = j * size;
    const f = d[j];
    w[i * size + j] = f;
    let g = e[j] + w[row + j] * f;
    for (let k = j + 1; k < i; k++) {
      g += w[row + k] * d[k];
      e[k] += w[row + k] * f;
    }
    e[j] = g;
  }
  let sum = 0;
  for (let j = 0; j < i; j++) {
    e[j] /= h;
    sum += e[j] * d[j];
  }
  const half = sum / (h + h);
  for (let j = 0; j < i; j++) e[j] -= half * d[j];
  for (let j = 0; j < i; j++) {
    const row = j * size;
    const f = d[j];
    const g = e[j];
    for (let k = j; k < i; k++) w[row + k] -= f * e[k] + g * d[k];
    d[j] = w[row + i - 1];
    w[row + i] = 0;
  }
  return h;
}

/** Takes the reflection of step i + 1 into the transformation; `d` holds h of every step. */
function accumulate(w: Float64Array, size: number, i: number, d: Float64Array): void {
  const next = (i + 1) * size;
  const h = d[i + 1];
  w[i * size + size - 1] = w[i * size + i];
  w[i * size + i] = 1;
  if (h !== 0) {
    for (let k = 0; k <= i; k++) d[k] = w[next + k] / h;
    for (let j = 0; j <= i; j++) {
      const row = j * size;
      let g = 0;
      for (let k = 0; k <= i; k++) g += w[next + k] * w[row + k];
      for (let k = 0; k <= i; k++) w[row + k] -= g * d[k];
    }
  }
  w.fill(0, next, next + i + 1);
}

/** One QL step of the block from l to m; returns by how much all values from l on were shifted. */
function stepQl(
  w: Float64Array,
  size: number,
  l: number,
  m: number,
  d: Float64Array,
  e: Float64Array,
): number {
  const before = d[l];
  let p = (d[l + 1] - before) / (2 * e[l]);
  const root = p < 0 ? -Math.sqrt(p * p + 1) : Math.sqrt(p * p + 1);
  d[l] = e[l] / (p + root);
  d[l + 1] = e[l] * (p + root);
  const second = d[l + 1];
  const shift = before - d[l];
  for (let i = l + 2; i < size; i++) d[i] -= shift;
  p = d[m];
  let c = 1;
  let c2 = 1;
  let c3 = 1;
  let s = 0;
  let s2 = 0;
  const besideSecond = e[l + 1];
  for (let i = m - 1; i >= l; i--) {
    c3 = c2;
    c2 = c;
    s2 = s;
    const g = c * e[i];
    const h = c * p;
    const r = Math.sqrt(p * p + e[i] * e[i]);
    e[i + 1] = s * r;
    s = e[i] / r;
    c = p / r;
    p = c * d[i] - s * g;
    d[i + 1] = h + s * (c * g + s * d[i]);
    rotateRows(w, size, i, c, s);
  }
  p = (-s * s2 * c3 * besideSecond * e[l]) / second;
  e[l] = s * p;
  d[l] = c * p;
  return shift;
}

function rotateRows(w: Float64Array, size: number, i: number, c: number, s: number): void {
  const one = i * size;
  const other = one + size;
  for (let k = 0; k < size; k++) {
    const above = w[one + k];
    const below = w[other + k];
    w[other + k] = s * above + c * below;
    w[one + k] = c * above - s * below;
  }
}
