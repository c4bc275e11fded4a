import { checkLength, damaged, numbersAt } from '../chunks/byte-fields.ts';
import { packWholes, unpackByKernel, unpackWholesPlainly } from '../chunks/packed-wholes.ts';
import { type ReadingRoom, readingRoom, STRETCH_ROOM } from '../chunks/reading-kernel.ts';
import { decodeValues, encodeValues } from '../chunks/value-codec.ts';
import { type Summaries, SUMMARY_COLUMNS, summariesOver } from './summaries.ts';

/**
 * Summaries, each with the usual step of its readings, as bytes.
 *   packed  head of 24 bytes: format, 1 unused, stretches as u16, bytes of the packed part as u32, first time and common divisor
 *           of all times as float64. Then packed column by column: readings, missing ones, step, and as multiples of the
 *           divisor the distance of the start from the one before, the length, where in it the first value, lowest and
 *           highest stand, and how long before the end the last value. Then the values: first, last, lowest, highest.
 *   plain   head of 8 bytes: format, 1 unused, stretches as u16. Then the columns as float64, the step last.
 */
export const PACKED_SUMMARIES = 2;
const PLAIN_SUMMARIES = 3;

const PACKED_HEAD = 24;
const PLAIN_HEAD = 8;
const PACKED_COLUMNS = 9;
const LARGEST_BLOCK = 256;

export interface SteppedSummaries {
  readonly stretches: Summaries;
  /** Median distance of neighbouring readings in each, ms. */
  readonly stepsMs: Float64Array;
}

/** At most 65,535 stretches. Lossless. */
export function encodeSummaries(summaries: SteppedSummaries): Uint8Array {
  return packSummaries(summaries) ?? plainSummaries(summaries);
}

/** Null where times are not whole milliseconds or lie too far apart. By the kernel where there is one. */
export function packSummaries(summaries: SteppedSummaries): Uint8Array | null {
  const { stretches, stepsMs } = summaries;
  const room = stretches.length > STRETCH_ROOM ? null : readingRoom();
  if (room === null) return packSummariesPlainly(summaries);
  for (const [at, name] of SUMMARY_COLUMNS.entries()) room.stretches[at].set(stretches[name]);
  room.stepsMs.set(stepsMs);
  return packStretches(room, stretches);
}

/** As `packSummaries`, for stretches that stand in the kernel's memory with their steps. */
export function packStretches({ kernel, wholes }: ReadingRoom, stretches: Summaries): Uint8Array | null {
  const divisor = kernel.summaryWholes(stretches.length);
  return divisor === 0
    ? null
    : join(stretches, wholes.subarray(0, PACKED_COLUMNS * stretches.length), divisor);
}

/** What the kernel does, without it. */
export function packSummariesPlainly({ stretches, stepsMs }: SteppedSummaries): Uint8Array | null {
  const count = stretches.length;
  const wholes = new Float64Array(PACKED_COLUMNS * count);
  const { firstMs, lastMs } = stretches;
  for (let i = 0; i < count; i++) {
    wholes[i] = stretches.readingCounts[i];
    wholes[count + i] = stretches.missingCounts[i];
    wholes[2 * count + i] = stepsMs[i];
    wholes[3 * count + i] = i === 0 ? 0 : firstMs[i] - firstMs[i - 1];
    wholes[4 * count + i] = lastMs[i] - firstMs[i];
    wholes[5 * count + i] = stretches.firstValueMs[i] - firstMs[i];
    wholes[6 * count + i] = stretches.minMs[i] - firstMs[i];
    wholes[7 * count + i] = stretches.maxMs[i] - firstMs[i];
    wholes[8 * count + i] = lastMs[i] - stretches.lastValueMs[i];
  }
  if (!areWhole(wholes) || !Number.isSafeInteger(firstMs[0])) return null;
  return join(stretches, wholes, divideCommon(wholes.subarray(3 * count)));
}

function join(stretches: Summaries, wholes: Float64Array, divisor: number): Uint8Array | null {
  const count = stretches.length;
  const blockSize = Math.min(count, LARGEST_BLOCK);
  const packed = packWholes(wholes, blockSize);
  if (packed === null) return null;
  const values = new Float64Array(4 * count);
  [stretches.firstValue, stretches.lastValue, stretches.min, stretches.max].forEach((column, at) => {
    values.set(column, at * count);
  });
  const valueBytes = encodeValues(values, 0, values.length, blockSize);
  const bytes = new Uint8Array(PACKED_HEAD + packed.byteLength + valueBytes.byteLength);
  bytes[0] = PACKED_SUMMARIES;
  new Uint16Array(bytes.buffer, 2, 1)[0] = count;
  new Uint32Array(bytes.buffer, 4, 1)[0] = packed.byteLength;
  new Float64Array(bytes.buffer, 8, 2).set([stretches.firstMs[0], divisor]);
  bytes.set(packed, PACKED_HEAD);
  bytes.set(valueBytes, PACKED_HEAD + packed.byteLength);
  return bytes;
}

