import { ClockParser } from '../times/clock.ts';
import { DateParser, NOT_A_TIME, TIME_OK } from '../times/dates.ts';
import type { Delimiter, ImportPlan } from '../import-plan.ts';
import { MOST_COLUMNS } from '../messages.ts';
import { withPlainDigits } from '../text/digits.ts';
import { numberOf } from '../numbers/numbers-with-unit.ts';
import { RecordStream } from '../text/parser.ts';
import { plainTimeOf } from '../times/plain-time.ts';
import { isKnownStatus } from './statuses.ts';
import { decodeText, encodeText } from '../text/text.ts';
import { withoutYear } from '../times/time-reader.ts';

/** What a cell of the sample looks like. `calendar`: date, or date and time. `clock`: time of day. `status`: a known text of historians. */
export type CellKind = 'blank' | 'number' | 'calendar' | 'clock' | 'status' | 'text';

export interface SampleCell {
  readonly text: string;
  readonly kind: CellKind;
  /** The cell was an interval, of which the text is the begin. */
  readonly isInterval?: true;
}

export interface SampleRecord {
  readonly line: number;
  readonly cells: readonly SampleCell[];
}

/** The first records of a file, cut into cells and classified. */
export interface Sample {
  readonly records: readonly SampleRecord[];
  /** Most cells in a record. */
  readonly width: number;
  /** False when the bytes hold more records than were kept. */
  readonly isComplete: boolean;
}

const MOST_RECORDS = 2000;
const MOST_CELLS = 400_000;
/** What detection looks at of a cell, bytes. */
const LONGEST_CELL = 1000;
const MINUS_SIGN = 0x2212;
const BRACKET = 40;

/** Space, T, t, comma, underscore, hyphen, colon, and the lead byte of a no-break space. */
const BETWEEN_DATE_AND_TIME = [32, 84, 116, 44, 95, 45, 58, 0xc2];
/** A written-out date with weekday and zone, as `Sat Apr 13 2024 06:15:00 GMT+0530 (India Standard Time)`. */
const LONGEST_TIME = 64;

/** `06h15` */
const HOURS_AND_MINUTES = /^\d{1,2}h\d{2}/i;

const dates = new DateParser('dmy');
const clocks = new ClockParser();

function timeKind(text: string): 'calendar' | 'clock' | null {
  const bytes = encodeText(text);
  const fault = dates.parse(bytes, 0, bytes.length);
  if (fault !== NOT_A_TIME) {
    let at = dates.end;
    if (at >= bytes.length) return 'calendar';
    const isApart = BETWEEN_DATE_AND_TIME.includes(bytes[at]);
    while (at < bytes.length && (bytes[at] < 48 || bytes[at] > 57)) at++;
    const end = dates.hasYearBehind ? withoutYear(bytes, at, bytes.length) : bytes.length;
    if ((isApart || at === dates.end) && clocks.parse(bytes, at, end) === TIME_OK) return 'calendar';
  }
  return (text.includes(':') || HOURS_AND_MINUTES.test(text)) &&
    clocks.parse(bytes, 0, bytes.length) === TIME_OK
    ? 'clock'
    : null;
}

/** Kind of a trimmed cell. Eight or fourteen digits alone are a number, not a date. */
export function kindOf(text: string): CellKind {
  if (text === '') return 'blank';
  const first = text.charCodeAt(0);
  const isDigit = first >= 48 && first <= 57;
  if (isDigit || first === 45 || first === 43 || first === 46 || first === MINUS_SIGN || first === BRACKET)
    if (!Number.isNaN(numberOf(text))) return 'number';
  if (text.length <= LONGEST_TIME && (isDigit || /\d/.test(text))) {
    const kind = timeKind(text);
    if (kind !== null) return kind;
  }
  return text.length <= 80 && isKnownStatus(text) ? 'status' : 'text';
}

/** A text, unless it is a time that is written in another way than usual. */
function textOrTime(text: string): SampleCell {
  const plain = text.length <= LONGEST_TIME && /\d/.test(text) ? plainTimeOf(text) : null;
  const kind = plain === null ? 'text' : kindOf(plain.text);
  return plain !== null && (kind === 'calendar' || kind === 'clock')
    ? { text: plain.text, kind, ...(plain.isInterval ? { isInterval: true } : {}) }
    : { text, kind: 'text' };
}

/**
 * Splits the sample, which is UTF-8. `isWhole`: the sample is the whole file, so that a quote that does not close and a
 * last line without a line end count. Throws `bad-file` as the reader does.
 */
export function readSample(
  bytes: Uint8Array,
  fileName: string,
  dialect: Pick<ImportPlan, 'quoting' | 'quote' | 'lineEnd'> & { readonly delimiter: Delimiter },
  isWhole: boolean,
  mostRecords = MOST_RECORDS,
): Sample {
  const records: SampleRecord[] = [];
  let width = 0;
  let cellCount = 0;
  let isComplete = true;
  const quote = dialect.quote ?? '"';
  const quoteByte = quote.charCodeAt(0);
  const stream = new RecordStream({ encoding: 'utf-8', ...dialect }, fileName, (row) => {
    if (records.length >= mostRecords || cellCount > MOST_CELLS) {
      isComplete = false;
      return;
    }
    const { cells } = row;
    const count = Math.min(cells.count, MOST_COLUMNS);
    const texts: SampleCell[] = [];
    for (let cell = 0; cell < count; cell++) {
      const start = cells.starts[cell];
      const raw = decodeText(row.bytes, start, Math.min(cells.ends[cell], start + LONGEST_CELL));
      const isQuoted = dialect.quoting && start > row.start && row.bytes[start - 1] === quoteByte;
      const text = (isQuoted ? raw.replaceAll(quote + quote, quote) : raw).trim();
      const plain = withPlainDigits(text);
      const kind = kindOf(plain);
      texts.push(kind === 'text' ? textOrTime(text) : { text: plain, kind });
    }
    width = Math.max(width, count);
    cellCount += count;
    records.push({ line: row.line, cells: texts });
  });
  stream.push(bytes);
  if (isWhole) stream.end();
  return { records, width, isComplete };
}

export const isBlankRecord = ({ cells }: SampleRecord): boolean =>
  cells.every(({ kind }) => kind === 'blank');

const BLANK: SampleCell = { text: '', kind: 'blank' };

/** The cell of a column; blank when the record is shorter. */
export const cellAt = (record: SampleRecord | undefined, column: number): SampleCell =>
  record?.cells[column] ?? BLANK;
