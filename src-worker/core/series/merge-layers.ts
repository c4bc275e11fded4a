import { createReadingBuffer } from '../chunks/reading-buffer.ts';
import { CHUNK_READINGS } from '../chunks/chunk.ts';
import { BAD, groupOf } from '../quality.ts';
import type { ReadingBlock } from '../reading-block.ts';

/**
 * Which of several readings at one time is kept: that of the highest rank, of the lowest rank, of the best quality (at
 * equal quality of the highest rank), or none of them.
 */
export type DuplicatePolicy = 'keep-last' | 'keep-first' | 'keep-good' | 'reject';

/** A block among overlapping ones. Ranks are whole, distinct and not negative. */
export interface Layer {
  readonly rank: number;
  readonly block: ReadingBlock;
}

/** Stands for the rank of a time whose readings are all rejected. */
const REJECTED = -1;

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
export function* mergeLayers(
  layers: Iterable<Layer>,
  policy: DuplicatePolicy = 'keep-last',
): Generator<ReadingBlock> {
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
      if (rank === REJECTED) {
        at = end;
        continue;
      }
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
    const decide =
      policy === 'keep-last'
        ? (other: number) => Math.max(other, rank)
        : (other: number, position: number, own: number) =>
            winnerOf(policy, blocks, { rank: other, position }, { rank, position: own });
    pending = mergeInto(pending, rank, block.timesMs, decide);
  }
  yield* settle(Infinity);
  if (output.count > 0) yield copyOf(output.peek());
}

interface Place {
  readonly rank: number;
  readonly position: number;
}

/** The rank that wins a time of which both have a reading, or `REJECTED`. */
function winnerOf(
  policy: Exclude<DuplicatePolicy, 'keep-last'>,
  blocks: ReadonlyMap<number, ReadingBlock>,
  old: Place,
  fresh: Place,
): number {
  if (policy === 'reject' || old.rank === REJECTED) return REJECTED;
  if (policy === 'keep-first') return Math.min(old.rank, fresh.rank);
  const worth = ({ rank, position }: Place): number => worthOf(blocks.get(rank), position);
  const difference = worth(old) - worth(fresh);
  return difference === 0 ? Math.max(old.rank, fresh.rank) : difference > 0 ? old.rank : fresh.rank;
}

/** How good a reading is: 0 without a value, else 1 (bad) to 3 (good). */
export function worthOf(block: ReadingBlock | undefined, position: number): number {
  if (block === undefined || Number.isNaN(block.values[position])) return 0;
  return 1 + BAD - groupOf(block.qualities[position]);
}

/** `decide` gets the rank and position of the old reading and the position of the fresh one at the same time. */
function mergeInto(
  pending: Pending,
  rank: number,
  timesMs: Float64Array,
  decide: (oldRank: number, oldPosition: number, freshPosition: number) => number,
): Pending {
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
    const winner =
      freshMs === oldMs
        ? decide(pending.ranks[old], pending.positions[old], fresh)
        : freshMs < oldMs
          ? rank
          : pending.ranks[old];
    const isFresh = winner === rank;
    merged.timesMs[count] = Math.min(oldMs, freshMs);
    merged.ranks[count] = winner;
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