function plainSummaries({ stretches, stepsMs }: SteppedSummaries): Uint8Array {
  const count = stretches.length;
  const bytes = new Uint8Array(PLAIN_HEAD + (SUMMARY_COLUMNS.length + 1) * count * 8);
  bytes[0] = PLAIN_SUMMARIES;
  new Uint16Array(bytes.buffer, 2, 1)[0] = count;
  const memory = new Float64Array(bytes.buffer, PLAIN_HEAD);
  SUMMARY_COLUMNS.forEach((name, at) => {
    memory.set(stretches[name], at * count);
  });
  memory.set(stepsMs, SUMMARY_COLUMNS.length * count);
  return bytes;
}

/** Memory for the summaries of up to `most` stretches, to be decoded into again and again. */
export const summaryRoom = (most: number): Float64Array =>
  new Float64Array(most * (SUMMARY_COLUMNS.length + 1));

/** Values of all stretches of a segment, between their decoding and their columns. */
const valuesRoom = new Float64Array(4 * STRETCH_ROOM);

/**
 * Throws `storage` for bytes that are not summaries. With a `room` that is large enough the columns lie in it, until it
 * is used again.
 */
export function decodeSummaries(bytes: Uint8Array, room?: Float64Array): SteppedSummaries {
  const count = numbersAt(Uint16Array, bytes, 2, 1)[0];
  if (count === 0) throw damaged('summaries of nothing');
  if (bytes[0] === PLAIN_SUMMARIES) {
    const columns = SUMMARY_COLUMNS.length;
    checkLength('summaries', bytes, PLAIN_HEAD + (columns + 1) * count * 8);
    const memory = numbersAt(Float64Array, bytes, PLAIN_HEAD, (columns + 1) * count);
    return { stretches: summariesOver(memory, count), stepsMs: memory.subarray(columns * count) };
  }
  if (bytes[0] !== PACKED_SUMMARIES) throw damaged(`summaries: unknown format ${String(bytes[0])}`);
  const packedBytes = numbersAt(Uint32Array, bytes, 4, 1)[0];
  const [startMs, divisor] = numbersAt(Float64Array, bytes, 8, 2);
  const valuesAt = PACKED_HEAD + packedBytes;
  if (valuesAt >= bytes.byteLength || !Number.isSafeInteger(startMs) || !(divisor >= 1))
    throw damaged('summaries: a head that makes no sense');
  const size = (SUMMARY_COLUMNS.length + 1) * count;
  const memory = room !== undefined && room.length >= size ? room : new Float64Array(size);
  const stretches = summariesOver(memory, count);
  const stepsMs = memory.subarray(SUMMARY_COLUMNS.length * count, size);
  const packed = bytes.subarray(PACKED_HEAD, valuesAt);
  const packer = unpackByKernel(packed, PACKED_COLUMNS * count);
  const wholes = packer?.wholes ?? new Float64Array(PACKED_COLUMNS * count);
  if (packer === null) unpackWholesPlainly(packed, wholes);
  stretches.readingCounts.set(wholes.subarray(0, count));
  stretches.missingCounts.set(wholes.subarray(count, 2 * count));
  stepsMs.set(wholes.subarray(2 * count, 3 * count));
  fillTimes(stretches, wholes, startMs, divisor);
  // The kernel's memory is used for them again.
  const own = 4 * count <= valuesRoom.length ? valuesRoom.subarray(0, 4 * count) : undefined;
  const values = decodeValues(bytes.subarray(valuesAt), 4 * count, own);
  stretches.firstValue.set(values.subarray(0, count));
  stretches.lastValue.set(values.subarray(count, 2 * count));
  stretches.min.set(values.subarray(2 * count, 3 * count));
  stretches.max.set(values.subarray(3 * count));
  return { stretches, stepsMs };
}

function fillTimes(stretches: Summaries, wholes: Float64Array, startMs: number, divisor: number): void {
  const count = stretches.length;
  let first = startMs;
  for (let i = 0; i < count; i++) {
    first += wholes[3 * count + i] * divisor;
    const last = first + wholes[4 * count + i] * divisor;
    stretches.firstMs[i] = first;
    stretches.lastMs[i] = last;
    stretches.firstValueMs[i] = first + wholes[5 * count + i] * divisor;
    stretches.minMs[i] = first + wholes[6 * count + i] * divisor;
    stretches.maxMs[i] = first + wholes[7 * count + i] * divisor;
    stretches.lastValueMs[i] = last - wholes[8 * count + i] * divisor;
  }
}

function areWhole(wholes: Float64Array): boolean {
  for (let i = 0; i < wholes.length; i++)
    if (wholes[i] === wholes[i] && !Number.isSafeInteger(wholes[i])) return false;
  return true;
}

/** Divides all by what divides them all, and returns that. */
function divideCommon(wholes: Float64Array): number {
  let divisor = 0;
  for (let i = 0; i < wholes.length && divisor !== 1; i++) {
    let rest = wholes[i];
    while (rest > 0) {
      const next = divisor % rest;
      divisor = rest;
      rest = next;
    }
  }
  if (divisor <= 1) return 1;
  for (let i = 0; i < wholes.length; i++) wholes[i] /= divisor;
  return divisor;
}
