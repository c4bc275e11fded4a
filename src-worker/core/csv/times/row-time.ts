import { readMeridiem } from './meridiem.ts';
import { badFile, countText, dayText, fullClockText } from '../messages.ts';
import { NOT_A_TIME, TIME_OK } from './dates.ts';
import type { ColumnPlan, DateForm } from '../import-plan.ts';
import { parseNumber } from '../numbers/numbers.ts';
import type { ReadContext, Row } from '../read-context.ts';
import { decodeText } from '../text/text.ts';
import { columnsOfHeader } from '../layout/further-header.ts';
import { columnsUnderTitle, titleOf } from '../layout/title-tag.ts';
import { knownUnit, withoutBrackets } from '../layout/unit-names.ts';
import { type PassState } from './pass-state.ts';
import { type AddedTime, type RowTimeFault } from './time-reader.ts';
import { MergedTimes } from './merged-times.ts';
import { TimeFields } from './time-fields.ts';
import { readOffset } from '../zones/zone-words.ts';

const MOST_DISAGREEMENT_MS = 2000;
const MOST_TITLE_CELLS = 20;
/** Control-Z. */
const END_OF_FILE = 26;

/** The columns that together hold the time of a row, and how to read them. */
export class RowTime {
  readonly column: ColumnPlan;
  private readonly context: ReadContext;
  private readonly clockIndex: number;
  private readonly millisecondsIndex: number;
  private readonly meridiemIndex: number;
  private readonly offsetIndex: number;
  private readonly check: ColumnPlan | null;
  private readonly checkForm: DateForm;
  private readonly fields: TimeFields | null;
  private readonly merged: MergedTimes | null;
  private readonly isSingle: boolean;
  private readonly added: { -readonly [Field in keyof AddedTime]: AddedTime[Field] };

  constructor(context: ReadContext, column: ColumnPlan) {
    const { columns, dateForm, mergedCells } = context.plan;
    const next =
      columns.find(({ index, role }) => role === 'time' && index > column.index)?.index ?? Infinity;
    /** Where several times stand in a row, the parts of each stand between it and the next. */
    const indexOf = (role: ColumnPlan['role']): number => {
      const own = columns.find(
        (other) => other.role === role && other.index > column.index && other.index < next,
      );
      return (own ?? columns.find((other) => other.role === role))?.index ?? -1;
    };
    this.context = context;
    this.column = column;
    this.clockIndex = indexOf('time-of-day');
    this.millisecondsIndex = indexOf('milliseconds');
    this.check = columns.find((other) => other.role === 'time-check') ?? null;
    this.checkForm = dateForm === 'calendar' ? 'excel-micro' : 'calendar';
    this.meridiemIndex = indexOf('am-pm');
    this.offsetIndex = indexOf('utc-offset');
    const parts = [this.clockIndex, this.millisecondsIndex, this.meridiemIndex, this.offsetIndex];
    this.added = { ms: 0, meridiem: null, offsetMs: NaN };
    this.fields = TimeFields.of(columns, column.index, this.clockIndex);
    this.merged =
      mergedCells === 'fill' && this.fields === null ? new MergedTimes(column.index, this.clockIndex) : null;
    this.isSingle =
      parts.every((part) => part < 0) && this.check === null && this.fields === null && this.merged === null;
  }

  /** Reads the row's time into `context.time.utcMs`; false when the row was rejected or is blank. */
  read(row: Row, pass: PassState): boolean {
    const { cells, bytes, line } = row;
    const { index } = this.column;
    const start = index < cells.count ? cells.starts[index] : 0;
    const end = index < cells.count ? cells.ends[index] : 0;
    const { time } = this.context;
    if (this.merged !== null && isBlankRow(row)) return false;
    const fault = this.isSingle
      ? time.read(bytes, start, end, pass, line)
      : this.readJoined(row, start, end, pass);
    if (fault === TIME_OK) {
      if (time.date.provesOrder) this.context.noteOrder(line);
      return true;
    }
    if (
      !isBlankRow(row) &&
      !this.isRepeatedHeader(row, start, end) &&
      !this.isRepeatedUnits(row) &&
      !this.isTitle(row)
    )
      this.reject(fault, row, start, end);
    return false;
  }

