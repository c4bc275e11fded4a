/** Bits of a lane, each standing for one leaf. */
export const LANE_BITS = 64;

/** Neighbouring leaves of one tree in one lane. */
export interface Piece {
  readonly tree: number;
  readonly firstLeaf: number;
  readonly count: number;
  /** Bit of the first leaf. */
  readonly firstBit: number;
}

/** One or two pieces: the lowest bit set tells the leaf of the first, the highest that of the second. */
export type Lane = readonly Piece[];

/** Distributes the leaves of trees over few lanes. The largest trees come first; what does not fit goes on in the next lane. */
export function packLeaves(leafCounts: readonly number[]): Lane[] {
  const waiting = leafCounts
    .map((count, tree) => ({ tree, firstLeaf: 0, count }))
    .sort((one, other) => one.count - other.count || other.tree - one.tree);
  const lanes: Lane[] = [];
  for (;;) {
    const lane: Piece[] = [];
    let firstBit = 0;
    while (lane.length < 2 && firstBit < LANE_BITS) {
      const next = waiting.pop();
      if (next === undefined) break;
      const count = Math.min(next.count, LANE_BITS - firstBit);
      lane.push({ tree: next.tree, firstLeaf: next.firstLeaf, count, firstBit });
      firstBit += count;
      const rest = next.count - count;
      if (rest > 0) waiting.push({ tree: next.tree, firstLeaf: next.firstLeaf + count, count: rest });
    }
    if (lane.length === 0) return lanes;
    lanes.push(lane);
  }
}
