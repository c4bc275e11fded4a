import { findModes, MODE } from '../samples/operating-modes.ts';
import { medianOf } from '../stats/median.ts';

/** Shares of the rated load whose first reaching is told. */
export const MILESTONES = [0.05, 0.2, 0.4] as const;

/** Load has left zero when it is this share of rated load above what it reads while the unit is off. */
const ABOVE_ZERO = 0.01;

export interface FoundStart {
  /** When the unit went off; null where the readings begin without load or are silent before. */
  readonly offFromMs: number | null;
  /** Synchronisation: the first reading at which load has left zero. */
  readonly syncMs: number;
  /** Last sample of the mode start-up. */
  readonly endMs: number;
  /** First steady sample after it; null where the unit went off before, or the readings end. */
  readonly steadyMs: number | null;
  /** `broken off`: without load again before it had settled; `cut off`: the readings end in it. */
  readonly outcome: 'completed' | 'broken off' | 'cut off';
  /** For each of `MILESTONES` when it was first reached after synchronisation; null where it was not in this start. */
  readonly milestonesMs: readonly (number | null)[];
}

/**
 * The start-ups in the load of a plant, in order: each stretch of the mode start-up after the unit was off, see
 * `findModes`. Times rise; NaN = missing load. None without a rated load.
 */
export function findStarts(timesMs: Float64Array, load: Float64Array, ratedLoad: number): FoundStart[] {
  const modes = findModes(timesMs, load, ratedLoad);
  const starts: FoundStart[] = [];
  for (let row = 1; row < modes.length; row++) {
    if (modes[row] !== MODE.startUp || modes[row - 1] !== MODE.off) continue;
    let offFrom = row - 1;
    while (offFrom > 0 && modes[offFrom - 1] === MODE.off) offFrom--;
    let end = row;
    while (end + 1 < modes.length && modes[end + 1] === MODE.startUp) end++;
    starts.push(describe({ timesMs, load, modes, ratedLoad }, offFrom, row, end));
    row = end;
  }
  return starts;
}

interface Series {
  readonly timesMs: Float64Array;
  readonly load: Float64Array;
  readonly modes: Uint8Array;
  readonly ratedLoad: number;
}

function describe(series: Series, offFrom: number, first: number, end: number): FoundStart {
  const { timesMs, load, modes, ratedLoad } = series;
  const sync = synchronisation(series, offFrom, first);
  const after = end + 1 < modes.length ? modes[end + 1] : null;
  const isBroken = after === MODE.off;
  const wasRunning = offFrom > 0 && modes[offFrom - 1] !== MODE.unknown;
  return {
    offFromMs: wasRunning ? timesMs[offFrom] : null,
    syncMs: timesMs[sync],
    endMs: timesMs[end],
    steadyMs: isBroken ? null : steadyAfter(series, end),
    outcome: after === null ? 'cut off' : isBroken || after === MODE.unknown ? 'broken off' : 'completed',
    milestonesMs: MILESTONES.map((share) => {
      for (let row = sync; row <= end; row++) if (load[row] >= share * ratedLoad) return timesMs[row];
      return null;
    }),
  };
}

/** Back from the first sample of the start-up to the last one at which the load was where it stands while the unit is off. */
function synchronisation({ load, ratedLoad }: Series, offFrom: number, first: number): number {
  const middle = medianOf(load.subarray(offFrom, first));
  const zero = Math.min(Number.isNaN(middle) ? 0 : middle, 0.03 * ratedLoad) + ABOVE_ZERO * ratedLoad;
  let sync = first;
  for (let row = first - 1; row >= offFrom; row--) {
    if (load[row] <= zero) break;
    if (!Number.isNaN(load[row])) sync = row;
  }
  return sync;
}

function steadyAfter({ timesMs, modes }: Series, end: number): number | null {
  for (let row = end + 1; row < modes.length; row++) {
    if (modes[row] === MODE.steady) return timesMs[row];
    if (modes[row] !== MODE.loadChange) return null;
  }
  return null;
}
