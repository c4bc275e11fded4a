import { checkLength, damaged, numbersAt } from './byte-fields.ts';

/**
 * Values with few decimals as whole numbers of 8, 16 or 32 bits: value = (base + code) / 10^exponent, or the running
 * sum of the codes / 10^exponent. One code is kept for a missing value.
 * Head of 16 bytes: format, exponent, width in bytes, 1 if values are missing, 4 unused, base as float64.
 */
export const OFFSET_FORMAT = 2;
export const DELTA_FORMAT = 3;

const HEAD = 16;
const POWERS = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];
/** Up to here a whole number times 10 is exact, and so is a difference of two. */
const LARGEST_WHOLE = 2 ** 49;

/**
 * Bytes of the values from (included) to (excluded), or null where they are not decimals of at most 9 places, or
 * take more than 4 bytes each that way.
 */
export function encodeDecimals(values: Float64Array, from: number, to: number): Uint8Array | null {
  const exponent = exponentOf(values, from, to);
  if (exponent < 0) return null;
  const power = POWERS[exponent];
  const count = to - from;
  const wholes = new Float64Array(count);
  let lowest = Infinity;
  let highest = -Infinity;
  let lowestDelta = 0;
  let highestDelta = 0;
  let first = NaN;
  let before = 0;
  let missing = 0;
  for (let i = 0; i < count; i++) {
    const value = values[from + i];
    if (value !== value) {
      wholes[i] = NaN;
      missing++;
      continue;
    }
    const whole = Math.round(value * power);
    wholes[i] = whole;
    if (whole < lowest) lowest = whole;
    if (whole > highest) highest = whole;
    if (first !== first) first = whole;
    else {
      const delta = whole - before;
      if (delta < lowestDelta) lowestDelta = delta;
      if (delta > highestDelta) highestDelta = delta;
    }
    before = whole;
  }
  if (missing === count || lowest < -LARGEST_WHOLE || highest > LARGEST_WHOLE) return null;

  const reserved = missing > 0 ? 1 : 0;
  const span = highest - lowest + reserved;
  const offsetWidth = span < 2 ** 8 ? 1 : span < 2 ** 16 ? 2 : span < 2 ** 32 ? 4 : 8;
  const reach = Math.max(-lowestDelta, highestDelta);
  const deltaWidth = reach < 2 ** 7 ? 1 : reach < 2 ** 15 ? 2 : reach < 2 ** 31 ? 4 : 8;
  const width = Math.min(offsetWidth, deltaWidth);
  if (width === 8) return null;
  const bytes = new Uint8Array(HEAD + count * width);
  bytes[1] = exponent;
  bytes[2] = width;
  bytes[3] = reserved;
  if (offsetWidth <= deltaWidth) {
    bytes[0] = OFFSET_FORMAT;
    new Float64Array(bytes.buffer, 8, 1)[0] = lowest;
    writeOffsets(wholes, lowest, unsignedCodes(bytes, width, count), missingOffset(width));
  } else {
    bytes[0] = DELTA_FORMAT;
    new Float64Array(bytes.buffer, 8, 1)[0] = first;
    writeDeltas(wholes, first, signedCodes(bytes, width, count), missingDelta(width));
  }
  return bytes;
}

/** Throws `storage` for bytes that are not `count` decimals. */
export function decodeDecimals(bytes: Uint8Array, count: number): Float64Array {
  const [format, exponent, width, reserved] = bytes;
  if (exponent >= POWERS.length || (width !== 1 && width !== 2 && width !== 4) || reserved > 1)
    throw damaged('values: a head that makes no sense');
  checkLength('values', bytes, HEAD + count * width);
  const base = numbersAt(Float64Array, bytes, 8, 1)[0];
  if (!(Math.abs(base) <= LARGEST_WHOLE)) throw damaged('values: a base that makes no sense');
  const values = new Float64Array(count);
  const power = POWERS[exponent];
  if (format === OFFSET_FORMAT) {
    const missing = reserved === 1 ? missingOffset(width) : -1;
    readOffsets(unsignedCodes(bytes, width, count), base, power, missing, values);
  } else {
    readDeltas(signedCodes(bytes, width, count), base, power, missingDelta(width), values);
  }
  return values;
}

const missingOffset = (width: number): number => 2 ** (8 * width) - 1;
const missingDelta = (width: number): number => -(2 ** (8 * width - 1));

/** Fewest decimals that give back every value exactly, 0..9; -1 if there are none such (-0 among them). */
function exponentOf(values: Float64Array, from: number, to: number): number {
  let exponent = 0;
  let power = 1;
  for (let i = from; i < to; i++) {
    const value = values[i];
    if (value !== value) continue;
    if (value === 0 && 1 / value < 0) return -1;
    while (Math.round(value * power) / power !== value) {
      exponent++;
      if (exponent >= POWERS.length) return -1;
      power = POWERS[exponent];
    }
  }
  return exponent;
}

type Unsigned = Uint8Array | Uint16Array | Uint32Array;
type Signed = Int8Array | Int16Array | Int32Array;

function unsignedCodes(bytes: Uint8Array, width: number, count: number): Unsigned {
  if (width === 1) return numbersAt(Uint8Array, bytes, HEAD, count);
  if (width === 2) return numbersAt(Uint16Array, bytes, HEAD, count);
  return numbersAt(Uint32Array, bytes, HEAD, count);
}

function signedCodes(bytes: Uint8Array, width: number, count: number): Signed {
  if (width === 1) return numbersAt(Int8Array, bytes, HEAD, count);
  if (width === 2) return numbersAt(Int16Array, bytes, HEAD, count);
  return numbersAt(Int32Array, bytes, HEAD, count);
}

function writeOffsets(wholes: Float64Array, base: number, codes: Unsigned, missing: number): void {
  for (let i = 0; i < wholes.length; i++) {
    const whole = wholes[i];
    codes[i] = whole === whole ? whole - base : missing;
  }
}

function readOffsets(
  codes: Unsigned,
  base: number,
  power: number,
  missing: number,
  values: Float64Array,
): void {
  for (let i = 0; i < values.length; i++) {
    const code = codes[i];
    values[i] = code === missing ? NaN : (base + code) / power;
  }
}

function writeDeltas(wholes: Float64Array, first: number, codes: Signed, missing: number): void {
  let before = first;
  for (let i = 0; i < wholes.length; i++) {
    const whole = wholes[i];
    if (whole === whole) {
      codes[i] = whole - before;
      before = whole;
    } else codes[i] = missing;
  }
}

function readDeltas(
  codes: Signed,
  first: number,
  power: number,
  missing: number,
  values: Float64Array,
): void {
  let whole = first;
  for (let i = 0; i < values.length; i++) {
    const code = codes[i];
    if (code === missing) values[i] = NaN;
    else {
      whole += code;
      values[i] = whole / power;
    }
  }
}
