import { BAD, GOOD, UNCERTAIN, groupOf, withStatus } from '../../quality.ts';
import type { CsvTag, SeriesPortion } from '../csv-stream.ts';
import type { QualityScale } from '../import-plan.ts';
import { parseUnusualNumber } from '../numbers/numbers-with-unit.ts';
import { parseNumber } from '../numbers/numbers.ts';
import { StatusList, readQuality, statusText } from '../layout/statuses.ts';
import type { TimeGaps } from '../times/time-gaps.ts';
import { findInvalidUtf8 } from '../text/text.ts';

/** Rows of one portion. */
export const PORTION_ROWS = 8192;
const MOST_COUNTED_TEXTS = 1000;

/** Everything that is read for one tag: its columns under way, its status texts and its counts. */
export class TagSeries {
  readonly tagIndex: number;
  readonly tag: CsvTag;
  readonly statuses = new StatusList();
  /** Status texts and how often each stood in place of a value. */
  readonly textCounts = new Map<string, number>();
  readingCount = 0;
  missingCount = 0;
  textCount = 0;
  /** The first status text whose bytes were not valid UTF-8. */
  foreignText: string | null = null;
  latestMs = -Infinity;
  /** Set where the tag has times of its own. */
  gaps: TimeGaps | null = null;
  timesMs: Float64Array;
  values: Float64Array;
  qualities: Uint8Array;
  count = 0;
  private readonly decimalSign: number;

  /** `capacity` 0: the columns are set by the owner (wide files), else they grow from it. */
  constructor(tagIndex: number, tag: CsvTag, decimalSign: number, capacity: number) {
    this.tagIndex = tagIndex;
    this.tag = tag;
    this.decimalSign = decimalSign;
    this.timesMs = new Float64Array(capacity);
    this.values = new Float64Array(capacity);
    this.qualities = new Uint8Array(capacity);
  }

  /** Stores the cell's value at `row`; whatever is not a number becomes missing and keeps its text. */
  put(row: number, bytes: Uint8Array, start: number, end: number): void {
    const value = parseNumber(bytes, start, end, this.decimalSign);
    this.values[row] = value;
    if (value !== value) this.putUnusual(row, bytes, start, end);
  }

  private putUnusual(row: number, bytes: Uint8Array, start: number, end: number): void {
    const value = parseUnusualNumber(bytes, start, end, this.decimalSign, this.tag.unit);
    if (Number.isNaN(value)) this.putMissing(row, bytes, start, end);
    else this.values[row] = value;
  }

  putMissing(row: number, bytes: Uint8Array, start: number, end: number): void {
    const text = start < end ? statusText(bytes, start, end) : '';
    if (text !== '' && !this.textCounts.has(text) && findInvalidUtf8(bytes.subarray(start, end)) >= 0)
      this.foreignText ??= text;
    this.missingCount++;
    this.values[row] = NaN;
    this.qualities[row] = text === '' ? BAD : this.markStatus(BAD, text);
  }

  /** Applies the cell of a quality column to the reading at `row`: bad makes the value missing. False when its text is not known. */
  applyQuality(
    row: number,
    bytes: Uint8Array,
    start: number,
    end: number,
    scale: QualityScale,
    columnName: string,
  ): boolean {
    const text = start < end ? statusText(bytes, start, end) : '';
    const group = readQuality(text, scale);
    if (group === GOOD) return true;
    if (group !== BAD) {
      if (groupOf(this.qualities[row]) === GOOD) this.qualities[row] = UNCERTAIN;
      return group !== null;
    }
    const isGap = Number.isNaN(this.values[row]);
    if (isGap && this.qualities[row] !== BAD) return true;
    if (!isGap) this.missingCount++;
    this.values[row] = NaN;
    const status = scale === 'words' ? text : `${columnName} ${text}`;
    this.qualities[row] = withStatus(BAD, this.statuses.indexOf(status));
    return true;
  }

  /** Makes room for one more reading in columns of its own. */
  grow(): void {
    if (this.count < this.timesMs.length) return;
    const capacity = Math.min(PORTION_ROWS, Math.max(64, this.timesMs.length * 2));
    const longer = (from: Float64Array): Float64Array => {
      const to = new Float64Array(capacity);
      to.set(from);
      return to;
    };
    this.timesMs = longer(this.timesMs);
    this.values = longer(this.values);
    const qualities = new Uint8Array(capacity);
    qualities.set(this.qualities);
    this.qualities = qualities;
  }

  /** The columns so far as a portion; new ones are begun. */
  take(): SeriesPortion {
    const { count, timesMs, values, qualities } = this;
    const isFull = count === timesMs.length;
    this.timesMs = new Float64Array(0);
    this.values = new Float64Array(0);
    this.qualities = new Uint8Array(0);
    this.count = 0;
    return {
      tagIndex: this.tagIndex,
      timesMs: isFull ? timesMs : timesMs.slice(0, count),
      values: isFull ? values : values.slice(0, count),
      qualities: isFull ? qualities : qualities.slice(0, count),
      statuses: this.statuses.texts,
    };
  }

  private markStatus(group: number, text: string): number {
    this.textCount++;
    if (this.textCounts.size < MOST_COUNTED_TEXTS || this.textCounts.has(text))
      this.textCounts.set(text, (this.textCounts.get(text) ?? 0) + 1);
    return withStatus(group, this.statuses.indexOf(text));
  }
}
