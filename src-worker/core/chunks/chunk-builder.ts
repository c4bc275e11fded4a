import type { ReadingBlock } from '../reading-block.ts';
import { encodeChunk } from './encode-chunk.ts';
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

/** `emit` gets chunks of 8,192 readings, less where readings repeat, sorted by time, the last of equal times kept. */
export function createChunkBuilder(emit: (chunk: EncodedChunk) => void): ChunkBuilder {
  const buffer = createReadingBuffer();
  let duplicateCount = 0;

  const flush = (): void => {
    if (buffer.count === 0) return;
    const block = sortReadings(buffer.peek());
    duplicateCount += buffer.count - block.timesMs.length;
    emit(encodeChunk(block));
    buffer.clear();
  };

  return {
    get duplicateCount() {
      return duplicateCount;
    },
    add(columns, from = 0, to = columns.timesMs.length) {
      let at = from;
      while (at < to) {
        const taken = buffer.add(columns, at, to);
        at += taken;
        if (taken === 0 || buffer.count === CHUNK_READINGS) flush();
      }
    },
    finish: flush,
  };
}

/** The block in order of time, one reading per time: the last one given. The same block when it is so already. */
export function sortReadings(block: ReadingBlock): ReadingBlock {
  const { timesMs, values, qualities, statuses } = block;
  if (isRising(timesMs)) return block;
  const order = Uint32Array.from(timesMs.keys()).sort((a, b) => timesMs[a] - timesMs[b] || a - b);
  const kept = order.filter((at, place) => timesMs[at] !== timesMs[order[place + 1]]);
  const gather = <T extends Float64Array | Uint8Array>(from: T, into: T): T => {
    for (let i = 0; i < kept.length; i++) into[i] = from[kept[i]];
    return into;
  };
  return {
    timesMs: gather(timesMs, new Float64Array(kept.length)),
    values: gather(values, new Float64Array(kept.length)),
    qualities: gather(qualities, new Uint8Array(kept.length)),
    statuses,
  };
}

function isRising(timesMs: Float64Array): boolean {
  for (let i = 1; i < timesMs.length; i++) if (!(timesMs[i] > timesMs[i - 1])) return false;
  return true;
}
