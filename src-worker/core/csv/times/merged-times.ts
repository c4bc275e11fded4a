import type { Row } from '../read-context.ts';

/**
 * Fills what is blank below a merged cell: a row without a date or time takes that of the row above, and one without a time of
 * day takes it from a row above of the same date.
 */
export class MergedTimes {
  /** The date or time, and behind it from `dateEnd` on the time of day. Both are empty where nothing stands above. */
  bytes: Uint8Array = new Uint8Array();
  dateEnd = 0;
  private readonly timeIndex: number;
  private readonly clockIndex: number;
  private date: Uint8Array = new Uint8Array();
  private clock: Uint8Array = new Uint8Array();

  /** `clockIndex` -1: the times stand in one column. */
  constructor(timeIndex: number, clockIndex: number) {
    this.timeIndex = timeIndex;
    this.clockIndex = clockIndex;
  }

  join(row: Row): void {
    const date = cellOf(row, this.timeIndex);
    const clock = cellOf(row, this.clockIndex);
    if (date.length > 0 && !isSame(date, this.date)) {
      this.date = date.slice();
      this.clock = new Uint8Array();
    }
    if (clock.length > 0) this.clock = clock.slice();
    this.bytes = new Uint8Array(this.date.length + this.clock.length);
    this.bytes.set(this.date);
    this.bytes.set(this.clock, this.date.length);
    this.dateEnd = this.date.length;
  }
}

function cellOf({ bytes, cells }: Row, index: number): Uint8Array {
  if (index < 0 || index >= cells.count) return new Uint8Array();
  let [start, end] = [cells.starts[index], cells.ends[index]];
  while (start < end && bytes[start] <= 32) start++;
  while (end > start && bytes[end - 1] <= 32) end--;
  return bytes.subarray(start, end);
}

const isSame = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((byte, at) => byte === other[at]);
