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
