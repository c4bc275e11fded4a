import { medianOf } from '../stats/median.ts';
import { quantileOf } from '../stats/quantile.ts';

/** What is usual for the readings of one tag, one after the other, learnt from the training rows. */
export interface ColumnBehaviour {
  /** Share of neighbouring readings that are exactly equal, 0..1. */
  readonly repeatShare: number;
  /** Share of samples without a reading, 0..1. */
  readonly missingShare: number;
  /** Robust standard deviation of the measurement noise, from second differences; in the tag's unit. */
  readonly noise: number;
  /** A step between neighbouring readings that training shows as good as never. */
  readonly jumpLimit: number;
  /** Mean size of the second differences over twenty samples, in usual ones, that training shows as good as never. */
  readonly roughLimit: number;
  /** Median, and robust standard deviation about it. */
  readonly middle: number;
  readonly spread: number;
  /** Lowest and highest reading in training. */
  readonly low: number;
  readonly high: number;
  /** Decimals that the readings are recorded with, at most 4. */
  readonly decimals: number;
}

/** Robust standard deviation from the median of absolute values: 1 / 0.6745. */
export const PER_MEDIAN = 1.4826;
export const ROUGH_WINDOW = 20;
/** One outlier must not make a window rough. */
const ROUGH_CAP = 6;
const SECOND_DIFFERENCE = Math.sqrt(6);
/** Four times the usual roughness would be 3.2; 0.8 is that of normal noise. */
const LEAST_ROUGH = 1.9;

/** A bearing that wears scatters up to twice as much before anything else shows; that is not the instrument. */
const WEAR_FACTOR = 1.35;

/** The limit for a tag whose scatter a fault of the plant can raise as well. */
export const withWear = (behaviour: ColumnBehaviour): ColumnBehaviour => ({
  ...behaviour,
  roughLimit: behaviour.roughLimit * WEAR_FACTOR,
});

/** `values` are training readings of one tag in time order; NaN = missing. */
export function learnBehaviour(values: Float64Array): ColumnBehaviour {
  const steps = new Float64Array(values.length);
  let stepCount = 0;
  let equal = 0;
  let missing = 0;
  let low = Infinity;
  let high = -Infinity;
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (Number.isNaN(value)) {
      missing++;
      continue;
    }
    if (value < low) low = value;
    if (value > high) high = value;
    if (row === 0 || Number.isNaN(values[row - 1])) continue;
    const step = Math.abs(value - values[row - 1]);
    if (step === 0) equal++;
    steps[stepCount++] = step;
  }
  const known = steps.subarray(0, stepCount);
  const noise = (PER_MEDIAN * medianOf(sizesOf(secondDifferences(values), 0))) / SECOND_DIFFERENCE || 0;
  const middle = medianOf(values);
  return {
    repeatShare: stepCount === 0 ? 1 : equal / stepCount,
    missingShare: values.length === 0 ? 0 : missing / values.length,
    noise,
    jumpLimit:
      stepCount === 0
        ? Infinity
        : Math.max(5.5 * PER_MEDIAN * medianOf(known), 1.15 * quantileOf(known, 0.99)),
    roughLimit: Math.max(
      LEAST_ROUGH,
      1.25 * quantileOf(new Float64Array(roughness(values, noise)), 0.98) || 0,
    ),
    middle,
    spread: PER_MEDIAN * medianOf(sizesOf(values, middle)),
    low,
    high,
    decimals: recordedDecimals(values),
  };
}

/** Distances of the values from `middle`, without sign. */
function sizesOf(values: Float64Array, middle: number): Float64Array {
  const sizes = new Float64Array(values.length);
  for (let row = 0; row < values.length; row++) sizes[row] = Math.abs(values[row] - middle);
  return sizes;
}

/** x(t) - 2 x(t-1) + x(t-2); NaN where one is missing. Blind to level and slope, so it sees noise alone. */
export function secondDifferences(values: Float64Array): Float64Array {
  const differences = new Float64Array(values.length).fill(NaN);
  for (let row = 2; row < values.length; row++) {
    differences[row] = values[row] - 2 * values[row - 1] + values[row - 2];
  }
  return differences;
}

/** Standard deviation of second differences of usual noise. */
export const roughUnit = (noise: number): number => noise * SECOND_DIFFERENCE;

/**
 * Mean size of the last twenty second differences in units of the usual noise, each counted as six at most; about 0.8
 * for usual noise. NaN where less than half of them are known. Looks back only.
 */
export function roughness(
  values: Float64Array,
  noise: number,
  skipped: Uint8Array | null = null,
): Float32Array {
  const result = new Float32Array(values.length).fill(NaN);
  const unit = roughUnit(noise);
  if (!(unit > 0)) return result;
  const recent = new Float64Array(ROUGH_WINDOW).fill(NaN);
  let sum = 0;
  let count = 0;
  let older = values[0];
  let old = values[1];
  for (let row = 2, place = 0; row < values.length; row++) {
    const gone = recent[place];
    if (gone >= 0) {
      sum -= gone;
      count--;
    }
    const value = values[row];
    const isSkipped = skipped !== null && skipped[row] + skipped[row - 1] + skipped[row - 2] > 0;
    const size = isSkipped ? NaN : Math.abs(value - 2 * old + older) / unit;
    const counted = size > ROUGH_CAP ? ROUGH_CAP : size;
    recent[place] = counted;
    // False for NaN: a size is never negative.
    if (counted >= 0) {
      sum += counted;
      count++;
    }
    place = place === ROUGH_WINDOW - 1 ? 0 : place + 1;
    if (count >= ROUGH_WINDOW / 2) result[row] = sum / count;
    older = old;
    old = value;
  }
  return result;
}

const MOST_DECIMALS = 4;
const LOOKED_AT = 500;

/** Decimals with which the readings were recorded, as far as float32 can tell. */
export function recordedDecimals(values: Float64Array): number {
  const step = Math.max(1, Math.floor(values.length / LOOKED_AT));
  let decimals = 0;
  for (let row = 0; row < values.length && decimals < MOST_DECIMALS; row += step) {
    const value = values[row];
    if (!Number.isFinite(value)) continue;
    while (decimals < MOST_DECIMALS && !isWhole(value * 10 ** decimals)) decimals++;
  }
  return decimals;
}

const isWhole = (scaled: number): boolean =>
  Math.abs(scaled - Math.round(scaled)) <= Math.max(1e-9, 2.5e-7 * Math.abs(scaled));
