import { knownValues } from '../stats/known-values.ts';
import { ROUGH_WINDOW } from './column-behaviour.ts';
import { type Stretch, stretchesBeyond } from './stretch.ts';

/** Correlation with itself some samples later from which a movement is an oscillation of the plant and not noise. */
const OSCILLATES_FROM = 0.55;
const CHANCE_DEVIATIONS = 3.2;

/** Rough rows that lie no further apart are one stretch, of at least so many rows. */
export const ROUGH_BRIDGE = ROUGH_WINDOW / 2;
export const LEAST_ROUGH_ROWS = ROUGH_WINDOW / 3;

/** Stretches that scatter more than training ever did, by the roughness of each row (see `roughness`). */
export const findRough = (rough: Float32Array, roughLimit: number): Stretch[] =>
  whereItScatters(stretchesBeyond(rough, -Infinity, roughLimit, ROUGH_BRIDGE, LEAST_ROUGH_ROWS));

/** Stretches of rough rows as they were in the readings: the window looks back, so scatter began before it showed, and ended before it was forgotten. */
export const whereItScatters = (rough: readonly Stretch[]): Stretch[] =>
  rough.map(({ from, to }) => ({
    from: Math.max(0, from - Math.floor(ROUGH_WINDOW / 3)),
    to: Math.max(from + 1, to - Math.floor(ROUGH_WINDOW / 2)),
  }));

/** Whether the readings of a stretch swing with a period, as a process does, instead of scattering like noise. */
export function oscillates(values: Float64Array, { from, to }: Stretch): boolean {
  const known = knownValues(values.subarray(from, to));
  if (known.length < 8) return false;
  const about = aboutLevel(known);
  let sum = 0;
  for (let at = 0; at < about.length; at++) sum += about[at] * about[at];
  const squares = sum / about.length;
  if (squares === 0) return false;
  for (let lag = 2; lag <= Math.min(20, about.length / 2); lag++) {
    let products = 0;
    for (let at = lag; at < about.length; at++) products += about[at] * about[at - lag];
    const correlation = products / (about.length - lag) / squares;
    // Few values correlate by chance.
    const least = Math.max(OSCILLATES_FROM, CHANCE_DEVIATIONS / Math.sqrt(about.length - lag));
    if (Math.abs(correlation) > least) return true;
  }
  return false;
}

/** Distances from the mean over 21 values about each, so that the daily load does not pass for an oscillation. */
function aboutLevel(values: Float64Array): Float64Array {
  const about = new Float64Array(values.length);
  for (let at = 0; at < values.length; at++) {
    const from = Math.max(0, at - 10);
    const to = Math.min(values.length, at + 11);
    let sum = 0;
    for (let near = from; near < to; near++) sum += values[near];
    about[at] = values[at] - sum / (to - from);
  }
  return about;
}