  /** Of a date and a time of day, names the one that was not read. */
  private reject(fault: RowTimeFault, row: Row, start: number, end: number): void {
    const { context, column, clockIndex } = this;
    const { cells, bytes } = row;
    if (this.fields !== null) {
      context.rejectTime(fault, row, column, 0, this.fields.bytes.length, this.fields.bytes);
      return;
    }
    const isDateRead = start < end && context.time.date.parse(bytes, start, end) === TIME_OK;
    if (isDateRead && clockIndex >= 0 && clockIndex < cells.count) {
      const clock = context.plan.columns[clockIndex];
      context.rejectTime(fault, row, clock, cells.starts[clockIndex], cells.ends[clockIndex]);
    } else {
      context.rejectTime(fault, row, column, start, end);
    }
  }

  private readJoined(row: Row, start: number, end: number, pass: PassState): RowTimeFault {
    const { cells, bytes, line } = row;
    const { time, decimalSign } = this.context;
    const place = (index: number): readonly [number, number] =>
      index >= 0 && index < cells.count ? [cells.starts[index], cells.ends[index]] : [0, 0];
    const [clockStart, clockEnd] = place(this.clockIndex);
    const [msStart, msEnd] = place(this.millisecondsIndex);
    const ms = msEnd > msStart ? parseNumber(bytes, msStart, msEnd, decimalSign) : 0;
    if (Number.isNaN(ms)) return NOT_A_TIME;
    const offsetMs = this.offsetIndex < 0 ? NaN : readOffset(bytes, ...place(this.offsetIndex));
    if (offsetMs === null) return NOT_A_TIME;
    const { added } = this;
    added.ms = ms;
    added.meridiem = this.meridiemIndex < 0 ? null : readMeridiem(bytes, ...place(this.meridiemIndex));
    added.offsetMs = offsetMs;
    const joined = this.fields ?? this.merged;
    joined?.join(row);
    const isClockMissing =
      this.clockIndex >= 0 &&
      (joined === null
        ? start < end && isBlankCell(bytes, clockStart, clockEnd)
        : joined.dateEnd === joined.bytes.length);
    if (isClockMissing) return NOT_A_TIME;
    const fault =
      joined === null
        ? time.readParts(bytes, start, end, clockStart, clockEnd, added, pass, line)
        : time.readParts(
            joined.bytes,
            0,
            joined.dateEnd,
            joined.dateEnd,
            joined.bytes.length,
            added,
            pass,
            line,
          );
    if (fault === TIME_OK && this.check !== null) this.checkAgreement(row, this.check, start, end);
    return fault;
  }

  private checkAgreement(row: Row, check: ColumnPlan, start: number, end: number): void {
    const { cells, bytes, line } = row;
    const { time } = this.context;
    if (check.index >= cells.count) return;
    const trustedMs = time.localMs;
    const otherMs = time.readLocal(bytes, cells.starts[check.index], cells.ends[check.index], this.checkForm);
    time.localMs = trustedMs;
    if (!(Math.abs(otherMs - trustedMs) > MOST_DISAGREEMENT_MS)) return;
    const isSameDay = dayText(otherMs) === dayText(trustedMs);
    const shown = (ms: number): string =>
      isSameDay ? fullClockText(ms) : `${dayText(ms)} ${fullClockText(ms)}`;
    throw badFile(this.context.fileName, {
      line,
      column: check.name,
      seen: `${decodeText(bytes, cells.starts[check.index], cells.ends[check.index])} / ${decodeText(bytes, start, end)}`,
      expected: 'two times that agree within 2 s',
      message: `Line ${countText(line)}: ${check.name} says ${shown(otherMs)} but ${this.column.name} says ${shown(trustedMs)}. Choose which column to trust. Nothing was imported.`,
    });
  }

