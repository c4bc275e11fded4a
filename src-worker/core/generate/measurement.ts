import type { Random } from '../random.ts';
import type { Signal } from './signals.ts';

/** Share of single readings that never arrive. */
const MISSING_SHARE = 0.002;
/** At most this many readings of a sample are missing, so that it can still be judged. */
const MOST_MISSING = 2;

export interface Instrument {
  /** True value and noise factor in, reading before rounding out. */
  readonly measure: (value: number, noiseFactor: number) => number;
  /** Whether the next reading gets lost. To be asked once a sample. */
  readonly isLost: () => boolean;
}

/** One instrument with its own noise and its own luck. */
export function createInstrument(signal: Signal, random: Random): Instrument {
  const noise = random.split(1);
  const luck = random.split(2);
  const { of, deviation } = signal.noise;
  // Gaps between losses are geometric: one draw a loss instead of one a sample.
  const nextGap = (): number => Math.floor(Math.log(1 - luck.uniform()) / Math.log(1 - MISSING_SHARE));
  let untilLoss = nextGap();
  return {
    measure:
      of === 'value'
        ? (value, factor) => value * Math.exp(deviation * factor * noise.normal())
        : (value, factor) => value + deviation * factor * noise.normal(),
    isLost: () => {
      if (untilLoss-- > 0) return false;
      untilLoss = nextGap();
      return true;
    },
  };
}

/** Sets lost readings to NaN, never more than two of a sample together with those that are missing already. */
export function loseReadings(
  readings: Float64Array,
  instruments: readonly Instrument[],
  alreadyMissing: number,
): void {
  let missing = alreadyMissing;
  for (let index = 0; index < instruments.length; index++) {
    if (!instruments[index].isLost() || missing >= MOST_MISSING) continue;
    readings[index] = NaN;
    missing++;
  }
}

const POWERS_OF_TEN = [1, 10, 100, 1000, 10_000];

/** The reading as the instrument shows it: kept in its range, at its resolution. NaN stays NaN. */
export function quantise(reading: number, signal: Signal): number {
  const power = POWERS_OF_TEN[signal.decimals];
  const inRange = Math.min(signal.range[1], Math.max(signal.range[0], reading));
  // Adding 0 turns -0 into 0.
  return Math.round(inRange * power) / power + 0;
}
