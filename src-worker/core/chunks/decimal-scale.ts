/** Powers of ten that are tried as scales. */
export const POWERS = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];

/** Up to here a whole number times 10 is exact, and so is a difference of two. */
export const LARGEST_WHOLE = 2 ** 49;

/** Beyond this many decimals it is worth asking whether only a few values have them. */
const USUAL_DECIMALS = 4;
const BITS_PER_DECIMAL = Math.log2(10);
/** Bits of an exception: its value and its place. */
const EXCEPTION_BITS = 80;
/** A share of exceptions above which another format is smaller. */
const MOST_EXCEPTIONS = 1 / 8;

const isNegativeZero = (value: number): boolean => value === 0 && 1 / value < 0;

/** True when value = whole / power, to the last bit. */
const isExact = (value: number, power: number): boolean => Math.round(value * power) / power === value;

export interface DecimalScale {
  /** Decimals, 0..9. */
  readonly exponent: number;
  /** False when every value is exact at this scale. */
  readonly hasExceptions: boolean;
}

/**
 * How many decimals store the values from (included) to (excluded) in the fewest bits when those that have more of
 * them, and -0, are kept as exceptions; null where too many would be.
 */
export function chooseScale(values: Float64Array, from: number, to: number): DecimalScale | null {
  const all = exponentOfAll(values, from, to);
  if (all >= 0 && all <= USUAL_DECIMALS) return { exponent: all, hasExceptions: false };
  const exponent = exponentOfMost(values, from, to);
  return exponent < 0 ? null : { exponent, hasExceptions: exponent !== all };
}

/** True when a value must be an exception at this scale. */
export const isException = (value: number, power: number): boolean =>
  isNegativeZero(value) || !isExact(value, power) || Math.abs(value * power) > LARGEST_WHOLE;

/** Fewest decimals that give back every value exactly; -1 if there are none such. */
function exponentOfAll(values: Float64Array, from: number, to: number): number {
  let exponent = 0;
  let power = 1;
  let largest = 0;
  for (let i = from; i < to; i++) {
    const value = values[i];
    if (value !== value) continue;
    if (isNegativeZero(value)) return -1;
    if (Math.abs(value) > largest) largest = Math.abs(value);
    while (Math.round(value * power) / power !== value) {
      exponent++;
      if (exponent >= POWERS.length) return -1;
      power = POWERS[exponent];
    }
  }
  return largest * power > LARGEST_WHOLE ? -1 : exponent;
}

function exponentOfMost(values: Float64Array, from: number, to: number): number {
  const most = (to - from) * MOST_EXCEPTIONS;
  const counts = new Float64Array(POWERS.length + 1);
  for (let i = from; i < to; i++) {
    const value = values[i];
    if (value !== value) continue;
    let exponent = 0;
    while (exponent < POWERS.length && isException(value, POWERS[exponent])) exponent++;
    counts[exponent]++;
    if (counts[POWERS.length] > most) return -1;
  }
  let best = -1;
  let bestBits = Infinity;
  let exceptions = counts[POWERS.length];
  for (let exponent = POWERS.length - 1; exponent >= 0; exponent--) {
    const bits = (to - from) * exponent * BITS_PER_DECIMAL + exceptions * EXCEPTION_BITS;
    if (exceptions <= most && bits <= bestBits) {
      best = exponent;
      bestBits = bits;
    }
    exceptions += counts[exponent];
  }
  return best;
}
