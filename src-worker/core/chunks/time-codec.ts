import { checkLength, damaged, numbersAt } from './byte-fields.ts';

/**
 * Times of a chunk. Byte 0 is the format, byte 1 the width of a code in bytes.
 *   raw      8 bytes head, then float64 each
 *   regular  8 bytes head, first, step
 *   delta    8 bytes head, first, lowest delta, divisor, then (delta - lowest) / divisor as u8, u16 or u32
 */
const RAW = 0;
const REGULAR = 1;
const DELTA = 2;

const HEAD = 8;
const REGULAR_SIZE = 24;
const DELTA_HEAD = 32;
const LARGEST_SAFE_MS = 2 ** 52;

/** Bytes of the times from (included) to (excluded). They must rise strictly; lossless for any finite float64. */
export function encodeTimes(timesMs: Float64Array, from: number, to: number): Uint8Array {
  const count = to - from;
  const first = timesMs[from];
  let lowest = Infinity;
  let highest = 0;
  let areWhole = isWhole(first);
  for (let i = from + 1; i < to; i++) {
    const delta = timesMs[i] - timesMs[i - 1];
    if (delta < lowest) lowest = delta;
    if (delta > highest) highest = delta;
    if (!Number.isInteger(timesMs[i])) areWhole = false;
  }
  if (!areWhole || !isWhole(timesMs[to - 1])) return encodeRaw(timesMs, from, to);
  if (count === 1 || lowest === highest) {
    const bytes = new Uint8Array(REGULAR_SIZE);
    bytes[0] = REGULAR;
    new Float64Array(bytes.buffer, HEAD, 2).set([first, count === 1 ? 0 : lowest]);
    return bytes;
  }
  const divisor = commonDivisor(timesMs, from, to, lowest);
  const largestCode = (highest - lowest) / divisor;
  const width = largestCode < 2 ** 8 ? 1 : largestCode < 2 ** 16 ? 2 : 4;
  if (largestCode >= 2 ** 32) return encodeRaw(timesMs, from, to);
  const bytes = new Uint8Array(DELTA_HEAD + (count - 1) * width);
  bytes[0] = DELTA;
  bytes[1] = width;
  new Float64Array(bytes.buffer, HEAD, 3).set([first, lowest, divisor]);
  const codes = codesOf(bytes, width, count - 1);
  for (let i = from + 1; i < to; i++) {
    codes[i - from - 1] = (timesMs[i] - timesMs[i - 1] - lowest) / divisor;
  }
  return bytes;
}

/** Throws `storage` for bytes that are not `count` times. */
export function decodeTimes(bytes: Uint8Array, count: number): Float64Array {
  const times = new Float64Array(count);
  const format = bytes[0];
  if (format === RAW) {
    checkLength('times', bytes, HEAD + count * 8);
    times.set(numbersAt(Float64Array, bytes, HEAD, count));
    checkRising(times);
  } else if (format === REGULAR) {
    checkLength('times', bytes, REGULAR_SIZE);
    const [first, step] = numbersAt(Float64Array, bytes, HEAD, 2);
    if (!isWhole(first) || !isWhole(step) || (count > 1 && step < 1)) throw damaged('its times do not rise');
    for (let i = 0; i < count; i++) times[i] = first + i * step;
  } else if (format === DELTA) {
    const width = bytes[1];
    if (width !== 1 && width !== 2 && width !== 4) throw damaged(`times: a width of ${width} bytes`);
    checkLength('times', bytes, DELTA_HEAD + (count - 1) * width);
    const [first, lowest, divisor] = numbersAt(Float64Array, bytes, HEAD, 3);
    if (!isWhole(first) || !isWhole(lowest) || !isWhole(divisor) || lowest < 1 || divisor < 1)
      throw damaged('its times do not rise');
    const codes = codesOf(bytes, width, count - 1);
    let time = first;
    times[0] = time;
    for (let i = 1; i < count; i++) {
      time += lowest + codes[i - 1] * divisor;
      times[i] = time;
    }
  } else throw damaged(`times: unknown format ${String(format)}`);
  return times;
}

const isWhole = (ms: number): boolean => Number.isInteger(ms) && Math.abs(ms) < LARGEST_SAFE_MS;

function encodeRaw(timesMs: Float64Array, from: number, to: number): Uint8Array {
  const bytes = new Uint8Array(HEAD + (to - from) * 8);
  bytes[0] = RAW;
  new Float64Array(bytes.buffer, HEAD).set(timesMs.subarray(from, to));
  return bytes;
}

function codesOf(bytes: Uint8Array, width: number, count: number): Uint8Array | Uint16Array | Uint32Array {
  if (width === 1) return numbersAt(Uint8Array, bytes, DELTA_HEAD, count);
  if (width === 2) return numbersAt(Uint16Array, bytes, DELTA_HEAD, count);
  return numbersAt(Uint32Array, bytes, DELTA_HEAD, count);
}

/** Greatest common divisor of the deltas above the lowest. */
function commonDivisor(timesMs: Float64Array, from: number, to: number, lowest: number): number {
  let divisor = 0;
  for (let i = from + 1; i < to && divisor !== 1; i++) {
    let rest = timesMs[i] - timesMs[i - 1] - lowest;
    while (rest > 0) {
      const next = divisor % rest;
      divisor = rest;
      rest = next;
    }
  }
  return divisor;
}

function checkRising(timesMs: Float64Array): void {
  let before = -Infinity;
  for (let i = 0; i < timesMs.length; i++) {
    if (!(timesMs[i] > before)) throw damaged('its times do not rise');
    before = timesMs[i];
  }
  if (!(before < Infinity)) throw damaged('a time is not a number');
}
