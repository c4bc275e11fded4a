import type { Matrix } from '../matrix.ts';
import { FREE_FROM, loadMiddleKernel } from './middle-kernel.ts';
import { selectNth } from './select-nth.ts';

/** Values of the sample that brackets the middle, and how far from its own middle the bracket reaches. */
const SAMPLE = 4096;
const REACH = 128;
/** Below this many rows the sample would cost more than it saves. */
const FEWEST_ROWS = 4 * SAMPLE;
/** Share of the values for which there is room between the bounds of the bracket; about a sixteenth is expected. */
const ROOM = 1 / 4;
const BLOCK_BYTES = 131_072;
const COUNTS_BYTES = 20;
/** Memory for the values kept; columns that it does not hold together are counted in turns. */
const KEPT_BYTES = 32 * 1024 * 1024;

/** The two middle values of a list, equal to each other when its length is odd; both NaN for an empty one. */
export interface MiddleValues {
  readonly lower: number;
  readonly upper: number;
}

/**
 * The middle of each column, leaving out NaN.
 *
 * A sample gives two values that most probably enclose the middle. One pass counts what lies below, on, between and
 * above them and keeps the few values between; the middle is selected from those. Where the guess was wrong, or there
 * is no WebAssembly to count with, it is selected from all values.
 */
export function columnMiddles(samples: Matrix, keptBytes = KEPT_BYTES): MiddleValues[] {
  const bracketed = samples.rowCount < FEWEST_ROWS ? null : middlesByBracket(samples, keptBytes);
  return Array.from(
    { length: samples.columnCount },
    (_, column) => bracketed?.[column] ?? middleOfAll(samples, column),
  );
}

/** The middle of values without NaN; reorders them. */
export function middleOfKnown(known: Float64Array): MiddleValues {
  if (known.length === 0) return { lower: NaN, upper: NaN };
  const half = known.length >> 1;
  const upper = selectNth(known, half);
  if (known.length % 2 === 1) return { lower: upper, upper };
  // What lies before the selected position is not larger, so the lower middle is the largest of it.
  let lower = known[0];
  for (let index = 1; index < half; index++) if (known[index] > lower) lower = known[index];
  return { lower, upper };
}

function middleOfAll({ data, columnCount, rowCount }: Matrix, column: number): MiddleValues {
  const known = new Float64Array(rowCount);
  let count = 0;
  for (let at = column; at < data.length; at += columnCount) {
    const value = data[at];
    if (!Number.isNaN(value)) known[count++] = value;
  }
  return middleOfKnown(known.subarray(0, count));
}

/** One column at work: the bounds of its bracket and where the kernel keeps what lies between them. */
interface Bracket {
  readonly low: number;
  readonly high: number;
  readonly counts: number;
  readonly kept: number;
  isFull: boolean;
}

/** Null for a column whose bracket missed; null altogether where there is no kernel. */
function middlesByBracket(samples: Matrix, keptBytes: number): (MiddleValues | null)[] | null {
  const { data, columnCount, rowCount } = samples;
  const blockRows = Math.max(1, Math.floor(BLOCK_BYTES / 4 / columnCount));
  const room = Math.ceil(rowCount * ROOM) + blockRows + 1;
  const together = Math.max(1, Math.min(columnCount, Math.floor(keptBytes / (4 * room))));
  const rows = FREE_FROM;
  const areas = rows + blockRows * columnCount * 4;
  const areaBytes = COUNTS_BYTES + 4 * room;
  const kernel = loadMiddleKernel(areas + together * areaBytes);
  if (kernel === null) return null;
  const block = new Float32Array(kernel.memory.buffer, rows, blockRows * columnCount);
  const middles: (MiddleValues | null)[] = [];
  for (let first = 0; first < columnCount; first += together) {
    const brackets = Array.from({ length: Math.min(together, columnCount - first) }, (_, index) => {
      const counts = areas + index * areaBytes;
      new Uint32Array(kernel.memory.buffer, counts, COUNTS_BYTES / 4).fill(0);
      return { ...boundsOf(samples, first + index), counts, kept: counts + COUNTS_BYTES, isFull: false };
    });
    for (let from = 0; from < rowCount; from += blockRows) {
      const count = Math.min(blockRows, rowCount - from);
      block.set(data.subarray(from * columnCount, (from + count) * columnCount));
      brackets.forEach((bracket, index) => {
        const between = new Uint32Array(kernel.memory.buffer, bracket.counts, COUNTS_BYTES / 4)[2];
        bracket.isFull ||= between + count >= room;
        if (bracket.isFull) return;
        const { low, high, counts, kept } = bracket;
        const values = rows + 4 * (first + index);
        kernel.countColumn(values, 4 * columnCount, count, low, high, counts, kept + 4 * between);
      });
    }
    for (const bracket of brackets) middles.push(middleIn(bracket, kernel.memory.buffer));
  }
  return middles;
}

function middleIn({ low, high, counts, kept, isFull }: Bracket, memory: ArrayBuffer): MiddleValues | null {
  if (isFull || Number.isNaN(low)) return null;
  const [below, equalLow, between, equalHigh, above] = new Uint32Array(memory, counts, COUNTS_BYTES / 4);
  const equal = equalLow + (low === high ? 0 : equalHigh);
  const known = below + between + equal + above;
  const inside = new Float64Array(new Float32Array(memory, kept, between));
  const pick = (rank: number): number => {
    if (rank < below) return NaN;
    if (rank < below + equalLow) return low;
    if (rank < below + equalLow + between) return selectNth(inside, rank - below - equalLow);
    return rank < below + between + equal ? high : NaN;
  };
  const upper = pick(known >> 1);
  const lower = known % 2 === 1 ? upper : pick((known >> 1) - 1);
  return Number.isNaN(upper) || Number.isNaN(lower) ? null : { lower, upper };
}

/** Two values around the middle of evenly spaced rows; NaN where too few of them have a value. */
function boundsOf({ data, columnCount, rowCount }: Matrix, column: number): { low: number; high: number } {
  const step = Math.floor(rowCount / SAMPLE);
  const sample = new Float32Array(SAMPLE);
  let taken = 0;
  for (let index = 0; index < SAMPLE; index++) {
    const value = data[index * step * columnCount + column];
    if (!Number.isNaN(value)) sample[taken++] = value;
  }
  if (taken < 2 * REACH) return { low: NaN, high: NaN };
  sample.subarray(0, taken).sort();
  return { low: sample[(taken >> 1) - REACH], high: sample[(taken >> 1) + REACH - 1] };
}
