import { AppFailure } from '@shared/errors.ts';
import { statusIndexOf } from '../quality.ts';
import type { ReadingBlock } from '../reading-block.ts';
import { describeReadings, usualStep } from './chunk-header.ts';
import { CHUNK_READINGS, type EncodedChunk } from './chunk.ts';
import { buildPyramid } from './pyramid.ts';
import { encodeQualities } from './quality-codec.ts';
import { encodeTimes } from './time-codec.ts';
import { encodeValues } from './value-codec.ts';

/**
 * The readings from (included) to (excluded) of a block as one chunk: 1 to 8,192 of them, strictly rising in time.
 * Throws `invalid-input` for an infinite value, times that do not rise or are not finite, or a wrong count.
 */
export function encodeChunk(block: ReadingBlock, from = 0, to = block.timesMs.length): EncodedChunk {
  const { timesMs, values, qualities, statuses } = block;
  if (to - from < 1 || to - from > CHUNK_READINGS || from < 0 || to > timesMs.length)
    throw refused(`a chunk holds 1 to ${CHUNK_READINGS} readings, not ${to - from}`);
  checkReadings(timesMs, values, from, to);
  const stepMs = usualStep(timesMs, from, to);
  const { bytes, buckets } = buildPyramid(timesMs, values, from, to, stepMs);
  return {
    header: describeReadings(timesMs, values, from, to, buckets, stepMs),
    pyramid: bytes,
    times: encodeTimes(timesMs, from, to),
    values: encodeValues(values, from, to),
    qualities: encodeQualities(qualities, from, to),
    statuses: hasStatus(qualities, from, to) ? statuses : [],
  };
}

/** A block of any length as chunks. */
export function encodeBlock(block: ReadingBlock): EncodedChunk[] {
  const chunks: EncodedChunk[] = [];
  for (let from = 0; from < block.timesMs.length; from += CHUNK_READINGS)
    chunks.push(encodeChunk(block, from, Math.min(from + CHUNK_READINGS, block.timesMs.length)));
  return chunks;
}

const refused = (why: string): AppFailure =>
  new AppFailure({ kind: 'invalid-input', message: `These readings cannot be stored: ${why}.` });

function checkReadings(timesMs: Float64Array, values: Float64Array, from: number, to: number): void {
  let before = -Infinity;
  for (let i = from; i < to; i++) {
    if (!(timesMs[i] > before) || timesMs[i] === Infinity)
      throw refused(`time ${timesMs[i]} follows ${before}`);
    before = timesMs[i];
    if (values[i] === Infinity || values[i] === -Infinity)
      throw refused('a value is infinite; a missing reading is NaN with a quality');
  }
}

function hasStatus(qualities: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (statusIndexOf(qualities[i]) >= 0) return true;
  return false;
}
