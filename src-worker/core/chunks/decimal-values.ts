import { checkLength, damaged, numbersAt } from './byte-fields.ts';
import { LARGEST_WHOLE, POWERS } from './decimal-scale.ts';

/**
 * Values with few decimals as whole numbers of 8, 16 or 32 bits: value = (base + code) / 10^exponent, or the running
 * sum of the codes / 10^exponent. One code is kept for a missing value. Read from older stores, no longer written.
 * Head of 16 bytes: format, exponent, width in bytes, 1 if values are missing, 4 unused, base as float64.
 */
export const OFFSET_FORMAT = 2;
export const DELTA_FORMAT = 3;

const HEAD = 16;

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
