import { TIME_OK } from '../times/dates.ts';
import { ConstantColumns } from '../layout/constant-columns.ts';
import type { ColumnPlan } from '../import-plan.ts';
import type { PlainBatch } from './plain-rows.ts';
import { QualityColumns } from '../layout/quality-columns.ts';
import type { ReadContext, Row, RowReader } from '../read-context.ts';
import { RowTime, hasRightShape } from '../times/row-time.ts';
import type { TagSeries } from './tag-series.ts';
import { type PassState, newPassState } from '../times/pass-state.ts';
import type { TimeGaps } from '../times/time-gaps.ts';
import { WidePlainRows } from './wide-plain-rows.ts';

const NO_BYTES = new Uint8Array();

/** One time and many values in a row; every series of a portion shares the times. */
export class WideRows implements RowReader {
  readonly series: TagSeries[];
  readonly plain: WidePlainRows;
  private readonly context: ReadContext;
  private readonly columnCount: number;
  private readonly timeColumn: number;
  private readonly valueColumns: Int32Array;
  private readonly rowTime: RowTime | null;
  private readonly qualities: QualityColumns;
  private readonly pass: PassState;
  private readonly gaps: TimeGaps;
  private readonly constants: ConstantColumns;
  private readonly portionRows: number;
  private timesMs = new Float64Array();
  private count = 0;
  private latestMs = -Infinity;

  constructor(context: ReadContext, values: readonly ColumnPlan[]) {
    this.context = context;
    this.portionRows = context.portionRows;
    this.columnCount = context.plan.columns.length;
    this.valueColumns = Int32Array.from(values, ({ index }) => index);
    this.series = values.map(({ tagName, unit }) => context.newSeries({ name: tagName, unit }, 0));
    const time = context.plan.columns.find(({ role }) => role === 'time');
    this.timeColumn = time?.index ?? -1;
    this.rowTime = time === undefined ? null : new RowTime(context, time);
    this.qualities = new QualityColumns(context);
    this.constants = new ConstantColumns(context);
    this.pass = context.newPass(newPassState());
    this.gaps = context.newGaps(null);
    this.plain = new WidePlainRows(context, {
      room: () => this.portionRows - this.count,
      constants: () => this.constants.texts(),
      take: (batch, ownOffsetMs, line) => this.takeBatch(batch, ownOffsetMs, line),
    });
    this.beginPortion();
  }

  readRow(row: Row): void {
    const { context, series, valueColumns } = this;
    const { bytes, cells } = row;
    if (
      (cells.count > this.columnCount || cells.isMalformed || row.isCutOff) &&
      !hasRightShape(context, row, this.columnCount)
    )
      return;
    const utcMs = this.readTime(row);
    if (utcMs !== utcMs) return;
    const slot = this.count;
    this.timesMs[slot] = utcMs;
    this.latestMs = context.countTime(utcMs, this.latestMs, this.gaps);
    const cellCount = cells.count;
    const { starts, ends } = cells;
    for (let place = 0; place < series.length; place++) {
      const column = valueColumns[place];
      if (column < cellCount) series[place].put(slot, bytes, starts[column], ends[column]);
      else series[place].putMissing(slot, bytes, 0, 0);
    }
    if (this.constants.exist) this.constants.check(row);
    if (this.qualities.exist)
      for (let place = 0; place < series.length; place++)
        this.qualities.apply(series[place], slot, row, valueColumns[place]);
    context.rowCount++;
    if (++this.count === this.portionRows) this.emit();
    if (this.timeColumn >= 0) this.plain.noteRow(row, starts[this.timeColumn], ends[this.timeColumn]);
  }

  /** Stores rows that were read together, up to the first whose time the zone's clocks skipped. */
  private takeBatch(
    { rowCount, localMs, values, emptyCount }: PlainBatch,
    ownOffsetMs: number,
    line: number,
  ): number {
    const { context, series, timesMs, pass } = this;
    const { time } = context;
    const first = this.count;
    let taken = 0;
    for (; taken < rowCount; taken++) {
      if (time.setLocal(localMs[taken], ownOffsetMs, pass, line + taken) !== TIME_OK) break;
      timesMs[first + taken] = time.utcMs;
      this.latestMs = context.countTime(time.utcMs, this.latestMs, this.gaps);
    }
    for (let place = 0; place < series.length; place++) {
      const target = series[place];
      const read = values[place].subarray(0, taken);
      target.values.set(read, first);
      if (emptyCount === 0) continue;
      for (let row = 0; row < taken; row++)
        if (read[row] !== read[row]) target.putMissing(first + row, NO_BYTES, 0, 0);
    }
    context.rowCount += taken;
    this.count += taken;
    if (this.count === this.portionRows) this.emit();
    return taken;
  }

  finish(): void {
    if (this.count > 0) this.emit();
  }

  private readTime(row: Row): number {
    if (this.rowTime !== null) return this.rowTime.read(row, this.pass) ? this.context.time.utcMs : NaN;
    const { sampling } = this.context.plan;
    return sampling === null ? NaN : sampling.startMs + this.context.rowCount * sampling.stepMs;
  }

  private beginPortion(): void {
    this.count = 0;
    this.timesMs = new Float64Array(this.portionRows);
    for (const series of this.series) {
      series.values = new Float64Array(this.portionRows);
      series.qualities = new Uint8Array(this.portionRows);
    }
  }

  private emit(): void {
    const { count } = this;
    const isFull = count === this.portionRows;
    const timesMs = isFull ? this.timesMs : this.timesMs.slice(0, count);
    this.context.ready.push(
      this.series.map((series) => {
        series.readingCount += count;
        return {
          tagIndex: series.tagIndex,
          timesMs,
          values: isFull ? series.values : series.values.slice(0, count),
          qualities: isFull ? series.qualities : series.qualities.slice(0, count),
          statuses: series.statuses.texts,
        };
      }),
    );
    this.beginPortion();
  }
}
