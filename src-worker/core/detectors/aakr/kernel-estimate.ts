/** Kernel weights below e^-40 of the largest add nothing. */
const FARTHEST = 40;

/**
 * Auto-associative kernel regression: each row estimated as the mean of the remembered vectors, weighted by a Gaussian
 * of the distance (mean square over the columns) to the row itself; row-major as `z`. The nearest vector always
 * counts, so a row far from all of them is estimated by that one. `memory` row-major, at least one vector.
 * Source: Hines and Garvey, "Development and application of fault detectability performance metrics for instrument
 * calibration verification and anomaly detection", 2006, with the Nadaraya-Watson estimator.
 */
export function estimateRows(
  z: Float64Array,
  memory: Float64Array,
  columnCount: number,
  bandwidth: number,
): Float64Array {
  const estimates = new Float64Array(z.length);
  const vectorCount = memory.length / columnCount;
  const squares = new Float64Array(vectorCount);
  const factor = 1 / (2 * bandwidth * bandwidth * columnCount);
  for (let first = 0; first < z.length; first += columnCount) {
    let nearest = Infinity;
    for (let vector = 0, at = 0; vector < vectorCount; vector++) {
      let square = 0;
      for (let column = 0; column < columnCount; column++, at++) {
        const difference = z[first + column] - memory[at];
        square += difference * difference;
      }
      squares[vector] = square;
      if (square < nearest) nearest = square;
    }
    let total = 0;
    for (let vector = 0; vector < vectorCount; vector++) {
      const exponent = (squares[vector] - nearest) * factor;
      // Not "greater than": where all distances overflow the differences are NaN, and nothing but the first counts.
      if (!(exponent <= FARTHEST) && !(vector === 0 && nearest === Infinity)) continue;
      const weight = nearest === Infinity ? 1 : Math.exp(-exponent);
      total += weight;
      const from = vector * columnCount;
      for (let column = 0; column < columnCount; column++) {
        estimates[first + column] += weight * memory[from + column];
      }
    }
    for (let column = 0; column < columnCount; column++) estimates[first + column] /= total;
  }
  return estimates;
}
