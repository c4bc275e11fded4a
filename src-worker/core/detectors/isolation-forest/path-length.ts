const EULER_GAMMA = 0.5772156649;

/**
 * Average path length of an unsuccessful search in a binary tree of `sampleCount` leaves.
 * Normalises path length between forests. Returns edges; 0 for fewer than 2 samples.
 * Source: Liu, Ting and Zhou 2008, equation 1, with the constant to ten digits as scikit-learn takes it.
 */
export function averagePathLength(sampleCount: number): number {
  if (sampleCount < 2) return 0;
  if (sampleCount === 2) return 1;
  return 2 * (Math.log(sampleCount - 1) + EULER_GAMMA) - (2 * (sampleCount - 1)) / sampleCount;
}

/** 2^37: a sum of 1,000 rounded path lengths below 32 edges is exact in a float64. */
const PATH_UNITS = 137_438_953_472;

/**
 * A path length rounded to 2^-37 edges. Sums of such lengths are exact, so that every way of scoring, in whatever order
 * it adds, gives the same bits. The error, at most 4e-12 edges, moves a score by less than 3e-13.
 */
export const roundPath = (length: number): number => Math.round(length * PATH_UNITS) / PATH_UNITS;
