import type { Random } from '../random.ts';

/**
 * Slow random movement around 0 (Ornstein-Uhlenbeck process) with standard deviation `deviation` and correlation time
 * `tauS`, exact for any sampling step. Draws one number a step.
 */
export function createWander(random: Random, deviation: number, tauS: number, stepS: number): () => number {
  const keep = Math.exp(-stepS / tauS);
  const kick = deviation * Math.sqrt(1 - keep * keep);
  // A typed array: a captured number would be allocated anew at every step.
  const value = new Float64Array([deviation * random.normal()]);
  return () => (value[0] = keep * value[0] + kick * random.normal());
}
