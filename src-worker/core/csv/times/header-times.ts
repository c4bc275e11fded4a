import type { ColumnPlan, ImportPlan } from '../import-plan.ts';
import { type PassState } from './pass-state.ts';
import type { Row } from '../read-context.ts';
import { decodeText, encodeText } from '../text/text.ts';
import { dateInText } from './title-date.ts';
import type { RowTimeFault, TimeReader } from './time-reader.ts';

const LONGEST_DATE = 80;
const LONGEST_TITLE = 400;
const NOTHING_ADDED = { ms: 0, meridiem: null, offsetMs: NaN };

export interface HeaderTime {
  readonly column: ColumnPlan;
  readonly start: number;
  readonly end: number;
  /** TIME_OK where the times are valid. */
  readonly fault: RowTimeFault;
  readonly utcMs: number;
  /** As the file's clock showed it, as if UTC. */
  readonly localMs: number;
}

/** Whether a row is one of those that `readHeaderTimes` wants to see. */
export const isHeaderRow = ({ headerLine, dateLine }: ImportPlan, { line }: Row): boolean =>
  line === headerLine || line === dateLine;

/** Reads the times in the header of a transposed table; their dates may stand in a row above it. */
export class HeaderTimes {
  private readonly plan: ImportPlan;
  private readonly time: TimeReader;
  private readonly pass: PassState;
  private dates: readonly string[] = [];

  constructor(plan: ImportPlan, time: TimeReader, pass: PassState) {
    this.plan = plan;
    this.time = time;
    this.pass = pass;
  }

  /** The times of the columns of values, or null for the row of the dates. */
  read(row: Row): readonly HeaderTime[] | null {
    if (row.line !== this.plan.dateLine) return this.readTimes(row);
    this.readDates(row);
    return null;
  }

  readDates(row: Row): void {
    this.dates = datesOf(row);
  }

  /** The times of the columns of values. */
  readTimes(row: Row): readonly HeaderTime[] {
    return this.plan.columns
      .filter(({ role, index }) => role === 'value' && index < row.cells.count)
      .map((column) => this.readCell(row, column));
  }

  private readCell({ bytes, cells, line }: Row, column: ColumnPlan): HeaderTime {
    const { time, pass, plan } = this;
    const [start, end] = [cells.starts[column.index], cells.ends[column.index]];
    const date = this.dates.slice(0, column.index + 1).findLast((text) => text !== '') ?? '';
    const joined = encodeText(date + decodeText(bytes, start, Math.min(end, start + LONGEST_DATE)));
    const dateEnd = encodeText(date).length;
    const fault =
      plan.dateLine === undefined
        ? time.read(bytes, start, end, pass, line)
        : time.readParts(joined, 0, dateEnd, dateEnd, joined.length, NOTHING_ADDED, pass, line);
    return { column, start, end, fault, utcMs: time.utcMs, localMs: time.localMs };
  }
}

/** The date in each cell; empty where there is none. */
const datesOf = ({ bytes, cells }: Row): readonly string[] =>
  Array.from({ length: Math.min(cells.count, cells.starts.length) }, (_, cell) =>
    decodeText(
      bytes,
      cells.starts[cell],
      Math.min(cells.ends[cell], cells.starts[cell] + LONGEST_TITLE),
    ).trim(),
  ).map((text) => dateInText(text) ?? '');
