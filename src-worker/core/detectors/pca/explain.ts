import type { Matrix } from '../../matrix.ts';
import { toUnits } from '../column-scale.ts';
import { type Components, LEAST_VARIANCE } from './components.ts';

/** Row-major sum over the components from..to of v v' x factor(variance), shape [columns x columns]. */
function sumOfComponents(
  { variances, vectors }: Components,
  from: number,
  to: number,
  factor: (variance: number) => number,
): Float64Array {
  const size = variances.length;
  const sums = new Float64Array(size * size);
  for (let at = from; at < to; at++) {
    const scale = factor(Math.max(variances[at], LEAST_VARIANCE));
    for (let row = 0; row < size; row++) {
      const part = vectors[at * size + row] * scale;
      for (let column = 0; column < size; column++) {
        sums[row * size + column] += part * vectors[at * size + column];
      }
    }
  }
  return sums;
}

/** Inverse of the training correlations, component variances limited from below as in the distance. */
export const precisionOf = (components: Components): Float64Array =>
  sumOfComponents(components, 0, components.variances.length, (variance) => 1 / variance);

/** Projection on the first `kept` components. */
export const projectionOf = (components: Components, kept: number): Float64Array =>
  sumOfComponents(components, 0, kept, () => 1);

/** Inverse of the correlations within the first `kept` components. */
export const precisionWithin = (components: Components, kept: number): Float64Array =>
  sumOfComponents(components, 0, kept, (variance) => 1 / variance);

/** Standardised samples times a symmetric matrix [columns x columns], row-major. */
export function timesMatrix(z: Float64Array, matrix: Float64Array, columnCount: number): Float64Array {
  const product = new Float64Array(z.length);
  for (let first = 0; first < z.length; first += columnCount) {
    for (let row = 0; row < columnCount; row++) {
      let sum = 0;
      for (let column = 0; column < columnCount; column++) {
        sum += matrix[row * columnCount + column] * z[first + column];
      }
      product[first + row] = sum;
    }
  }
  return product;
}

/**
 * What each tag is expected to be given the other tags of the sample: the conditional mean of the normal distribution
 * with the training's moments, z - (P z) / diag(P) for the precision P. Shape and units of `samples`.
 */
export function conditionalMeans(components: Components, precision: Float64Array, samples: Matrix): Matrix {
  const { columnCount } = samples;
  const z = toUnits(samples, components.scale);
  const pulls = timesMatrix(z, precision, columnCount);
  return inOwnUnits(
    components,
    samples,
    (at, column) => z[at] - pulls[at] / precision[column * (columnCount + 1)],
  );
}

/** The sample as the kept components alone make it. Shape and units of `samples`. */
export function reconstructions(components: Components, projection: Float64Array, samples: Matrix): Matrix {
  const projected = timesMatrix(toUnits(samples, components.scale), projection, samples.columnCount);
  return inOwnUnits(components, samples, (at) => projected[at]);
}

function inOwnUnits(
  { scale }: Components,
  samples: Matrix,
  valueAt: (at: number, column: number) => number,
): Matrix {
  const data = new Float32Array(samples.data.length);
  for (let at = 0; at < data.length; at++) {
    const column = at % samples.columnCount;
    data[at] = scale.centres[column] + valueAt(at, column) * scale.units[column];
  }
  return { ...samples, data };
}

/**
 * How much the squared distance would fall if a tag alone took its conditional mean, for each tag:
 * (P z)^2 / diag(P). Source: Mason, Tracy and Young, "Decomposition of T2 for multivariate control chart
 * interpretation", Journal of Quality Technology 1995 (the conditional terms).
 */
export function conditionalParts(
  components: Components,
  precision: Float64Array,
  samples: Matrix,
): Float64Array {
  const { columnCount } = samples;
  const pulls = timesMatrix(toUnits(samples, components.scale), precision, columnCount);
  return pulls.map((pull, at) => pull ** 2 / precision[(at % columnCount) * (columnCount + 1)]);
}
