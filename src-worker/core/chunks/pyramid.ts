import { summariseStretch } from '../series/summarise-stretch.ts';
import { type Summaries, SUMMARY_COLUMNS, summariesOver } from '../series/summaries.ts';
import { decodeSummaries, PACKED_SUMMARIES, packSummaries } from '../series/summary-codec.ts';
import { checkLength, damaged, numbersAt } from './byte-fields.ts';
import { BUCKET_READINGS, CHUNK_READINGS } from './chunk.ts';

/**
 * Byte 0 is the format: packed as in `summary-codec.ts`, or, in older stores and where times cannot be packed, a head of 8
 * bytes and the columns of the summaries of every 256 readings, one float64 a bucket.
 */
const PLAIN = 1;
const PLAIN_HEAD = 8;
const PLAIN_BUCKET_READINGS = 256;

/** A distance of more than this many usual steps ends a bucket, so many times in a chunk. */
export const LONG_GAP_STEPS = 16;
const MOST_CUTS = 64;

/** Bytes of the pyramid over the readings from (included) to (excluded), and the same as columns. */
export function buildPyramid(
  timesMs: Float64Array,
  values: Float64Array,
  from: number,
  to: number,
  stepMs: number,
): { readonly bytes: Uint8Array; readonly buckets: Summaries } {
  const ends = bucketEnds(timesMs, from, to, stepMs);
  const count = ends.length;
  const buckets = summariesOver(new Float64Array(count * SUMMARY_COLUMNS.length), count);
  for (let bucket = 0, start = from; bucket < count; start = ends[bucket++])
    summariseStretch(timesMs, values, start, ends[bucket], buckets, bucket);
  const bytes = packSummaries({ stretches: buckets, stepsMs: new Float64Array(count).fill(stepMs) });
  return bytes === null ? buildPlain(timesMs, values, from, to) : { bytes, buckets };
}

/** Where buckets end (excluded): after 64 readings, and before long gaps, since a stretch with one in it is too wide for a pixel. */
function bucketEnds(timesMs: Float64Array, from: number, to: number, stepMs: number): number[] {
  const longMs = LONG_GAP_STEPS * stepMs;
  const ends: number[] = [];
  let start = from;
  let cuts = 0;
  for (let i = from + 1; i < to; i++) {
    const isCut = timesMs[i] - timesMs[i - 1] > longMs && cuts < MOST_CUTS;
    if (!isCut && i - start < BUCKET_READINGS) continue;
    if (isCut) cuts++;
    ends.push(i);
    start = i;
  }
  ends.push(to);
  return ends;
}

/** The older format, for times that cannot be packed. */
export function buildPlain(
  timesMs: Float64Array,
  values: Float64Array,
  from: number,
  to: number,
): { readonly bytes: Uint8Array; readonly buckets: Summaries } {
  const count = Math.ceil((to - from) / PLAIN_BUCKET_READINGS);
  const bytes = new Uint8Array(PLAIN_HEAD + count * SUMMARY_COLUMNS.length * 8);
  bytes[0] = PLAIN;
  const buckets = summariesOver(new Float64Array(bytes.buffer, PLAIN_HEAD), count);
  for (let bucket = 0; bucket < count; bucket++) {
    const start = from + bucket * PLAIN_BUCKET_READINGS;
    summariseStretch(timesMs, values, start, Math.min(start + PLAIN_BUCKET_READINGS, to), buckets, bucket);
  }
  return { bytes, buckets };
}

/** Most buckets of a packed pyramid. */
export const MOST_BUCKETS = CHUNK_READINGS / BUCKET_READINGS + MOST_CUTS;

/** Throws `storage` for bytes that are not the pyramid of `readingCount` readings. `room` as in `decodeSummaries`. */
export function readPyramid(bytes: Uint8Array, readingCount: number, room?: Float64Array): Summaries {
  if (bytes[0] === PACKED_SUMMARIES) {
    const { stretches } = decodeSummaries(bytes, room);
    let counted = 0;
    for (let bucket = 0; bucket < stretches.length; bucket++) counted += stretches.readingCounts[bucket];
    if (counted !== readingCount)
      throw damaged(`pyramid: ${readingCount} readings expected, ${counted} found`);
    return stretches;
  }
  const count = Math.ceil(readingCount / PLAIN_BUCKET_READINGS);
  if (bytes[0] !== PLAIN) throw damaged(`pyramid: unknown format ${String(bytes[0])}`);
  checkLength('pyramid', bytes, PLAIN_HEAD + count * SUMMARY_COLUMNS.length * 8);
  return summariesOver(numbersAt(Float64Array, bytes, PLAIN_HEAD, count * SUMMARY_COLUMNS.length), count);
}
