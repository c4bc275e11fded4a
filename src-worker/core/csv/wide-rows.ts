import type { ColumnPlan } from './import-plan.ts';
import { QualityColumns } from './quality-columns.ts';
import type { ReadContext, Row, RowReader } from './read-context.ts';
import { RowTime, hasRightShape } from './row-time.ts';
import { PORTION_ROWS, type TagSeries } from './tag-series.ts';
import { type PassState, newPassState } from './time-reader.ts';

/** One time and many values in a row; every series of a portion shares the times. */
export class WideRows implements RowReader {
  readonly series: TagSeries[];
  private readonly context: ReadContext;
  private readonly columnCount: number;
  private readonly valueColumns: Int32Array;
  private readonly rowTime: RowTime | null;
  private readonly qualities: QualityColumns;
  private readonly pass: PassState;
  private timesMs = new Float64Array(PORTION_ROWS);
  private count = 0;
  private latestMs = -Infinity;

  constructor(context: ReadContext, values: readonly ColumnPlan[]) {
    this.context = context;
    this.columnCount = context.plan.columns.length;
    this.valueColumns = Int32Array.from(values, ({ index }) => index);
    this.series = values.map(({ tagName, unit }) => context.newSeries({ name: tagName, unit }, 0));
    const time = context.plan.columns.find(({ role }) => role === 'time');
    this.rowTime = time === undefined ? null : new RowTime(context, time);
    this.qualities = new QualityColumns(context);
    this.pass = context.newPass(newPassState());
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
    this.latestMs = context.countTime(utcMs, this.latestMs);
    const cellCount = cells.count;
    const { starts, ends } = cells;
    for (let place = 0; place < series.length; place++) {
      const column = valueColumns[place];
      if (column < cellCount) series[place].put(slot, bytes, starts[column], ends[column]);
      else series[place].putMissing(slot, bytes, 0, 0);
    }
    if (this.qualities.exist)
      for (let place = 0; place < series.length; place++)
        this.qualities.apply(series[place], slot, row, valueColumns[place]);
    context.rowCount++;
    if (++this.count === PORTION_ROWS) this.emit();
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
    this.timesMs = new Float64Array(PORTION_ROWS);
    for (const series of this.series) {
      series.values = new Float64Array(PORTION_ROWS);
      series.qualities = new Uint8Array(PORTION_ROWS);
    }
  }

  private emit(): void {
    const { count } = this;
    const isFull = count === PORTION_ROWS;
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
