import { TIME_OK } from './dates.ts';
import { HeaderTimes } from './header-times.ts';
import type { ColumnPlan } from './import-plan.ts';
import { badFile, countText } from './messages.ts';
import { newPassState } from './pass-state.ts';
import type { ReadContext, Row } from './read-context.ts';
import { hasRightShape, isBlankCell, isBlankRow } from './row-time.ts';
import { MOST_TAGS, rejectNameless, unitIn } from './named-series.ts';
import { SeriesRows } from './series-base.ts';
import { cleanName } from './tag-table.ts';
import type { TagSeries } from './tag-series.ts';
import { splitHeader } from './unit-names.ts';

interface ValueColumn {
  readonly index: number;
  readonly utcMs: number;
}

/** One tag in a row, and its readings under the times of the header. */
export class AcrossRows extends SeriesRows {
  private readonly headerTimes: HeaderTimes;
  private readonly tagIndex: number;
  private readonly unitIndex: number;
  private readonly byLabel = new Map<string, TagSeries>();
  private readonly names = new Set<string>();
  private timed: readonly ValueColumn[] = [];

  constructor(context: ReadContext, tag: ColumnPlan) {
    super(context);
    this.headerTimes = new HeaderTimes(context.plan, context.time, context.newPass(newPassState()));
    this.tagIndex = tag.index;
    this.unitIndex = context.plan.columns.find(({ role }) => role === 'unit')?.index ?? -1;
  }

  /** Reads the times. Throws `bad-file` when there is none; a column whose time cannot be read is told and left out. */
  readHeader(row: Row): void {
    const { bytes, line } = row;
    const { context } = this;
    const times = this.headerTimes.read(row);
    if (times === null) return;
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
    if (!this.timed.some(isFilled)) {
      // A title between the rows, such as the name of a part of the plant.
      context.commentCount++;
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

  private seriesOf(row: Row): TagSeries {
    const { bytes, cells, line } = row;
    const label = cleanName(bytes, cells.starts[this.tagIndex], cells.ends[this.tagIndex]);
    const known = this.byLabel.get(label);
    if (known !== undefined) return known;
    if (this.byLabel.size === MOST_TAGS)
      throw badFile(this.context.fileName, {
        line,
        seen: label,
        expected: `at most ${countText(MOST_TAGS)} tags`,
        message: `The file names more than ${countText(MOST_TAGS)} tags. Nothing was imported. Check the layout.`,
      });
    const given = unitIn(row, this.unitIndex);
    const split = given === null ? splitHeader(label) : { name: label, unit: given };
    const name = this.names.has(split.name) ? label : split.name;
    this.names.add(name);
    const series = this.context.newSeries({ name, unit: split.unit }, 64);
    this.byLabel.set(label, series);
    return series;
  }
}