  /** A row of the columns' units and nothing else, as it stands below a header that is repeated. */
  private isRepeatedUnits({ bytes, cells }: Row): boolean {
    const { columns, unitsLine } = this.context.plan;
    let count = 0;
    if (unitsLine === null) return false;
    for (const { index, role, unit } of columns) {
      if (index >= cells.count) break;
      const text = decodeText(
        bytes,
        cells.starts[index],
        Math.min(cells.ends[index], cells.starts[index] + 80),
      ).trim();
      if (text === '' || text === '-') continue;
      const shown = withoutBrackets(text);
      if (role !== 'value' && /^\D{1,16}$/.test(text)) continue;
      if (role !== 'value' || unit === null || (knownUnit(shown) ?? shown) !== unit) return false;
      count++;
    }
    return count > 0;
  }

  private isRepeatedHeader(row: Row, start: number, end: number): boolean {
    const { context, column } = this;
    if (context.plan.headerLine === null || end === start) return false;
    if (decodeText(row.bytes, start, Math.min(end, start + 200)).trim() !== column.name) return false;
    const { tag, unit } = context.pendingTitle;
    context.pendingTitle = { tag: null, unit: null };
    const titled = tag === null ? null : columnsUnderTitle(context.plan.columns, tag, unit);
    context.nextColumns = columnsOfHeader(context, row) ?? titled;
    return true;
  }

  /** A line that names the tag of the rows below it, or its unit. */
  private isTitle({ bytes, cells }: Row): boolean {
    const { context } = this;
    if (context.plan.layout !== 'wide' || cells.count > MOST_TITLE_CELLS) return false;
    const texts = Array.from({ length: cells.count }, (_, cell) =>
      decodeText(bytes, cells.starts[cell], Math.min(cells.ends[cell], cells.starts[cell] + 800)).trim(),
    );
    const title = titleOf(texts);
    if (title === null || columnsUnderTitle(context.plan.columns, title.text, null) === null) return false;
    context.pendingTitle = { ...context.pendingTitle, [title.about]: title.text };
    const { tag, unit } = context.pendingTitle;
    // No header follows that would end the title.
    if (context.plan.headerLine === null && tag !== null)
      context.nextColumns = columnsUnderTitle(context.plan.columns, tag, unit);
    context.commentCount++;
    return true;
  }
}

/** Whether every cell of the row is empty or blank, or the sign that old programs end a file with. */
export function isBlankRow({ bytes, cells }: Row): boolean {
  for (let cell = 0; cell < cells.count && cell < cells.starts.length; cell++)
    for (let at = cells.starts[cell]; at < cells.ends[cell]; at++)
      if (bytes[at] !== 32 && bytes[at] !== 9 && bytes[at] !== END_OF_FILE) return false;
  return true;
}

/** Rejects a row that has text behind its last column or a stray quote; true when it may be read. */
export function hasRightShape(context: ReadContext, row: Row, expected: number): boolean {
  const { cells, bytes } = row;
  if (row.isCutOff && cells.count < expected && !isBlankRow(row)) {
    context.rejectRow(
      'last line cut off',
      `The last line ends after ${countText(cells.count)} of ${countText(expected)} cells; the file may still be being written. The row was left out; import the file again when it is complete.`,
      row,
      null,
    );
    return false;
  }
  if (cells.isMalformed) {
    context.rejectRow(
      'text after a closing quote',
      `Text stands between a closing quote and the next delimiter. The row was left out; fix the quote or turn off quoting.`,
      row,
      null,
    );
    return false;
  }
  for (let cell = expected; cell < cells.count && cell < cells.starts.length; cell++)
    if (!isBlankCell(bytes, cells.starts[cell], cells.ends[cell])) {
      context.rejectRow(
        'too many cells',
        `The row has ${countText(cells.count)} cells, expected ${countText(expected)}. The row was left out; look for a delimiter too many or a decimal comma without quotes.`,
        row,
        null,
      );
      return false;
    }
  return true;
}

export function isBlankCell(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at] !== 32 && bytes[at] !== 9) return false;
  return true;
}
