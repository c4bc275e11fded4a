import type { Piece } from './pack-leaves.ts';
import type { Split } from './pruned-tree.ts';

/** A piece with its place among the 128 bits of its unit, and the splits that tell its leaves from others. */
export interface PlacedPiece extends Piece {
  readonly splits: readonly Split[];
}

/**
 * Writes the masks of one column, four words each: one for every interval between the rising `thresholds`, with the
 * bits of the leaves that a value in it can reach. A value equal to a threshold belongs to the interval below.
 */
export function fillMasks(
  masks: Int32Array,
  pieces: readonly PlacedPiece[],
  column: number,
  thresholds: Float32Array,
): void {
  for (const piece of pieces) {
    const { firstBit, firstLeaf, count } = piece;
    const bitOf = (leaf: number): number => firstBit + Math.max(0, Math.min(count, leaf - firstLeaf));
    for (let at = 0; at < masks.length; at += 4) setBits(masks, at, firstBit, firstBit + count);
    for (const split of piece.splits) {
      if (split.column !== column) continue;
      const first = bitOf(split.firstLeaf);
      const middle = bitOf(split.middleLeaf);
      const end = bitOf(split.endLeaf);
      let at = 0;
      for (; at < masks.length; at += 4) {
        clearBits(masks, at, middle, end);
        if (thresholds[at >> 2] === split.threshold) break;
      }
      for (at += 4; at < masks.length; at += 4) clearBits(masks, at, first, middle);
    }
  }
}

/** Sets the bits from (included) to (excluded) of the 128 at `at`. */
function setBits(masks: Int32Array, at: number, from: number, to: number): void {
  for (let word = from >> 5; word << 5 < to; word++) masks[at + word] |= bitsBetween(from, to, word << 5);
}

function clearBits(masks: Int32Array, at: number, from: number, to: number): void {
  if (from === to) return;
  for (let word = from >> 5; word << 5 < to; word++) masks[at + word] &= ~bitsBetween(from, to, word << 5);
}

const bitsBetween = (from: number, to: number, origin: number): number =>
  bitsBelow(to - origin) & ~bitsBelow(from - origin);
const bitsBelow = (count: number): number => (count >= 32 ? -1 : count <= 0 ? 0 : (1 << count) - 1);
