/**
 * Readings of one tag as columns of equal length, oldest first, one reading per time.
 * A missing reading keeps its place: its value is NaN and its quality says so.
 */
export interface ReadingBlock {
  /** UTC epoch milliseconds, strictly rising. */
  readonly timesMs: Float64Array;
  readonly values: Float64Array;
  /** One byte a reading, see `quality.ts`. */
  readonly qualities: Uint8Array;
  /** Status texts that the qualities refer to, at most 63. */
  readonly statuses: readonly string[];
}

/** Blocks of one tag after each other as one, without the status texts. */
export function joinColumns(blocks: readonly Omit<ReadingBlock, 'statuses'>[]): ReadingBlock {
  const count = blocks.reduce((sum, { timesMs }) => sum + timesMs.length, 0);
  const timesMs = new Float64Array(count);
  const values = new Float64Array(count);
  const qualities = new Uint8Array(count);
  let at = 0;
  for (const block of blocks) {
    timesMs.set(block.timesMs, at);
    values.set(block.values, at);
    qualities.set(block.qualities, at);
    at += block.timesMs.length;
  }
  return { timesMs, values, qualities, statuses: [] };
}
