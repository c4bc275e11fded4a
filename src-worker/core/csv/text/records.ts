import type { Delimiter, QuoteMark } from '../import-plan.ts';
import { MOST_COLUMNS } from '../messages.ts';

const LF = 10;
const CR = 13;
const SPACE = 32;
const EQUALS = 61;

/**
 * Splits records into cells without copying. The bytes between `at` and `end` must end with a line feed. A quote counts
 * only where a cell begins (RFC 4180); a cell in quotes may hold delimiters, line feeds and doubled quotes.
 */
export class RecordSplitter {
  /** Where the cells of the last record begin and end; quotes are left out. */
  readonly starts = new Int32Array(MOST_COLUMNS + 1);
  readonly ends = new Int32Array(MOST_COLUMNS + 1);
  /** Cells of the last record; those past the limit of columns are counted but not kept. */
  count = 0;
  /** Line feeds inside cells of the last record. */
  innerLines = 0;
  /** Text stood between a closing quote and the next delimiter. */
  isMalformed = false;
  private readonly delimiter: number;
  private readonly quote: number;

  /** `quote` null: quotation marks are ordinary characters. */
  constructor(delimiter: Delimiter, quote: QuoteMark | null) {
    this.delimiter = delimiter.charCodeAt(0);
    this.quote = quote === null ? -1 : quote.charCodeAt(0);
  }

  /** Splits the record at `at`; the position behind its line feed, or -1 when a quote is not closed before `end`. */
  next(bytes: Uint8Array, at: number, end: number): number {
    this.innerLines = 0;
    this.isMalformed = false;
    return this.delimiter === SPACE
      ? this.nextBySpaces(bytes, at, end)
      : this.nextByDelimiter(bytes, at, end);
  }

  private nextByDelimiter(bytes: Uint8Array, at: number, end: number): number {
    const { delimiter, quote, starts, ends } = this;
    let position = at;
    let count = 0;
    for (;;) {
      const slot = count < MOST_COLUMNS ? count : MOST_COLUMNS;
      count++;
      let byte = bytes[position];
      // Excel's formula for a text: ="0123".
      if (byte === EQUALS && bytes[position + 1] === quote) byte = bytes[++position];
      else if (byte === SPACE && this.isQuotedBehindBlanks(bytes, position, end))
        while (byte === SPACE) byte = bytes[++position];
      if (byte === quote) {
        position = this.closeQuote(bytes, position, end, slot);
        if (position < 0) return -1;
        byte = bytes[position];
      } else {
        starts[slot] = position;
        while (byte !== delimiter && byte !== LF) byte = bytes[++position];
        ends[slot] =
          byte === LF && position > starts[slot] && bytes[position - 1] === CR ? position - 1 : position;
      }
      position++;
      if (byte === LF) {
        this.count = count;
        return position;
      }
    }
  }

  /** Whether the blanks at `at` stand in front of a cell in quotes that ends on the same line. */
  private isQuotedBehindBlanks(bytes: Uint8Array, at: number, end: number): boolean {
    const { delimiter, quote } = this;
    let position = at;
    while (bytes[position] === SPACE) position++;
    if (bytes[position] !== quote) return false;
    for (position++; position < end && bytes[position] !== LF; position++) {
      if (bytes[position] !== quote) continue;
      if (bytes[position + 1] === quote) position++;
      else {
        position++;
        while (bytes[position] === SPACE || bytes[position] === CR) position++;
        return bytes[position] === delimiter || bytes[position] === LF;
      }
    }
    return false;
  }

  /** Reads a cell in quotes; the position of the delimiter or line feed behind it, or -1. */
  private closeQuote(bytes: Uint8Array, at: number, end: number, slot: number): number {
    const { quote } = this;
    let position = at + 1;
    this.starts[slot] = position;
    for (; ; position++) {
      if (position >= end) return -1;
      const byte = bytes[position];
      if (byte === LF) this.innerLines++;
      if (byte !== quote) continue;
      if (bytes[position + 1] !== quote || position + 1 >= end) break;
      position++;
    }
    this.ends[slot] = position;
    position++;
    let byte = bytes[position];
    while (byte !== this.delimiter && byte !== LF) {
      if (byte !== SPACE && byte !== CR) this.isMalformed = true;
      byte = bytes[++position];
    }
    return position;
  }

  /** Any run of spaces and tabs separates cells; those at the ends of the line do not count. */
  private nextBySpaces(bytes: Uint8Array, at: number, end: number): number {
    const { quote, starts, ends } = this;
    let position = at;
    let count = 0;
    for (;;) {
      let byte = bytes[position];
      while (byte === SPACE || byte === 9 || byte === CR) byte = bytes[++position];
      if (byte === LF) break;
      const slot = count < MOST_COLUMNS ? count : MOST_COLUMNS;
      count++;
      if (byte === quote) {
        position = this.closeQuote(bytes, position, end, slot);
        if (position < 0) return -1;
        continue;
      }
      starts[slot] = position;
      while (byte !== SPACE && byte !== 9 && byte !== LF && byte !== CR) byte = bytes[++position];
      ends[slot] = position;
    }
    if (count === 0) {
      starts[0] = position;
      ends[0] = position;
      count = 1;
    }
    this.count = count;
    return position + 1;
  }
}
