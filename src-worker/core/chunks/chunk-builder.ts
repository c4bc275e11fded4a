import type { ReadingBlock } from '../reading-block.ts';
import { type DuplicatePolicy, worthOf } from '../series/merge-layers.ts';
import { encodeChunk, encodeRising } from './encode-chunk.ts';
import { isRising } from './examine-readings.ts';
import { CHUNK_READINGS, type EncodedChunk } from './chunk.ts';
import { createReadingBuffer } from './reading-buffer.ts';

/** Turns the readings of one tag, in the order of the file, into chunks. */
export interface ChunkBuilder {
  /** Readings that gave way to a later one of the same time inside a chunk. Those in different chunks the store finds. */
  readonly duplicateCount: number;
  /** Columns in file order: times may go back or repeat. Copied; the caller may use the arrays again. */
  add(columns: ReadingBlock, from?: number, to?: number): void;
  /** Emits what is left. */
  finish(): void;
}

/**
 * `emit` gets chunks of 8,192 readings, less where readings repeat, sorted by time, of equal times the one that the
 * policy keeps. With `reject` one of the repeated readings follows in a chunk of its own: the store, which sees all
 * chunks of the tag, then drops both.
 */
export function createChunkBuilder(
  emit: (chunk: EncodedChunk) => void,
  policy: DuplicatePolicy = 'keep-last',
): ChunkBuilder {
  const buffer = createReadingBuffer();
  let duplicateCount = 0;

  const flush = (): void => {
    if (buffer.count > 0) emitAll(buffer.peek());
    buffer.clear();
  };

  const emitAll = (readings: ReadingBlock): void => {
    const chunk = encodeRising(readings, 0, readings.timesMs.length);
    if (chunk !== null) {
      emit(chunk);
      return;
    }
    duplicateCount += readings.timesMs.length;
    for (const block of sortReadings(readings, policy)) {
      duplicateCount -= block.timesMs.length;
      emit(encodeChunk(block));
    }
  };

  return {
    get duplicateCount() {
      return duplicateCount;
    },
    add(columns, from = 0, to = columns.timesMs.length) {
      let at = from;
      while (at < to) {
        // A whole chunk needs no copy.
        if (buffer.count === 0 && columns.statuses.length === 0 && to - at >= CHUNK_READINGS) {
          emitAll(partOf(columns, at, at + CHUNK_READINGS));
          at += CHUNK_READINGS;
          continue;
        }
        const taken = buffer.add(columns, at, to);
        at += taken;
        if (taken === 0 || buffer.count === CHUNK_READINGS) flush();
      }
    },
    finish: flush,
  };
}

/**
 * The block in order of time, one reading per time: the one that the policy keeps. With `reject` the first ones, then a
 * block of one other of every time that repeats. The same block when it is in order already.
 */
export function sortReadings(block: ReadingBlock, policy: DuplicatePolicy = 'keep-last'): ReadingBlock[] {
  const { timesMs } = block;
  if (isRising(timesMs, 0, timesMs.length)) return [block];
  const order = Uint32Array.from(timesMs.keys()).sort((a, b) => timesMs[a] - timesMs[b] || a - b);
  const kept = new Uint32Array(order.length);
  const repeated: number[] = [];
  let count = 0;
  for (let start = 0, end = 0; start < order.length; start = end) {
    while (end < order.length && timesMs[order[end]] === timesMs[order[start]]) end++;
    kept[count++] = order[keptOf(block, order, start, end, policy)];
    if (policy === 'reject' && end - start > 1) repeated.push(order[end - 1]);
  }
  const first = gatherReadings(block, kept.subarray(0, count));
  return repeated.length === 0 ? [first] : [first, gatherReadings(block, Uint32Array.from(repeated))];
}

/** Which place from (included) to (excluded) of the order is kept. */
function keptOf(
  block: ReadingBlock,
  order: Uint32Array,
  from: number,
  to: number,
  policy: DuplicatePolicy,
): number {
  if (policy === 'keep-last') return to - 1;
  if (policy !== 'keep-good') return from;
  let best = from;
  for (let at = from + 1; at < to; at++)
    if (worthOf(block, order[at]) >= worthOf(block, order[best])) best = at;
  return best;
}

function gatherReadings(
  { timesMs, values, qualities, statuses }: ReadingBlock,
  places: Uint32Array,
): ReadingBlock {
  const gather = <T extends Float64Array | Uint8Array>(from: T, into: T): T => {
    for (let i = 0; i < places.length; i++) into[i] = from[places[i]];
    return into;
  };
  return {
    timesMs: gather(timesMs, new Float64Array(places.length)),
    values: gather(values, new Float64Array(places.length)),
    qualities: gather(qualities, new Uint8Array(places.length)),
    statuses,
  };
}

const partOf = (
  { timesMs, values, qualities, statuses }: ReadingBlock,
  from: number,
  to: number,
): ReadingBlock => ({
  timesMs: timesMs.subarray(from, to),
  values: values.subarray(from, to),
  qualities: qualities.subarray(from, to),
  statuses,
});
