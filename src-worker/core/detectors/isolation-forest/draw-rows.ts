import type { Random } from '../../random.ts';

/**
 * `count` different rows of 0..rowCount-1, each set of rows equally likely, in no particular order.
 * Takes time and memory for `count`, not for `rowCount`. Source: Bentley and Floyd 1987, algorithm F2.
 */
export function drawRows(rowCount: number, count: number, random: Random): Int32Array {
  const drawn = new Int32Array(count);
  if (count >= rowCount) return drawn.map((_, index) => index);
  const taken = createRowSet(count);
  for (let index = 0; index < count; index++) {
    const newest = rowCount - count + index;
    const row = random.below(newest + 1);
    drawn[index] = taken.add(row) ? row : newest;
    if (drawn[index] === newest) taken.add(newest);
  }
  return drawn;
}

/** A set of up to `most` rows has 2 to the power of this many places. */
export const rowSetBits = (most: number): number => Math.ceil(Math.log2(most + 1)) + 1;

/** A set of row numbers in one array with open addressing, at most half full. */
function createRowSet(most: number): { add(row: number): boolean } {
  const bits = rowSetBits(most);
  const mask = (1 << bits) - 1;
  const rows = new Int32Array(1 << bits).fill(-1);
  return {
    /** False when the row is in the set already. */
    add(row) {
      let at = Math.imul(row, 0x9e3779b1) >>> (32 - bits);
      while (rows[at] !== -1) {
        if (rows[at] === row) return false;
        at = (at + 1) & mask;
      }
      rows[at] = row;
      return true;
    },
  };
}
