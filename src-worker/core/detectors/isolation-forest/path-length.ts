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
