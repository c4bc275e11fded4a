import { ConstantColumns } from '../layout/constant-columns.ts';
import type { ColumnPlan } from '../import-plan.ts';
import { NamedSeries, rejectNameless } from './named-series.ts';
import { type PassState, newPassState } from '../times/pass-state.ts';
import type { ReadContext, Row } from '../read-context.ts';
import { RowTime, hasRightShape, isBlankCell, isBlankRow } from '../times/row-time.ts';
import { SeriesRows } from './series-base.ts';
import type { TagSeries } from './tag-series.ts';

interface Pair {
  readonly time: RowTime;
  readonly pass: PassState;
  readonly series: TagSeries;
  readonly valueIndex: number;
}

/** A time beside each value: every pair of columns is a series of its own. */
export class PairRows extends SeriesRows {
  private readonly pairs: readonly Pair[];

  constructor(context: ReadContext, values: readonly ColumnPlan[]) {
    super(context);
    const times = context.plan.columns.filter(({ role }) => role === 'time');
    this.pairs = values.flatMap(({ index, tagName, unit }) => {
      const time = times.findLast((column) => column.index < index) ?? times.at(0);
      if (time === undefined) return [];
      const series = context.newSeries({ name: tagName, unit }, 0);
      return [
        {
          time: new RowTime(context, time),
          pass: context.newPass(newPassState()),
          series,
          valueIndex: index,
        },
      ];
    });
  }

  readRow(row: Row): void {
    const { bytes, cells } = row;
    if (!hasRightShape(this.context, row, this.context.plan.columns.length)) return;
    let hasReading = false;
    for (const { time, pass, series, valueIndex } of this.pairs) {
      const timeIndex = time.column.index;
      const isTimeBlank =
        timeIndex >= cells.count || isBlankCell(bytes, cells.starts[timeIndex], cells.ends[timeIndex]);
      const isValueBlank =
        valueIndex >= cells.count || isBlankCell(bytes, cells.starts[valueIndex], cells.ends[valueIndex]);
      if ((isTimeBlank && isValueBlank) || !time.read(row, pass)) continue;
      this.store(series, row, valueIndex);
      hasReading = true;
    }
    if (hasReading) this.context.rowCount++;
  }
}

/** One reading in a row: tag, time, value, and perhaps unit and quality. */
export class LongRows extends SeriesRows {
  private readonly named: NamedSeries;
  private readonly time: RowTime;
  private readonly tagIndex: number;
  private readonly valueIndex: number;
  private readonly unitIndex: number;
  private readonly isTagFilled: boolean;
  private readonly constants: ConstantColumns;
  private latest = -1;

  constructor(context: ReadContext, time: ColumnPlan, tag: ColumnPlan, value: ColumnPlan) {
    super(context);
    this.named = new NamedSeries(context);
    this.time = new RowTime(context, time);
    this.tagIndex = tag.index;
    this.valueIndex = value.index;
    this.unitIndex = context.plan.columns.find(({ role }) => role === 'unit')?.index ?? -1;
    this.constants = new ConstantColumns(context);
    this.isTagFilled = context.plan.mergedCells === 'fill';
  }

  readRow(row: Row): void {
    const { bytes, cells } = row;
    const { context, tagIndex } = this;
    if (!hasRightShape(context, row, context.plan.columns.length)) return;
    const isBlank =
      tagIndex >= cells.count || isBlankCell(bytes, cells.starts[tagIndex], cells.ends[tagIndex]);
    const isFilled = isBlank && this.isTagFilled && this.latest >= 0 && !isBlankRow(row);
    if (isBlank && !isFilled) {
      if (!isBlankRow(row)) rejectNameless(context, row, tagIndex);
      return;
    }
    const known = isFilled ? this.latest : this.named.find(row, tagIndex);
    const pass = this.named.passOf(known);
    if (!this.time.read(row, pass)) return;
    const place = known < 0 ? this.named.begin(row, tagIndex, this.unitIndex, pass) : known;
    this.latest = place;
    if (this.constants.exist) this.constants.check(row);
    this.store(this.series[place], row, this.valueIndex);
    context.rowCount++;
  }
}

/** time; tag; value; tag; value; ... : one time and any number of named values in a row. */
export class TagRows extends SeriesRows {
  private readonly named: NamedSeries;
  private readonly time: RowTime;
  private readonly firstTag: number;
  private readonly valueOffset: number;
  private readonly stride: number;
  private readonly pass: PassState;

  constructor(context: ReadContext, time: ColumnPlan, tags: readonly ColumnPlan[], value: ColumnPlan) {
    super(context);
    this.named = new NamedSeries(context);
    this.time = new RowTime(context, time);
    this.firstTag = tags[0].index;
    this.valueOffset = value.index - this.firstTag;
    // A plan that puts the value in front of its tag must not keep the reader in one place.
    this.stride = Math.max(1, tags.length > 1 ? tags[1].index - this.firstTag : this.valueOffset + 1);
    this.pass = context.newPass(newPassState());
  }

  readRow(row: Row): void {
    const { bytes, cells } = row;
    if (!hasRightShape(this.context, row, cells.count) || !this.time.read(row, this.pass)) return;
    let hasReading = false;
    for (
      let index = this.firstTag;
      index < cells.count && index < cells.starts.length;
      index += this.stride
    ) {
      if (isBlankCell(bytes, cells.starts[index], cells.ends[index])) continue;
      const known = this.named.find(row, index);
      const place = known < 0 ? this.named.begin(row, index, -1, newPassState()) : known;
      this.store(this.series[place], row, index + this.valueOffset);
      hasReading = true;
    }
    if (hasReading) this.context.rowCount++;
    else rejectNameless(this.context, row, this.firstTag);
  }
}
