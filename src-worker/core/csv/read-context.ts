import type { CsvTag, SeriesPortion } from './csv-stream.ts';
import { NO_MERIDIEM, NO_SUCH_DAY, OTHER_ORDER, TIME_OK } from './times/dates.ts';
import type { ColumnPlan, ImportPlan, Question } from './import-plan.ts';
import { LargeValues } from './numbers/large-values.ts';
import { badFile, clockText, countText, dayText } from './messages.ts';
import type { RejectLog } from './rejects.ts';
import { shownCell } from './rejects.ts';
import type { RecordSplitter } from './text/records.ts';
import { isKnownStatus } from './layout/statuses.ts';
import { PORTION_ROWS, TagSeries } from './rows/tag-series.ts';
import { type NamedGaps, TimeGaps } from './times/time-gaps.ts';
import { decodeText } from './text/text.ts';
import { type PassState } from './times/pass-state.ts';
import { NOT_REPEATED, type RowTimeFault, SKIPPED_TIME, TimeReader } from './times/time-reader.ts';
import { askAboutMarkedPass } from './zones/zone-questions.ts';
import { offsetText } from './zones/zones.ts';

/** One record of the file as the row readers see it. */
export interface Row {
  readonly bytes: Uint8Array;
  readonly cells: RecordSplitter;
  readonly line: number;
  readonly start: number;
  readonly end: number;
  /** The last line of a file that does not end with a line end. */
  readonly isCutOff: boolean;
}

/** Reads runs of rows that need no closer look. */
export interface PlainReader {
  /** The bytes that the next reads are about; they end with a line feed at `end`. */
  begin(bytes: Uint8Array, end: number): void;
  /** Reads from `at`, where line `line` begins, to the first row that needs a closer look. The position reached. */
  read(at: number, line: number): number;
  /** Rows of the last read. */
  readonly rowCount: number;
}

/** Turns the records of one layout into readings. */
export interface RowReader {
  readRow(row: Row): void;
  /** Reads the header, for a layout whose header holds the times. */
  readHeader?(row: Row): void;
  /** For a layout whose plain rows can be read many at a time. */
  readonly plain?: PlainReader;
  /** Hands out what is still buffered. */
  finish(): void;
  readonly series: readonly TagSeries[];
}

/** What the readers of all layouts share: plan, time reader, rejects, counts, and the portions that are ready. */
export class ReadContext {
  plan: ImportPlan;
  readonly fileName: string;
  readonly rejects: RejectLog;
  readonly time: TimeReader;
  readonly decimalSign: number;
  readonly series: TagSeries[] = [];
  readonly largeValues = new LargeValues();
  readonly ready: (readonly SeriesPortion[])[] = [];
  readonly questions: Question[] = [];
  /** Pass states of every series, to ask about repeated hours at the end. */
  readonly passes: PassState[] = [];
  /** Gaps in the times that were read. */
  readonly gaps: NamedGaps[] = [];
  rowCount = 0;
  repeatedCount = 0;
  disorderedCount = 0;
  firstMs = Infinity;
  lastMs = -Infinity;
  futureCount = 0;
  shiftedCount = 0;
  commentCount = 0;
  /** Rows of one portion of a wide file. */
  portionRows = PORTION_ROWS;
  badQualityCount = 0;
  readonly unknownQualities = new Set<string>();
  readonly nowMs: number;
  private orderProofLine = 0;
  private readonly addTag: (tag: CsvTag) => void;

  constructor(
    plan: ImportPlan,
    fileName: string,
    addTag: (tag: CsvTag) => void,
    rejects: RejectLog,
    nowMs: number | undefined,
  ) {
    this.plan = plan;
    this.fileName = fileName;
    this.addTag = addTag;
    this.rejects = rejects;
    this.nowMs = nowMs ?? Infinity;
    this.time = new TimeReader(plan);
    this.decimalSign = plan.decimal.charCodeAt(0);
  }

  /** Name and unit that title lines between the rows have given, until a header follows. */
  pendingTitle: { readonly tag: string | null; readonly unit: string | null } = { tag: null, unit: null };
  /** The columns of a further block of the file, once its header was met. */
  nextColumns: readonly ColumnPlan[] | null = null;
  private isFurtherBlock = false;

  /** Goes on with other columns; tags of the same name go on as they are. */
  beginBlock(columns: readonly ColumnPlan[]): void {
    this.plan = { ...this.plan, columns };
    this.nextColumns = null;
    this.isFurtherBlock = true;
  }

  newSeries(tag: CsvTag, capacity: number): TagSeries {
    const known = this.isFurtherBlock
      ? this.series.find((series) => series.tag.name === tag.name)
      : undefined;
    if (known !== undefined) return known;
    const series = new TagSeries(this.series.length, tag, this.decimalSign, capacity);
    this.series.push(series);
    this.addTag(tag);
    return series;
  }

  newGaps(tagName: string | null): TimeGaps {
    const gaps = new TimeGaps();
    this.gaps.push({ tagName, gaps });
    return gaps;
  }

  newPass(state: PassState): PassState {
    this.passes.push(state);
    return state;
  }

  /** Counts the row's time; `latestMs` is the latest time of the series before, the new one is returned. */
  countTime(utcMs: number, latestMs: number, gaps: TimeGaps): number {
    if (utcMs < this.firstMs) this.firstMs = utcMs;
    if (utcMs > this.lastMs) this.lastMs = utcMs;
    if (utcMs > this.nowMs) this.futureCount++;
    if (utcMs > latestMs) {
      if (utcMs - latestMs > gaps.limitMs) gaps.note(utcMs - latestMs, utcMs);
      return utcMs;
    }
    if (utcMs === latestMs) this.repeatedCount++;
    else this.disorderedCount++;
    return latestMs;
  }

