import { checkLength, damaged, numbersAt } from './byte-fields.ts';
import { packWholes, unpackByKernel, unpackWholesPlainly } from './packed-wholes.ts';

/**
 * Times of a chunk. Byte 0 is the format, byte 1 the width of a code in bytes.
 *   raw      8 bytes head, then float64 each
 *   regular  8 bytes head, first, step
 *   delta    8 bytes head, first, lowest delta, divisor, then (delta - lowest) / divisor as u8, u16 or u32; no longer written
 *   steps    8 bytes head with the number of exceptions as u16 at 2, first, step, other deltas as float64, their places as u16
 *   packed   8 bytes head, first, lowest delta, divisor, then (delta - lowest) / divisor packed
 */
const RAW = 0;
const REGULAR = 1;
const DELTA = 2;
const STEPS = 3;
const PACKED = 4;

const HEAD = 8;
const REGULAR_SIZE = 24;
const DELTA_HEAD = 32;
const LARGEST_SAFE_MS = 2 ** 52;
/** Distances that share a width of bits. */
const BLOCK_SIZE = 256;
/** Share of distances that differ from the usual one up to which they are kept by themselves, at 10 bytes each. */
const MOST_EXCEPTIONS = 1 / 32;

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
  if (count === 1 || lowest === highest) return encodeRegular(first, count === 1 ? 0 : lowest);
  const steps = encodeSteps(timesMs, from, to);
  if (steps !== null) return steps;
  const divisor = commonDivisor(timesMs, from, to, lowest);
  const packed = encodePacked(timesMs, from, to, lowest, divisor);
  return packed !== null && packed.byteLength < HEAD + count * 8 ? packed : encodeRaw(timesMs, from, to);
}

function encodeRegular(firstMs: number, stepMs: number): Uint8Array {
  const bytes = new Uint8Array(REGULAR_SIZE);
  bytes[0] = REGULAR;
  new Float64Array(bytes.buffer, HEAD, 2).set([firstMs, stepMs]);
  return bytes;
}

/** As `encodeTimes`, of whole times that are known to lie one step apart; null where they are too large for it. */
export const encodeRegularTimes = (firstMs: number, lastMs: number, stepMs: number): Uint8Array | null =>
  isWhole(firstMs) && isWhole(lastMs) ? encodeRegular(firstMs, stepMs) : null;

/** One step, and the distances that are not that step. Null when they are so many that packing is smaller. */
function encodeSteps(timesMs: Float64Array, from: number, to: number): Uint8Array | null {
  const step = majorityStep(timesMs, from, to);
  const places: number[] = [];
  for (let i = from + 1; i < to; i++) if (timesMs[i] - timesMs[i - 1] !== step) places.push(i - from);
  if (places.length > (to - from) * MOST_EXCEPTIONS) return null;
  const bytes = new Uint8Array(REGULAR_SIZE + places.length * 10);
  bytes[0] = STEPS;
  new Uint16Array(bytes.buffer, 2, 1)[0] = places.length;
  new Float64Array(bytes.buffer, HEAD, 2).set([timesMs[from], step]);
  const deltas = new Float64Array(bytes.buffer, REGULAR_SIZE, places.length);
  const placesAt = new Uint16Array(bytes.buffer, REGULAR_SIZE + places.length * 8, places.length);
  places.forEach((place, at) => {
    deltas[at] = timesMs[from + place] - timesMs[from + place - 1];
    placesAt[at] = place;
  });
  return bytes;
}

/** The distance of more than half of all neighbours, if there is one. Source: Boyer and Moore 1981, MJRTY. */
function majorityStep(timesMs: Float64Array, from: number, to: number): number {
  let step = 0;
  let votes = 0;
  for (let i = from + 1; i < to; i++) {
    const delta = timesMs[i] - timesMs[i - 1];
    if (votes === 0) {
      step = delta;
      votes = 1;
    } else votes += delta === step ? 1 : -1;
  }
  return step;
}

function encodePacked(
  timesMs: Float64Array,
  from: number,
  to: number,
  lowest: number,
  divisor: number,
): Uint8Array | null {
  const codes = new Float64Array(to - from - 1);
  for (let i = 0; i < codes.length; i++)
    codes[i] = (timesMs[from + i + 1] - timesMs[from + i] - lowest) / divisor;
  const packed = packWholes(codes, BLOCK_SIZE);
  if (packed === null) return null;
  const bytes = new Uint8Array(DELTA_HEAD + packed.byteLength);
  bytes[0] = PACKED;
  new Float64Array(bytes.buffer, HEAD, 3).set([timesMs[from], lowest, divisor]);
  bytes.set(packed, DELTA_HEAD);
  return bytes;
}

/** Throws `storage` for bytes that are not `count` times. `room`, of that length, is filled and returned. */
export function decodeTimes(bytes: Uint8Array, count: number, room?: Float64Array): Float64Array {
  const times = room ?? new Float64Array(count);
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
  } else if (format === STEPS) decodeSteps(bytes, times);
  else if (format === PACKED) decodePacked(bytes, times);
  else throw damaged(`times: unknown format ${String(format)}`);
  return times;
}

function decodeSteps(bytes: Uint8Array, times: Float64Array): void {
  const exceptionCount = numbersAt(Uint16Array, bytes, 2, 1)[0];
  checkLength('times', bytes, REGULAR_SIZE + exceptionCount * 10);
  const [first, step] = numbersAt(Float64Array, bytes, HEAD, 2);
  const deltas = numbersAt(Float64Array, bytes, REGULAR_SIZE, exceptionCount);
  const places = numbersAt(Uint16Array, bytes, REGULAR_SIZE + exceptionCount * 8, exceptionCount);
  if (!isWhole(first) || !isWhole(step) || step < 1) throw damaged('its times do not rise');
  let time = first;
  times[0] = first;
  let at = 1;
  for (let exception = 0; exception <= exceptionCount; exception++) {
    const place = exception === exceptionCount ? times.length : places[exception];
    if (place < at || place > times.length) throw damaged('times: an exception out of its place');
    for (; at < place; at++) times[at] = time += step;
    if (exception === exceptionCount) return;
    if (at === times.length || !(deltas[exception] >= 1) || !isWhole(deltas[exception]))
      throw damaged('its times do not rise');
    times[at++] = time += deltas[exception];
  }
}

function decodePacked(bytes: Uint8Array, times: Float64Array): void {
  const [first, lowest, divisor] = numbersAt(Float64Array, bytes, HEAD, 3);
  if (!isWhole(first) || !isWhole(lowest) || !isWhole(divisor) || lowest < 1 || divisor < 1)
    throw damaged('its times do not rise');
  times[0] = first;
  const packed = bytes.subarray(DELTA_HEAD);
  const packer = unpackByKernel(packed, times.length - 1);
  if (packer !== null && packer.kernel.sumTimes(times.length - 1, first, lowest, divisor) !== 0) {
    times.set(packer.wholes.subarray(0, times.length - 1), 1);
    return;
  }
  unpackWholesPlainly(packed, times.subarray(1));
  let time = first;
  for (let i = 1; i < times.length; i++) {
    const delta = lowest + times[i] * divisor;
    if (!(delta >= 1)) throw damaged('its times do not rise');
    times[i] = time += delta;
  }
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
