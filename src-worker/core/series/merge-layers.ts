import { createReadingBuffer } from '../chunks/reading-buffer.ts';
import { CHUNK_READINGS } from '../chunks/chunk.ts';
import type { ReadingBlock } from '../reading-block.ts';

/** A block among overlapping ones. At equal times the reading of the highest rank is kept. Ranks are whole and distinct. */
export interface Layer {
  readonly rank: number;
  readonly block: ReadingBlock;
}

/** Readings merged so far that a coming layer may still replace, as references. */
interface Pending {
  readonly count: number;
  readonly timesMs: Float64Array;
  readonly ranks: Int32Array;
  readonly positions: Int32Array;
}

const NOTHING: Pending = {
  count: 0,
  timesMs: new Float64Array(0),
  ranks: new Int32Array(0),
  positions: new Int32Array(0),
};

/**
 * Overlapping blocks as one sequence of blocks of at most 8,192 readings that do not overlap. `layers` come in order
 * of their first time; no more of them is held than overlap.
 */
export function* mergeLayers(layers: Iterable<Layer>): Generator<ReadingBlock> {
  const blocks = new Map<number, ReadingBlock>();
  const output = createReadingBuffer();
  let pending = NOTHING;

  /** Hands out pending readings before `beforeMs`: nothing that follows can touch them. */
  function* settle(beforeMs: number): Generator<ReadingBlock> {
    let at = 0;
    while (at < pending.count && pending.timesMs[at] < beforeMs) {
      const rank = pending.ranks[at];
      const position = pending.positions[at];
      let end = at + 1;
      while (
        end < pending.count &&
        pending.timesMs[end] < beforeMs &&
        pending.ranks[end] === rank &&
        pending.positions[end] === position + end - at
      )
        end++;
      const block = blocks.get(rank);
      if (block === undefined) break;
      const taken = output.add(block, position, position + end - at);
      at += taken;
      if (taken === 0 || output.count === CHUNK_READINGS) {
        yield copyOf(output.peek());
        output.clear();
      }
    }
    pending = dropFirst(pending, at);
    for (const [rank, block] of blocks)
      if (block.timesMs[block.timesMs.length - 1] < beforeMs) blocks.delete(rank);
  }

  for (const { rank, block } of layers) {
    if (block.timesMs.length === 0) continue;
    yield* settle(block.timesMs[0]);
    blocks.set(rank, block);
    pending = mergeInto(pending, rank, block.timesMs);
  }
  yield* settle(Infinity);
  if (output.count > 0) yield copyOf(output.peek());
}

function mergeInto(pending: Pending, rank: number, timesMs: Float64Array): Pending {
  const room = pending.count + timesMs.length;
  const merged = {
    timesMs: new Float64Array(room),
    ranks: new Int32Array(room),
    positions: new Int32Array(room),
  };
  let old = 0;
  let fresh = 0;
  let count = 0;
  while (old < pending.count || fresh < timesMs.length) {
    const oldMs = old < pending.count ? pending.timesMs[old] : Infinity;
    const freshMs = fresh < timesMs.length ? timesMs[fresh] : Infinity;
    const isFresh = freshMs < oldMs || (freshMs === oldMs && rank > pending.ranks[old]);
    merged.timesMs[count] = isFresh ? freshMs : oldMs;
    merged.ranks[count] = isFresh ? rank : pending.ranks[old];
    merged.positions[count] = isFresh ? fresh : pending.positions[old];
    count++;
    if (oldMs <= freshMs) old++;
    if (freshMs <= oldMs) fresh++;
  }
  return { count, ...merged };
}

const dropFirst = (pending: Pending, dropped: number): Pending =>
  dropped === 0
    ? pending
    : {
        count: pending.count - dropped,
        timesMs: pending.timesMs.subarray(dropped),
        ranks: pending.ranks.subarray(dropped),
        positions: pending.positions.subarray(dropped),
      };

const copyOf = (block: ReadingBlock): ReadingBlock => ({
  timesMs: block.timesMs.slice(),
  values: block.values.slice(),
  qualities: block.qualities.slice(),
  statuses: block.statuses,
});
