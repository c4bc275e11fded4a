import { checkLength, damaged, numbersAt } from './byte-fields.ts';
import { decodeDecimals, DELTA_FORMAT, OFFSET_FORMAT } from './decimal-values.ts';
import { decodePackedDecimals, encodePackedDecimals, PACKED_DECIMALS } from './packed-decimals.ts';
import {
  decodePackedFloats,
  encodePackedFloat32,
  encodePackedFloat64,
  PACKED_FLOAT32,
  PACKED_FLOAT64,
} from './packed-floats.ts';

/** Formats besides the packed ones; byte 0 of the values. A head of 8 bytes, then float64, float32, or the one value. */
const RAW = 0;
/** No longer written, as are the two of `decimal-values.ts`. */
const FLOAT32 = 1;
const CONSTANT = 4;

/** Values that share a width of bits. */
const BLOCK_SIZE = 256;

const HEAD = 8;

/**
 * Bytes of the values from (included) to (excluded): one constant, scaled decimals, float32 or float64, packed, or plain
 * float64 where packing saves nothing. Lossless, -0 and subnormal numbers too; NaN is a missing value. The caller has
 * refused infinities.
 */
export function encodeValues(
  values: Float64Array,
  from: number,
  to: number,
  blockSize = BLOCK_SIZE,
): Uint8Array {
  if (isConstant(values, from, to)) {
    const bytes = new Uint8Array(HEAD + 8);
    bytes[0] = CONSTANT;
    new Float64Array(bytes.buffer, HEAD, 1)[0] = values[from];
    return bytes;
  }
  const packed =
    encodePackedDecimals(values, from, to, blockSize) ??
    (isFloat32(values, from, to)
      ? encodePackedFloat32(values, from, to, blockSize)
      : encodePackedFloat64(values, from, to, blockSize));
  if (packed !== null && packed.byteLength < HEAD + (to - from) * 8) return packed;
  const bytes = new Uint8Array(HEAD + (to - from) * 8);
  bytes[0] = RAW;
  new Float64Array(bytes.buffer, HEAD).set(values.subarray(from, to));
  return bytes;
}

/** Throws `storage` for bytes that are not `count` values. `room`, of that length, is filled and returned where the format allows. */
export function decodeValues(bytes: Uint8Array, count: number, room?: Float64Array): Float64Array {
  const format = bytes[0];
  if (format === OFFSET_FORMAT || format === DELTA_FORMAT) return decodeDecimals(bytes, count);
  const values = room ?? new Float64Array(count);
  if (format === PACKED_DECIMALS) decodePackedDecimals(bytes, values);
  else if (format === PACKED_FLOAT32 || format === PACKED_FLOAT64) decodePackedFloats(bytes, values);
  else if (format === RAW) {
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
