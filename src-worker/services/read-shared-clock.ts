import { type Checkpoint, portion } from '@core/checkpoint.ts';
import { CHUNK_READINGS, type EncodedChunk } from '@core/chunks/chunk.ts';
import { decodeChunkTimes, decodeChunkValues } from '@core/chunks/decode-chunk.ts';
import { type Matrix, newSharedMatrix, newSharedValues } from '@core/matrix.ts';
import type { ReadingStore } from '@core/reading-store.ts';
import { areEqual } from '@core/samples/merge-times.ts';
import { writeUsableValues } from '@core/samples/write-usable-values.ts';
import { firstAtOrAfter } from './read-readings.ts';
import { openPages, type SeriesPage } from './series-pages.ts';

interface TimeRange {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface SharedClockSamples {
  readonly timesMs: Float64Array;
  readonly samples: Matrix;
}

/** A chunk of the first tag: its times as stored, and which of its readings lie in the range. */
interface Segment {
  readonly storedTimes: Uint8Array;
  /** Row of its first reading in the range. */
  readonly row: number;
  readonly from: number;
  readonly to: number;
}

/** So many tags are asked for ahead, so that the store and this thread do not wait for each other. */
const TAGS_AHEAD = 4;

/**
 * Samples of tags that all have readings at the same times, as `alignSamples` would give them; null as soon as a time
 * differs. Readings go from their chunk straight into the samples: at no time are more of them in memory than the
 * samples themselves, one tag and a few pages.
 */
export async function readSharedClock(
  store: Pick<ReadingStore, 'readChunks'>,
  tagIds: readonly number[],
  range: TimeRange,
  checkpoint: Checkpoint,
  onMany?: () => void,
): Promise<SharedClockSamples | null> {
  const open = (tagId: number): AsyncIterable<SeriesPage> =>
    openPages((from, to) => store.readChunks(tagId, from, to), range.fromMs, range.toMs);
  const opened = tagIds.slice(0, TAGS_AHEAD).map(open);
  /** The pages of the next tag; the first ones of some that follow are asked for. */
  const nextTag = (column: number): AsyncIterable<SeriesPage> | undefined => {
    const tagId = tagIds[column + TAGS_AHEAD];
    if (tagId !== undefined) opened.push(open(tagId));
    return opened.shift();
  };
  const stepOf = (index: number): Checkpoint =>
    portion(checkpoint, index / tagIds.length, (index + 1) / tagIds.length);
  const firstPages = nextTag(0);
  if (firstPages === undefined) return null;
  const first = await readFirst(firstPages, range, stepOf(0), onMany);
  const samples = newSharedMatrix(first.timesMs.length, tagIds.length);
  for (let row = 0, at = 0; row < first.values.length; row++, at += samples.columnCount) {
    samples.data[at] = first.values[row] ?? NaN;
  }
  for (let column = 1; column < tagIds.length; column++) {
    const pages = nextTag(column);
    const isSame =
      pages !== undefined && (await readColumn(pages, first, range, samples, column, stepOf(column)));
    if (!isSame) return null;
  }
  return { timesMs: first.timesMs, samples };
}

interface FirstTag {
  readonly timesMs: Float64Array;
  readonly values: Float32Array;
  readonly segments: readonly Segment[];
}

async function readFirst(
  pages: AsyncIterable<SeriesPage>,
  range: TimeRange,
  checkpoint: Checkpoint,
  onMany: (() => void) | undefined,
): Promise<FirstTag> {
  const times: Float64Array[] = [];
  const values: Float32Array[] = [];
  const segments: Segment[] = [];
  const room = new Float64Array(CHUNK_READINGS);
  let count = 0;
  for await (const page of pages) {
    for (const chunk of page.chunks) {
      const timesMs = decodeChunkTimes(chunk);
      const { from, to } = within(timesMs, range);
      const part = new Float32Array(to - from);
      writeUsableValues(decodeChunkValues(chunk, room), from, to, part, 0, 1);
      times.push(timesMs.subarray(from, to));
      values.push(part);
      segments.push({ storedTimes: chunk.times, row: count, from, to });
      count += to - from;
    }
    if (page.nextFromMs !== null) onMany?.();
    await checkpoint(doneOf(page, range), 'Reading');
  }
  const joined = { timesMs: newSharedValues(count), values: new Float32Array(count) };
  let at = 0;
  times.forEach((part, index) => {
    joined.timesMs.set(part, at);
    joined.values.set(values[index] ?? [], at);
    at += part.length;
  });
  return { ...joined, segments };
}

/** Fills a column; false when the tag has other times than the first one. */
async function readColumn(
  pages: AsyncIterable<SeriesPage>,
  { timesMs, segments }: FirstTag,
  range: TimeRange,
  samples: Matrix,
  column: number,
  checkpoint: Checkpoint,
): Promise<boolean> {
  let row = 0;
  let chunks = 0;
  const room = new Float64Array(CHUNK_READINGS);
  for await (const page of pages) {
    for (const chunk of page.chunks) {
      const segment = segments[chunks++];
      const part =
        segment !== undefined && segment.row === row && areSameBytes(segment.storedTimes, chunk.times)
          ? segment
          : partAtSameTimes(chunk, range, timesMs, row);
      if (part === null) return false;
      const { from, to } = part;
      const at = row * samples.columnCount + column;
      writeUsableValues(decodeChunkValues(chunk, room), from, to, samples.data, at, samples.columnCount);
      row += to - from;
    }
    await checkpoint(doneOf(page, range), 'Reading');
  }
  return row === timesMs.length;
}

/** What of a chunk lies in the range, if its times are those from `row` on; else null. */
function partAtSameTimes(
  chunk: EncodedChunk,
  range: TimeRange,
  timesMs: Float64Array,
  row: number,
): { readonly from: number; readonly to: number } | null {
  const own = decodeChunkTimes(chunk);
  const { from, to } = within(own, range);
  return areEqual(own.subarray(from, to), timesMs.subarray(row, row + to - from)) ? { from, to } : null;
}

const within = (timesMs: Float64Array, { fromMs, toMs }: TimeRange): { from: number; to: number } => ({
  from: firstAtOrAfter(timesMs, fromMs),
  to: firstAtOrAfter(timesMs, toMs + 1),
});

const doneOf = ({ nextFromMs }: SeriesPage, { fromMs, toMs }: TimeRange): number =>
  nextFromMs === null || toMs <= fromMs ? 1 : Math.min(1, (nextFromMs - fromMs) / (toMs - fromMs));

function areSameBytes(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false;
  for (let at = 0; at < one.length; at++) if (one[at] !== other[at]) return false;
  return true;
}
