import { checkLength, damaged, numbersAt } from './byte-fields.ts';
import { decodeDecimals, DELTA_FORMAT, encodeDecimals, OFFSET_FORMAT } from './decimal-values.ts';

/** Formats besides the decimals; byte 0 of the values. A head of 8 bytes, then float64, float32, or the one value. */
const RAW = 0;
const FLOAT32 = 1;
const CONSTANT = 4;

const HEAD = 8;

/**
 * Bytes of the values from (included) to (excluded) in the smallest of: one constant, scaled decimals, float32,
 * float64. Lossless, -0 and subnormal numbers too; NaN is a missing value. The caller has refused infinities.
 */
export function encodeValues(values: Float64Array, from: number, to: number): Uint8Array {
  if (isConstant(values, from, to)) {
    const bytes = new Uint8Array(HEAD + 8);
    bytes[0] = CONSTANT;
    new Float64Array(bytes.buffer, HEAD, 1)[0] = values[from];
    return bytes;
  }
  const decimals = encodeDecimals(values, from, to);
  if (decimals !== null) return decimals;
  const format = isFloat32(values, from, to) ? FLOAT32 : RAW;
  const bytes = new Uint8Array(HEAD + (to - from) * (format === FLOAT32 ? 4 : 8));
  bytes[0] = format;
  const part = values.subarray(from, to);
  if (format === FLOAT32) new Float32Array(bytes.buffer, HEAD).set(part);
  else new Float64Array(bytes.buffer, HEAD).set(part);
  return bytes;
}

/** Throws `storage` for bytes that are not `count` values. */
export function decodeValues(bytes: Uint8Array, count: number): Float64Array {
  const format = bytes[0];
  if (format === OFFSET_FORMAT || format === DELTA_FORMAT) return decodeDecimals(bytes, count);
  const values = new Float64Array(count);
  if (format === RAW) {
    checkLength('values', bytes, HEAD + count * 8);
    values.set(numbersAt(Float64Array, bytes, HEAD, count));
  } else if (format === FLOAT32) {
    checkLength('values', bytes, HEAD + count * 4);
    values.set(numbersAt(Float32Array, bytes, HEAD, count));
  } else if (format === CONSTANT) {
    checkLength('values', bytes, HEAD + 8);
    values.fill(numbersAt(Float64Array, bytes, HEAD, 1)[0]);
  } else throw damaged(`values: unknown format ${String(format)}`);
  return values;
}

function isConstant(values: Float64Array, from: number, to: number): boolean {
  const first = values[from];
  for (let i = from + 1; i < to; i++) if (!Object.is(values[i], first)) return false;
  return true;
}

function isFloat32(values: Float64Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const value = values[i];
    if (value === value && Math.fround(value) !== value) return false;
  }
  return true;
}
