import { MOST_STATUSES, groupOf, statusIndexOf, withStatus } from '../quality.ts';
import type { ReadingBlock } from '../reading-block.ts';
import { CHUNK_READINGS } from './chunk.ts';

/** Room for the readings of one chunk, in any order of time, with the status texts they use. */
export interface ReadingBuffer {
  readonly count: number;
  /** Takes readings from `from` on, up to `to`, as far as there is room, and says how many it took. */
  add(block: ReadingBlock, from: number, to: number): number;
  /** The readings so far, as views: valid until the next `add` after `clear`. */
  peek(): ReadingBlock;
  clear(): void;
}

export function createReadingBuffer(): ReadingBuffer {
  const timesMs = new Float64Array(CHUNK_READINGS);
  const values = new Float64Array(CHUNK_READINGS);
  const qualities = new Uint8Array(CHUNK_READINGS);
  let statuses: string[] = [];
  let count = 0;

  /** The quality byte with its text's place in our own list; -1 when the list is full. */
  const ownQuality = (quality: number, texts: readonly string[]): number => {
    const index = statusIndexOf(quality);
    if (index < 0) return quality;
    const text = texts[index];
    let place = statuses.indexOf(text);
    if (place < 0) {
      if (statuses.length === MOST_STATUSES) return -1;
      place = statuses.push(text) - 1;
    }
    return withStatus(groupOf(quality), place);
  };

  /** How many qualities fit, texts included. */
  const addQualities = (block: ReadingBlock, from: number, taken: number): number => {
    if (block.statuses.length === 0) {
      qualities.set(block.qualities.subarray(from, from + taken), count);
      return taken;
    }
    for (let i = 0; i < taken; i++) {
      const quality = ownQuality(block.qualities[from + i], block.statuses);
      if (quality < 0) return i;
      qualities[count + i] = quality;
    }
    return taken;
  };

  return {
    get count() {
      return count;
    },
    add(block, from, to) {
      const taken = addQualities(block, from, Math.min(to - from, CHUNK_READINGS - count));
      timesMs.set(block.timesMs.subarray(from, from + taken), count);
      values.set(block.values.subarray(from, from + taken), count);
      count += taken;
      return taken;
    },
    peek: () => ({
      timesMs: timesMs.subarray(0, count),
      values: values.subarray(0, count),
      qualities: qualities.subarray(0, count),
      statuses,
    }),
    clear() {
      count = 0;
      statuses = [];
    },
  };
}
