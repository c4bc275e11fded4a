import { withPlainDigits } from '../text/digits.ts';
import type { ColumnPlan } from '../import-plan.ts';
import type { Row } from '../read-context.ts';
import { decodeText, encodeText } from '../text/text.ts';

const LONGEST_CELL = 40;
/** POSIX: 69 to 99 are the last century. */
const FIRST_OF_LAST_CENTURY = 69;
const FIELDS: readonly string[] = ['month', 'day', 'minute', 'second'] satisfies ColumnPlan['role'][];

/** Joins the cells that hold the parts of a time, such as year, month and day, into one text as a time is usually written. */
export class TimeFields {
  /** The date, and behind it from `dateEnd` on the time of day. Both are empty where a part is missing. */
  bytes: Uint8Array = new Uint8Array();
  dateEnd = 0;
  private readonly date: number;
  private readonly month: number;
  private readonly day: number;
  private readonly clock: number;
  private readonly minute: number;
  private readonly second: number;

  private constructor(columns: readonly ColumnPlan[], date: number, clock: number) {
    const indexOf = (wanted: ColumnPlan['role']): number =>
      columns.find(({ role }) => role === wanted)?.index ?? -1;
    this.date = date;
    this.month = indexOf('month');
    this.day = indexOf('day');
    this.clock = clock;
    this.minute = indexOf('minute');
    this.second = indexOf('second');
  }

  /** Null where the plan has no such columns. `date` and `clock` are those of the date or year and of the time of day or hour. */
  static of(columns: readonly ColumnPlan[], date: number, clock: number): TimeFields | null {
    return columns.some(({ role }) => FIELDS.includes(role)) ? new TimeFields(columns, date, clock) : null;
  }

  join(row: Row): void {
    const date = this.dateOf(row);
    const clock = this.clockOf(row);
    const isWhole = date !== '' && (clock !== '' || this.clock < 0);
    const dateBytes = encodeText(isWhole ? date : '');
    this.dateEnd = dateBytes.length;
    this.bytes = encodeText(isWhole ? date + clock : '');
  }

  private dateOf(row: Row): string {
    const date = textOf(row, this.date);
    if (this.month < 0 || this.day < 0) return date;
    const parts = [fullYear(date), textOf(row, this.month), textOf(row, this.day)];
    return parts.includes('') ? '' : parts.join('-');
  }

  private clockOf(row: Row): string {
    const hour = textOf(row, this.clock);
    const minute = this.minute < 0 ? '' : twoDigits(textOf(row, this.minute));
    const clock = minute === '' ? hour : `${hour}:${minute}`;
    if (hour === '' || (this.minute >= 0 && minute === '')) return '';
    const second = textOf(row, this.second).replace(',', '.');
    if (this.second < 0) return clock;
    const isWhole = /:\d\d:\d\d/.test(clock);
    if (second === '') return '';
    return isWhole ? clock + second.replace(/^0+/, '') : `${clock}:${twoDigits(second)}`;
  }
}

function textOf({ bytes, cells }: Row, index: number): string {
  if (index < 0 || index >= cells.count) return '';
  const [start, end] = [cells.starts[index], cells.ends[index]];
  return withPlainDigits(decodeText(bytes, start, Math.min(end, start + LONGEST_CELL)).trim());
}

const fullYear = (year: string): string =>
  /^\d\d$/.test(year) ? `${Number(year) < FIRST_OF_LAST_CENTURY ? '20' : '19'}${year}` : year;

/** `5` as `05`, `.5` as `00.5`. */
const twoDigits = (text: string): string =>
  /^\d?(?:\.\d*)?$/.test(text) ? text.replace(/^\d?/, (digit) => digit.padStart(2, '0')) : text;
