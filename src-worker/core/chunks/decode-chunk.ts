import { statusIndexOf } from '../quality.ts';
import type { ReadingBlock } from '../reading-block.ts';
import { damaged } from './byte-fields.ts';
import { CHUNK_READINGS, type EncodedChunk } from './chunk.ts';
import { decodeQualities } from './quality-codec.ts';
import { decodeTimes } from './time-codec.ts';
import { decodeValues } from './value-codec.ts';

/** The readings of a chunk, exactly as they were encoded. Throws `storage` where the bytes do not fit the header or themselves. */
export function decodeChunk(chunk: EncodedChunk): ReadingBlock {
  const { header, statuses } = chunk;
  const count = header.readingCount;
  if (!Number.isInteger(count) || count < 1 || count > CHUNK_READINGS)
    throw damaged(`a count of ${count} readings`);
  const timesMs = decodeTimes(chunk.times, count);
  if (timesMs[0] !== header.firstMs || timesMs[count - 1] !== header.lastMs)
    throw damaged('its times are not those of its header');
  const qualities = decodeQualities(chunk.qualities, count);
  for (let i = 0; i < count && chunk.qualities.byteLength > 0; i++)
    if (statusIndexOf(qualities[i]) >= statuses.length)
      throw damaged('a quality names a text that is not there');
  return { timesMs, values: decodeValues(chunk.values, count), qualities, statuses };
}
