import { ClockParser } from '../times/clock.ts';
import { TIME_OK } from '../times/dates.ts';
import { type HeaderTime, HeaderTimes } from '../times/header-times.ts';
import type { ColumnPlan } from '../import-plan.ts';
import { badFile, countText } from '../messages.ts';
import { newPassState } from '../times/pass-state.ts';
import { parseNumber } from '../numbers/numbers.ts';
import type { ReadContext, Row } from '../read-context.ts';
import { hasRightShape, isBlankCell, isBlankRow } from '../times/row-time.ts';
import { MOST_TAGS, rejectNameless, unitIn } from './named-series.ts';
import { SeriesRows } from './series-base.ts';
import { cleanName } from './tag-table.ts';
import type { TagSeries } from './tag-series.ts';
import { type NamedUnit, splitHeader } from '../layout/unit-names.ts';

interface ValueColumn {
  readonly index: number;
  readonly utcMs: number;
}

/** One tag in a row, and its readings under the times of the header. */
export class AcrossRows extends SeriesRows {
  private readonly headerTimes: HeaderTimes;
  private readonly clock = new ClockParser();
  private readonly tagIndex: number;
  private readonly unitIndex: number;
  private readonly groups: readonly ColumnPlan[];
  private readonly byLabel = new Map<string, TagSeries>();
  private readonly names = new Set<string>();
  /** The highest number that was put behind each name, so that thousands of the same label cost no search each. */
  private readonly copies = new Map<string, number>();
  /** Rows of each label below the present header. */
  private readonly countOf = new Map<string, number>();
  private timed: readonly ValueColumn[] = [];

  constructor(context: ReadContext, tag: ColumnPlan) {
    super(context);
    this.headerTimes = new HeaderTimes(context.plan, context.time, context.newPass(newPassState()));
    this.tagIndex = tag.index;
    this.groups = context.plan.columns.filter(({ role }) => role === 'tag-group');
    this.unitIndex = context.plan.columns.find(({ role }) => role === 'unit')?.index ?? -1;
  }

  /** Reads the times. Throws `bad-file` when there is none; a column whose time cannot be read is told and left out. */
  readHeader(row: Row): void {
    const times = this.headerTimes.read(row);
    if (times !== null) this.beginBelow(row, times);
  }

  private beginBelow(row: Row, times: readonly HeaderTime[]): void {
    const { bytes, line } = row;
    const { context } = this;
    this.countOf.clear();
    this.timed = times.flatMap(({ column, fault, utcMs, start, end }): readonly ValueColumn[] => {
      if (fault === TIME_OK) return [{ index: column.index, utcMs }];
      context.rejectTime(fault, row, column, start, end, bytes);
      return [];
    });
    if (this.timed.length === 0)
      throw badFile(context.fileName, {
        line,
        expected: 'times in the header',
        message: `Line ${countText(line)} has no times over the values. Nothing was imported. Choose the line of the times as the header, or another layout.`,
      });
  }

  readRow(row: Row): void {
    const { bytes, cells } = row;
    const { context, tagIndex } = this;
    if (isBlankRow(row) || !hasRightShape(context, row, context.plan.columns.length)) return;
    const isFilled = ({ index }: ValueColumn): boolean =>
      index < cells.count && !isBlankCell(bytes, cells.starts[index], cells.ends[index]);
    if (this.hasDates(row)) {
      this.headerTimes.readDates(row);
      return;
    }
    if (!this.timed.some(isFilled)) {
      // A title between the rows, such as the name of a part of the plant.
      context.commentCount++;
      return;
    }
    if (this.isFurtherHeader(row)) {
      this.beginBelow(row, this.headerTimes.readTimes(row));
      return;
    }
    if (tagIndex >= cells.count || isBlankCell(bytes, cells.starts[tagIndex], cells.ends[tagIndex])) {
      rejectNameless(context, row, tagIndex);
      return;
    }
    const series = this.seriesOf(row);
    for (const { index, utcMs } of this.timed) {
      context.time.utcMs = utcMs;
      this.store(series, row, index);
    }
    context.rowCount++;
  }

  /** Whether the row has times where the others have values: the table goes on below a header of its own. */
  private isFurtherHeader({ bytes, cells }: Row): boolean {
    const { time, decimalSign, plan } = this.context;
    const parser = plan.dateLine === undefined ? time.date : this.clock;
    return this.timed
      .filter(
        ({ index }) => index < cells.count && !isBlankCell(bytes, cells.starts[index], cells.ends[index]),
      )
      .every(({ index }) => {
        const [start, end] = [cells.starts[index], cells.ends[index]];
        const isNumber = !Number.isNaN(parseNumber(bytes, start, end, decimalSign));
        return !isNumber && parser.parse(bytes, start, end) === TIME_OK;
      });
  }

  /** Whether the row has the dates of a further header of times of day: dates, and no number under the times. */
  private hasDates({ bytes, cells }: Row): boolean {
    const { time, decimalSign, plan } = this.context;
    if (plan.dateLine === undefined) return false;
    const isNumber = (index: number): boolean =>
      index < cells.count &&
      !Number.isNaN(parseNumber(bytes, cells.starts[index], cells.ends[index], decimalSign));
    if (this.timed.some(({ index }) => isNumber(index))) return false;
    return plan.columns.some(
      ({ index }) =>
        index < cells.count &&
        !isNumber(index) &&
        time.date.parse(bytes, cells.starts[index], cells.ends[index]) === TIME_OK &&
        time.date.end === cells.ends[index],
    );
  }

  private seriesOf(row: Row): TagSeries {
    const { bytes, cells, line } = row;
    const textOf = ({ index }: { readonly index: number }): string =>
      index < cells.count ? cleanName(bytes, cells.starts[index], cells.ends[index]) : '';
    const label = [...this.groups, { index: this.tagIndex }]
      .map(textOf)
      .filter((text) => text !== '')
      .join('.');
    const given = unitIn(row, this.unitIndex);
    const labelAndUnit = `${label}\n${given ?? ''}`;
    const copy = (this.countOf.get(labelAndUnit) ?? 0) + 1;
    this.countOf.set(labelAndUnit, copy);
    const key = `${labelAndUnit}\n${copy}`;
    const known = this.byLabel.get(key);
    if (known !== undefined) return known;
    if (this.byLabel.size === MOST_TAGS)
      throw badFile(this.context.fileName, {
        line,
        seen: label,
        expected: `at most ${countText(MOST_TAGS)} tags`,
        message: `The file names more than ${countText(MOST_TAGS)} tags. Nothing was imported. Check the layout.`,
      });
    const split = given === null ? splitHeader(label) : { name: label, unit: given };
    const series = this.context.newSeries({ name: this.freeName(split, label), unit: split.unit }, 64);
    this.byLabel.set(key, series);
    return series;
  }

  /** A name that no other row has: labels that differ in their unit alone keep it, rows that differ in nothing are counted. */
  private freeName({ name, unit }: NamedUnit, label: string): string {
    const full = label === name && unit !== null ? `${label} (${unit})` : label;
    let free = this.names.has(name) ? full : name;
    let copy = this.copies.get(full) ?? 1;
    while (this.names.has(free)) free = `${full} (${++copy})`;
    this.copies.set(full, copy);
    this.names.add(free);
    return free;
  }
}
