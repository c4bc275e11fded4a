import type { Checkpoint } from '../../checkpoint.ts';
import type { Matrix } from '../../matrix.ts';
import { symmetricEigen } from '../../stats/symmetric-eigen.ts';
import { type ColumnScale, momentScale, toUnits } from '../column-scale.ts';

/** Principal components of standardised columns. */
export interface Components {
  readonly scale: ColumnScale;
  /** Variances along the components, falling. */
  readonly variances: Float64Array;
  /** Component k in [k * columns, (k + 1) * columns). */
  readonly vectors: Float64Array;
}

/** Principal components of the correlation matrix. Expects no NaN. */
export async function fitComponents(samples: Matrix, checkpoint: Checkpoint): Promise<Components> {
  const { rowCount, columnCount } = samples;
  const scale = momentScale(samples);
  const z = toUnits(samples, scale);
  const correlations = new Float64Array(columnCount * columnCount);
  for (let row = 0; row < rowCount; row++) {
    if (row % 4096 === 0) await checkpoint((0.3 * row) / rowCount, 'Correlating tags');
    const first = row * columnCount;
    for (let i = 0; i < columnCount; i++) {
      for (let j = 0; j <= i; j++) correlations[i * columnCount + j] += z[first + i] * z[first + j];
    }
  }
  for (let i = 0; i < columnCount; i++) {
    for (let j = 0; j <= i; j++) {
      correlations[i * columnCount + j] /= rowCount;
      correlations[j * columnCount + i] = correlations[i * columnCount + j];
    }
  }
  const { values, vectors } = await symmetricEigen(correlations, columnCount, (done, label) =>
    checkpoint(0.3 + 0.7 * done, label),
  );
  return { scale, variances: values.map((value) => Math.max(0, value)), vectors };
}

/** Fewest components that hold at least `share` of the variance, at least one. */
export function countComponents(variances: Float64Array, share: number): number {
  const total = variances.reduce((sum, variance) => sum + variance, 0);
  let held = 0;
  for (let count = 1; count <= variances.length; count++) {
    held += variances[count - 1];
    if (held >= share * total) return count;
  }
  return variances.length;
}

/** A component hardly varying in training must not blow up noise: no variance counts as less than this. */
export const LEAST_VARIANCE = 1e-3;

export interface Statistics {
  /** Hotelling's T2 of the first `kept` components, shape [rowCount]. */
  readonly t2: Float64Array;
  /** Squared residual of the other components, shape [rowCount]. */
  readonly q: Float64Array;
  /** Squared residual with each component in units of its own spread (Hawkins 1974), shape [rowCount]. */
  readonly hawkins: Float64Array;
}

/** Statistics of each sample. Source: Jackson and Mudholkar 1979; Hawkins 1974. Expects no NaN. */
export function measureSamples(components: Components, samples: Matrix, kept: number): Statistics {
  const { rowCount, columnCount } = samples;
  const z = toUnits(samples, components.scale);
  const t2 = new Float64Array(rowCount);
  const q = new Float64Array(rowCount);
  const hawkins = new Float64Array(rowCount);
  for (let row = 0; row < rowCount; row++) {
    for (let component = 0; component < columnCount; component++) {
      let along = 0;
      for (let column = 0; column < columnCount; column++) {
        along += z[row * columnCount + column] * components.vectors[component * columnCount + column];
      }
      const square = along * along;
      const scaled = square / Math.max(components.variances[component], LEAST_VARIANCE);
      if (component < kept) t2[row] += scaled;
      else {
        q[row] += square;
        hawkins[row] += scaled;
      }
    }
  }
  return { t2, q, hawkins };
}
