import { statusIndexOf } from '../quality.ts';
import type { ReadingBlock } from '../reading-block.ts';
import { damaged } from './byte-fields.ts';
import { CHUNK_READINGS, type EncodedChunk } from './chunk.ts';
import { decodeQualities } from './quality-codec.ts';
import { decodeTimes } from './time-codec.ts';
import { decodeValues } from './value-codec.ts';

/** The readings of a chunk, exactly as they were encoded. Throws `storage` where the bytes do not fit the header or themselves. */
export const decodeChunk = (chunk: EncodedChunk): ReadingBlock => ({
  timesMs: decodeChunkTimes(chunk),
  ...decodeChunkValues(chunk),
  statuses: chunk.statuses,
});

/** The times alone. Throws `storage` as `decodeChunk` does. */
export function decodeChunkTimes({ header, times }: EncodedChunk): Float64Array {
  const count = checkedCount(header.readingCount);
  const timesMs = decodeTimes(times, count);
  if (timesMs[0] !== header.firstMs || timesMs[count - 1] !== header.lastMs)
    throw damaged('its times are not those of its header');
  return timesMs;
}

/**
 * All but the times. Throws `storage` as `decodeChunk` does. `room`, for as many values as a chunk can have, is used
 * where the format allows: then the values are valid until it is used again.
 */
export function decodeChunkValues(
  chunk: EncodedChunk,
  room?: Float64Array,
): Pick<ReadingBlock, 'values' | 'qualities'> {
  const count = checkedCount(chunk.header.readingCount);
  const qualities = decodeQualities(chunk.qualities, count);
  if (chunk.qualities.byteLength > 0 && statusIndexOf(largestOf(qualities)) >= chunk.statuses.length)
    throw damaged('a quality names a text that is not there');
  return { values: decodeValues(chunk.values, count, room?.subarray(0, count)), qualities };
}

function largestOf(qualities: Uint8Array): number {
  let largest = 0;
  for (let i = 0; i < qualities.length; i++) if (qualities[i] > largest) largest = qualities[i];
  return largest;
}

function checkedCount(count: number): number {
  if (!Number.isInteger(count) || count < 1 || count > CHUNK_READINGS)
    throw damaged(`a count of ${count} readings`);
  return count;
}
