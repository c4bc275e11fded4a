import { checkLength, damaged, numbersAt } from './byte-fields.ts';
import { packerFor } from './pack-kernel.ts';
import { packWholes, packWholesPlainly, unpackWholes } from './packed-wholes.ts';

/**
 * Binary fractions as packed whole numbers: the 32 bits of a float32, or the high and the low 32 bits of a float64,
 * each turned left by one so that the sign comes last and neighbours stay neighbours.
 * Head of 8 bytes: format, 3 unused, bytes of the first packed part as u32. Then one or two packed parts.
 */
export const PACKED_FLOAT32 = 6;
export const PACKED_FLOAT64 = 7;

const HEAD = 8;

/** For values that are exact as float32. Null where the packing cannot take them. */
export function encodePackedFloat32(
  values: Float64Array,
  from: number,
  to: number,
  blockSize: number,
): Uint8Array | null {
  const count = to - from;
  const floats = new Float32Array(count);
  for (let i = 0; i < count; i++) floats[i] = values[from + i];
  const bits = new Uint32Array(floats.buffer);
  const wholes = new Float64Array(count);
  for (let i = 0; i < count; i++)
    wholes[i] = floats[i] !== floats[i] ? NaN : ((bits[i] << 1) | (bits[i] >>> 31)) >>> 0;
  return join(PACKED_FLOAT32, [packWholes(wholes, blockSize)]);
}

/** By the kernel where there is one. */
export function encodePackedFloat64(
  values: Float64Array,
  from: number,
  to: number,
  blockSize: number,
): Uint8Array | null {
  const packer = packerFor(to - from, blockSize);
  if (packer === null) return encodeFloat64Plainly(values, from, to, blockSize);
  packer.values.set(values.subarray(from, to));
  const halves = [true, false].map((isHigh) => {
    packer.kernel.splitFloats(to - from, isHigh);
    const byteCount = packer.kernel.packWholes(to - from, blockSize);
    return byteCount === 0 ? null : packer.bytes.slice(0, byteCount);
  });
  return join(PACKED_FLOAT64, halves);
}

/** What the kernel does, without it. */
export function encodeFloat64Plainly(
  values: Float64Array,
  from: number,
  to: number,
  blockSize: number,
): Uint8Array | null {
  const count = to - from;
  const part = values.slice(from, to);
  const bits = new Uint32Array(part.buffer);
  const high = new Float64Array(count);
  const low = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const isMissing = part[i] !== part[i];
    const top = bits[2 * i + 1];
    high[i] = isMissing ? NaN : ((top << 1) | (top >>> 31)) >>> 0;
    low[i] = isMissing ? NaN : bits[2 * i];
  }
  return join(PACKED_FLOAT64, [packWholesPlainly(high, blockSize), packWholesPlainly(low, blockSize)]);
}

/** Throws `storage` for bytes that are not as many values as `into` holds. */
export function decodePackedFloats(bytes: Uint8Array, into: Float64Array): void {
  const firstBytes = numbersAt(Uint32Array, bytes, 4, 1)[0];
  const secondAt = HEAD + firstBytes;
  if (secondAt > bytes.byteLength) throw damaged('values: a part that is longer than the whole');
  const first = new Float64Array(into.length);
  unpackWholes(bytes.subarray(HEAD, secondAt), first);
  if (bytes[0] === PACKED_FLOAT32) {
    checkLength('values', bytes, secondAt);
    const bits = new Uint32Array(into.length);
    const floats = new Float32Array(bits.buffer);
    for (let i = 0; i < into.length; i++) bits[i] = turnedBack(first[i]);
    for (let i = 0; i < into.length; i++) into[i] = first[i] !== first[i] ? NaN : floats[i];
    return;
  }
  const second = new Float64Array(into.length);
  unpackWholes(bytes.subarray(secondAt), second);
  const bits = new Uint32Array(2 * into.length);
  for (let i = 0; i < into.length; i++) {
    bits[2 * i] = second[i];
    bits[2 * i + 1] = turnedBack(first[i]);
  }
  const floats = new Float64Array(bits.buffer);
  for (let i = 0; i < into.length; i++) into[i] = first[i] !== first[i] ? NaN : floats[i];
}

const turnedBack = (whole: number): number => ((whole >>> 1) | (whole << 31)) >>> 0;

function join(format: number, parts: readonly (Uint8Array | null)[]): Uint8Array | null {
  const packed = parts.filter((part) => part !== null);
  if (packed.length < parts.length) return null;
  const bytes = new Uint8Array(packed.reduce((sum, part) => sum + part.byteLength, HEAD));
  bytes[0] = format;
  new Uint32Array(bytes.buffer, 4, 1)[0] = packed[0].byteLength;
  let at = HEAD;
  for (const part of packed) {
    bytes.set(part, at);
    at += part.byteLength;
  }
  return bytes;
}
