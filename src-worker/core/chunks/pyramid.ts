import { type Summaries, SUMMARY_COLUMNS, summariesOver } from '../series/summaries.ts';
import { checkLength, damaged, numbersAt } from './byte-fields.ts';
import { BUCKET_READINGS } from './chunk.ts';

/** Byte 0 is the format; after a head of 8 bytes the columns of the summaries, one float64 a bucket. */
const FORMAT = 1;
const HEAD = 8;

const bucketCountOf = (readingCount: number): number => Math.ceil(readingCount / BUCKET_READINGS);

/** Bytes of the pyramid over the readings from (included) to (excluded), and the same as columns. */
export function buildPyramid(
  timesMs: Float64Array,
  values: Float64Array,
  from: number,
  to: number,
): { readonly bytes: Uint8Array; readonly buckets: Summaries } {
  const count = bucketCountOf(to - from);
  const bytes = new Uint8Array(HEAD + count * SUMMARY_COLUMNS.length * 8);
  bytes[0] = FORMAT;
  const buckets = summariesOver(new Float64Array(bytes.buffer, HEAD), count);
  for (let bucket = 0; bucket < count; bucket++) {
    const start = from + bucket * BUCKET_READINGS;
    summariseStretch(timesMs, values, start, Math.min(start + BUCKET_READINGS, to), buckets, bucket);
  }
  return { bytes, buckets };
}

/** Throws `storage` for bytes that are not the pyramid of `readingCount` readings. */
export function readPyramid(bytes: Uint8Array, readingCount: number): Summaries {
  const count = bucketCountOf(readingCount);
  if (bytes[0] !== FORMAT) throw damaged(`pyramid: unknown format ${String(bytes[0])}`);
  checkLength('pyramid', bytes, HEAD + count * SUMMARY_COLUMNS.length * 8);
  return summariesOver(numbersAt(Float64Array, bytes, HEAD, count * SUMMARY_COLUMNS.length), count);
}

function summariseStretch(
  timesMs: Float64Array,
  values: Float64Array,
  from: number,
  to: number,
  into: Summaries,
  at: number,
): void {
  let first = -1;
  let last = -1;
  let lowest = Infinity;
  let highest = -Infinity;
  let lowestAt = -1;
  let highestAt = -1;
  let missing = 0;
  for (let i = from; i < to; i++) {
    const value = values[i];
    if (value !== value) {
      missing++;
      continue;
    }
    if (first < 0) first = i;
    last = i;
    if (value < lowest) {
      lowest = value;
      lowestAt = i;
    }
    if (value > highest) {
      highest = value;
      highestAt = i;
    }
  }
  into.readingCounts[at] = to - from;
  into.missingCounts[at] = missing;
  into.firstMs[at] = timesMs[from];
  into.lastMs[at] = timesMs[to - 1];
  into.firstValueMs[at] = first < 0 ? NaN : timesMs[first];
  into.firstValue[at] = first < 0 ? NaN : values[first];
  into.minMs[at] = first < 0 ? NaN : timesMs[lowestAt];
  into.min[at] = first < 0 ? NaN : lowest;
  into.maxMs[at] = first < 0 ? NaN : timesMs[highestAt];
  into.max[at] = first < 0 ? NaN : highest;
  into.lastValueMs[at] = last < 0 ? NaN : timesMs[last];
  into.lastValue[at] = last < 0 ? NaN : values[last];
}
