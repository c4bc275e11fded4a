import type { ReadingBlock } from '../reading-block.ts';
import { CHUNK_READINGS, type EncodedChunk } from './chunk.ts';
import { examineReadings, isRising, refused } from './examine-readings.ts';
import { encodeQualities } from './quality-codec.ts';
import { encodeRegularTimes, encodeTimes } from './time-codec.ts';
import { encodeValues } from './value-codec.ts';

/**
 * The readings from (included) to (excluded) of a block as one chunk: 1 to 8,192 of them, strictly rising in time.
 * Throws `invalid-input` for an infinite value, times that do not rise or are not finite, or a wrong count.
 */
export function encodeChunk(block: ReadingBlock, from = 0, to = block.timesMs.length): EncodedChunk {
  const chunk = encodeRising(block, from, to);
  if (chunk === null) throw refused(describeFall(block.timesMs, from, to));
  return chunk;
}

/** As `encodeChunk`, but null where the times do not rise or are not finite. */
export function encodeRising(block: ReadingBlock, from: number, to: number): EncodedChunk | null {
  const { timesMs, values, qualities, statuses } = block;
  if (to - from < 1 || to - from > CHUNK_READINGS || from < 0 || to > timesMs.length)
    throw refused(`a chunk holds 1 to ${CHUNK_READINGS} readings, not ${to - from}`);
  const examined = examineReadings(timesMs, values, from, to);
  if (examined === null) return null;
  const { header, pyramid, isRegular } = examined;
  const { firstMs, lastMs, stepMs } = header;
  const { bytes, haveStatus } = encodeQualities(qualities, from, to);
  const regular = isRegular ? encodeRegularTimes(firstMs, lastMs, stepMs) : null;
  return {
    header,
    pyramid,
    times: regular ?? encodeTimes(timesMs, from, to),
    values: encodeValues(values, from, to),
    qualities: bytes,
    statuses: haveStatus ? statuses : [],
  };
}

function describeFall(timesMs: Float64Array, from: number, to: number): string {
  let at = from;
  while (at < to - 1 && isRising(timesMs, from, at + 1)) at++;
  return `time ${timesMs[at]} follows ${at === from ? -Infinity : timesMs[at - 1]}`;
}

/** A block of any length as chunks. */
export function encodeBlock(block: ReadingBlock): EncodedChunk[] {
  const chunks: EncodedChunk[] = [];
  for (let from = 0; from < block.timesMs.length; from += CHUNK_READINGS)
    chunks.push(encodeChunk(block, from, Math.min(from + CHUNK_READINGS, block.timesMs.length)));
  return chunks;
}