  /** Rejects and tells a row, unless it is a comment or a directive between the rows. */
  rejectRow(kind: string, reason: string, row: Row, column: string | null): void {
    if (isComment(row)) {
      this.commentCount++;
      return;
    }
    this.rejects.add(kind, reason, row.line, column, row.bytes, row.start, row.end);
  }

  /** Keeps the line that proved the order of day and month, for the message about a file that mixes two. */
  noteOrder(line: number): void {
    if (this.orderProofLine === 0 && this.time.date.provesOrder) this.orderProofLine = line;
  }

  /**
   * Rejects a row whose time was not read, or ends the import where the file contradicts its date order. `bytes` hold the
   * time that was tried where it is not the row's own cell.
   */
  rejectTime(
    fault: RowTimeFault,
    row: Row,
    column: ColumnPlan,
    start: number,
    end: number,
    bytes = row.bytes,
  ): void {
    const seen = shownCell(bytes, start, end);
    if (fault === OTHER_ORDER) throw this.mixedOrders(row, column, decodeText(bytes, start, end));
    if (fault === SKIPPED_TIME) {
      this.askAboutSkipped(row.line);
      const { localMs, time } = { localMs: this.time.localMs, time: this.plan.zone };
      this.rejectRow(
        'time skipped by the clock change',
        `${clockText(localMs)} on ${dayText(localMs)} does not exist in ${time} (clocks went forward). The row was left out; choose another zone, or shift such times.`,
        row,
        column.name,
      );
    } else if (fault === NOT_REPEATED) {
      this.askAboutMarked(row.line, seen);
      this.rejectRow(
        'hour marked A or B that is not repeated',
        `${seen} is marked as one of two passes of an hour, but the clocks of ${this.plan.zone} do not go back then. The row was left out; choose the zone of the plant.`,
        row,
        column.name,
      );
    } else if (fault === NO_MERIDIEM) {
      this.rejectRow(
        'time without AM or PM',
        `${seen} has no AM or PM, which the other rows have, so that it can mean two times. The row was left out; add AM or PM in the file.`,
        row,
        column.name,
      );
    } else if (fault === NO_SUCH_DAY) {
      this.rejectRow(
        'no such day',
        `${seen} is not a day of the calendar. The row was left out; correct it in the file or choose another date order.`,
        row,
        column.name,
      );
    } else if (fault !== TIME_OK) {
      this.rejectRow(
        start === end ? 'no time' : 'not a time',
        start === end
          ? `The time is empty. The row was left out; fill it in, or choose another time column.`
          : `${seen} is not a time; expected one like those of the other rows. The row was left out; correct it in the file.`,
        row,
        column.name,
      );
    }
  }

  private mixedOrders(row: Row, column: ColumnPlan, seen: string): Error {
    const names = this.plan.dateOrder === 'mdy' ? ['day-month', 'month-day'] : ['month-day', 'day-month'];
    const line = countText(row.line);
    return badFile(this.fileName, {
      line: row.line,
      column: column.name,
      seen,
      expected: `a ${names[1]} date`,
      message:
        this.orderProofLine > 0
          ? `Line ${line} is ${names[0]} while line ${countText(this.orderProofLine)} is ${names[1]}. The file mixes two date orders; nothing was imported. Export it again with one order, or correct the dates.`
          : `Line ${line} can only be ${names[0]}, but the dates are read as ${names[1]}. Nothing was imported. Choose ${names[0]} and import again.`,
    });
  }

  private askAboutMarked(line: number, seen: string): void {
    if (this.questions.some(({ about }) => about === 'zone')) return;
    const question = askAboutMarkedPass(line, seen, this.plan.zone, this.time.localMs);
    if (question !== null) this.questions.push(question);
  }

  private askAboutSkipped(line: number): void {
    if (this.plan.skippedTimes !== 'ask' || this.questions.some(({ about }) => about === 'zone')) return;
    const { localMs, zone } = this.time;
    this.questions.push({
      about: 'zone',
      line,
      message: `Line ${countText(line)}: ${clockText(localMs)} on ${dayText(localMs)} does not exist in ${this.plan.zone} (clocks went forward). Choose: source is UTC / fixed offset / shift / reject.`,
      choices: [
        { label: 'The times are UTC', overrides: { zone: 'UTC' } },
        {
          label: `The times have the fixed offset ${offsetText(zone.change.beforeMs)}`,
          overrides: { zone: offsetText(zone.change.beforeMs) },
        },
        { label: 'Shift such times forward', overrides: { skippedTimes: 'shift' } },
        { label: 'Reject such rows', overrides: { skippedTimes: 'reject' } },
      ],
    });
  }
}

/** `* text`, `# text`, `// text` or `[Name, ...]` at the start of a row. */
function isComment({ bytes, start, end }: Row): boolean {
  const first = bytes[start];
  if (first !== 42 && first !== 35 && first !== 91 && first !== 47) return false;
  const text = decodeText(bytes, start, Math.min(end, start + 80)).trim();
  return /^(?:\*|#\s*\p{L}|\/\/|\[\s*\p{L})/u.test(text) && !isKnownStatus(text.split(/[,;\t|]/)[0] ?? '');
}
