import { statusIndexOf } from '../quality.ts';
import { checkLength, damaged } from './byte-fields.ts';
import { readingRoom } from './reading-kernel.ts';

/** Byte 0 is the format. RAW: one byte a reading. RUNS: quality, then length as u16, for each run. No bytes: all good. */
const RAW = 0;
const RUNS = 1;
const RUN_BYTES = 3;

export interface EncodedQualities {
  /** None when all are good without a text. */
  readonly bytes: Uint8Array;
  readonly haveStatus: boolean;
}

/** The qualities from (included) to (excluded), at most 8,192. By the kernel where there is one. */
export function encodeQualities(qualities: Uint8Array, from: number, to: number): EncodedQualities {
  const room = readingRoom();
  if (room === null) return encodeQualitiesPlainly(qualities, from, to);
  room.qualities.set(qualities.subarray(from, to));
  const byteCount = room.kernel.packQualities(to - from);
  return { bytes: room.qualityBytes.slice(0, byteCount), haveStatus: room.kernel.hasStatus() !== 0 };
}

/** What the kernel does, without it. */
export const encodeQualitiesPlainly = (
  qualities: Uint8Array,
  from: number,
  to: number,
): EncodedQualities => ({
  bytes: bytesOf(qualities, from, to),
  haveStatus: hasStatus(qualities, from, to),
});

function hasStatus(qualities: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (statusIndexOf(qualities[i]) >= 0) return true;
  return false;
}

function bytesOf(qualities: Uint8Array, from: number, to: number): Uint8Array {
  let runs = 1;
  for (let i = from + 1; i < to; i++) if (qualities[i] !== qualities[i - 1]) runs++;
  if (runs === 1 && qualities[from] === 0) return new Uint8Array(0);
  if (runs * RUN_BYTES >= to - from) {
    const bytes = new Uint8Array(1 + to - from);
    bytes[0] = RAW;
    bytes.set(qualities.subarray(from, to), 1);
    return bytes;
  }
  const bytes = new Uint8Array(1 + runs * RUN_BYTES);
  bytes[0] = RUNS;
  let at = 1;
  for (let start = from; start < to;) {
    let end = start + 1;
    while (end < to && qualities[end] === qualities[start]) end++;
    bytes[at] = qualities[start];
    bytes[at + 1] = (end - start) & 255;
    bytes[at + 2] = (end - start) >> 8;
    at += RUN_BYTES;
    start = end;
  }
  return bytes;
}

/** Throws `storage` for bytes that are not `count` qualities. */
export function decodeQualities(bytes: Uint8Array, count: number): Uint8Array {
  const qualities = new Uint8Array(count);
  if (bytes.byteLength === 0) return qualities;
  if (bytes[0] === RAW) {
    checkLength('qualities', bytes, 1 + count);
    qualities.set(bytes.subarray(1));
    return qualities;
  }
  if (bytes[0] !== RUNS) throw damaged(`qualities: unknown format ${bytes[0]}`);
  let filled = 0;
  for (let at = 1; at + RUN_BYTES <= bytes.byteLength; at += RUN_BYTES) {
    const length = bytes[at + 1] | (bytes[at + 2] << 8);
    qualities.fill(bytes[at], filled, filled + length);
    filled += length;
  }
  if (filled !== count || (bytes.byteLength - 1) % RUN_BYTES !== 0)
    throw damaged(`qualities: ${count} expected, ${filled} found`);
  return qualities;
}
