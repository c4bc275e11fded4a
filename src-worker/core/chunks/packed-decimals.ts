import { checkLength, damaged, numbersAt } from './byte-fields.ts';
import { chooseScale, isException, LARGEST_WHOLE, POWERS } from './decimal-scale.ts';
import { packerFor } from './pack-kernel.ts';
import { packWholes, unpackByKernel, unpackWholesPlainly } from './packed-wholes.ts';

/**
 * Values with few decimals as packed whole numbers: value = (base + packed * divisor) / 10^exponent.
 * Head of 24 bytes: format, exponent, number of exceptions as u16, bytes of the packed numbers as u32, base and divisor as
 * float64. Then the exceptions as float64, the packed numbers, and the places of the exceptions as u16.
 */
export const PACKED_DECIMALS = 5;

const HEAD = 24;

const NOTHING = new Float64Array(0);

/** Null where too many values are not decimals, or lie too far apart. By the kernel where it can. */
export function encodePackedDecimals(
  values: Float64Array,
  from: number,
  to: number,
  blockSize: number,
): Uint8Array | null {
  const packer = packerFor(to - from, blockSize);
  if (packer === null) return encodeDecimalsPlainly(values, from, to, blockSize);
  packer.values.set(values.subarray(from, to));
  const exponent = packer.kernel.scaleDecimals(to - from);
  if (exponent < 0) return encodeDecimalsPlainly(values, from, to, blockSize);
  const byteCount = packer.kernel.packWholes(to - from, blockSize);
  if (byteCount === 0) return null;
  const head = { exponent, base: packer.kernel.base(), divisor: packer.kernel.divisor() };
  return join(head, NOTHING, [], packer.bytes.subarray(0, byteCount));
}

/** What the kernel does, and the unusual cases that it leaves. */
export function encodeDecimalsPlainly(
  values: Float64Array,
  from: number,
  to: number,
  blockSize: number,
): Uint8Array | null {
  const scale = chooseScale(values, from, to);
  if (scale === null) return null;
  const { exponent, hasExceptions } = scale;
  const power = POWERS[exponent];
  const count = to - from;
  const wholes = new Float64Array(count);
  const places: number[] = [];
  let base = NaN;
  let before = NaN;
  for (let i = 0; i < count; i++) {
    const value = values[from + i];
    if (value !== value) wholes[i] = NaN;
    else if (hasExceptions && isException(value, power)) {
      places.push(i);
      // Something that costs nothing.
      wholes[i] = before;
    } else {
      wholes[i] = before = Math.round(value * power);
      if (base !== base) base = before;
    }
  }
  const divisor = commonDivisor(wholes, base);
  // Blocks have bases of their own.
  if (divisor === 1) base = 0;
  else for (let i = 0; i < count; i++) wholes[i] = (wholes[i] - base) / divisor;
  const packed = packWholes(wholes, blockSize);
  return packed === null
    ? null
    : join({ exponent, base, divisor }, values.subarray(from, to), places, packed);
}

interface DecimalHead {
  readonly exponent: number;
  readonly base: number;
  readonly divisor: number;
}

/** `places` of the exceptions among the values. */
function join(
  { exponent, base, divisor }: DecimalHead,
  values: Float64Array,
  places: readonly number[],
  packed: Uint8Array,
): Uint8Array {
  const packedAt = HEAD + places.length * 8;
  const bytes = new Uint8Array(packedAt + packed.byteLength + places.length * 2);
  bytes[0] = PACKED_DECIMALS;
  bytes[1] = exponent;
  new Uint16Array(bytes.buffer, 2, 1)[0] = places.length;
  new Uint32Array(bytes.buffer, 4, 1)[0] = packed.byteLength;
  new Float64Array(bytes.buffer, 8, 2).set([base, divisor]);
  const exceptions = new Float64Array(bytes.buffer, HEAD, places.length);
  places.forEach((place, at) => (exceptions[at] = values[place]));
  bytes.set(packed, packedAt);
  bytes.set(new Uint8Array(Uint16Array.from(places).buffer), packedAt + packed.byteLength);
  return bytes;
}

/** Throws `storage` for bytes that are not as many decimals as `into` holds. */
export function decodePackedDecimals(bytes: Uint8Array, into: Float64Array): void {
  const exponent = bytes[1];
  const exceptionCount = numbersAt(Uint16Array, bytes, 2, 1)[0];
  const packedBytes = numbersAt(Uint32Array, bytes, 4, 1)[0];
  const [base, divisor] = numbersAt(Float64Array, bytes, 8, 2);
  if (exponent >= POWERS.length || !(Math.abs(base) <= LARGEST_WHOLE) || !(divisor >= 1))
    throw damaged('values: a head that makes no sense');
  const packedAt = HEAD + exceptionCount * 8;
  checkLength('values', bytes, packedAt + packedBytes + exceptionCount * 2);
  const exceptions = numbersAt(Float64Array, bytes, HEAD, exceptionCount);
  const places = numbersAt(Uint16Array, bytes, packedAt + packedBytes, exceptionCount);
  const packed = bytes.subarray(packedAt, packedAt + packedBytes);
  const packer = unpackByKernel(packed, into.length);
  if (packer === null) {
    unpackWholesPlainly(packed, into);
    scaleAll(into, base, divisor, POWERS[exponent]);
  } else {
    packer.kernel.unscaleDecimals(into.length, base, divisor, POWERS[exponent]);
    into.set(packer.values.subarray(0, into.length));
  }
  for (let i = 0; i < exceptionCount; i++) {
    if (places[i] >= into.length) throw damaged('values: an exception outside the chunk');
    into[places[i]] = exceptions[i];
  }
}

function scaleAll(into: Float64Array, base: number, divisor: number, power: number): void {
  if (divisor === 1) for (let i = 0; i < into.length; i++) into[i] = (base + into[i]) / power;
  else for (let i = 0; i < into.length; i++) into[i] = (base + into[i] * divisor) / power;
}

/** Greatest common divisor of the distances from the base. */
function commonDivisor(wholes: Float64Array, base: number): number {
  let divisor = 0;
  for (let i = 0; i < wholes.length && divisor !== 1; i++) {
    if (wholes[i] !== wholes[i]) continue;
    let rest = Math.abs(wholes[i] - base);
    while (rest > 0) {
      const next = divisor % rest;
      divisor = rest;
      rest = next;
    }
  }
  return divisor === 0 ? 1 : divisor;
}
