import { QualityColumns } from '../layout/quality-columns.ts';
import type { ReadContext, Row, RowReader } from '../read-context.ts';
import { PORTION_ROWS, type TagSeries } from './tag-series.ts';

/** Readings buffered over all tags before they are handed out, which bounds the memory of files with many tags. */
const MOST_BUFFERED = 1 << 19;

/** What the layouts share whose tags have times of their own. */
export abstract class SeriesRows implements RowReader {
  readonly series: readonly TagSeries[];
  protected readonly context: ReadContext;
  protected readonly qualities: QualityColumns;
  private buffered = 0;

  constructor(context: ReadContext) {
    this.context = context;
    this.series = context.series;
    this.qualities = new QualityColumns(context);
  }

  abstract readRow(row: Row): void;

  finish(): void {
    const portions = this.series.filter(({ count }) => count > 0).map((series) => series.take());
    if (portions.length > 0) this.context.ready.push(portions);
    this.buffered = 0;
  }

  /** Stores the value cell of a row under the time that was just read. */
  protected store(series: TagSeries, row: Row, valueIndex: number): void {
    const { cells, bytes } = row;
    series.grow();
    const slot = series.count;
    const { utcMs } = this.context.time;
    series.timesMs[slot] = utcMs;
    series.latestMs = this.context.countTime(
      utcMs,
      series.latestMs,
      (series.gaps ??= this.context.newGaps(series.tag.name)),
    );
    if (valueIndex < cells.count) series.put(slot, bytes, cells.starts[valueIndex], cells.ends[valueIndex]);
    else series.putMissing(slot, bytes, 0, 0);
    series.count++;
    series.readingCount++;
    if (this.qualities.exist) this.qualities.apply(series, slot, row, valueIndex);
    this.buffered++;
    if (series.count === PORTION_ROWS) {
      this.context.ready.push([series.take()]);
      this.buffered -= PORTION_ROWS;
    } else if (this.buffered >= MOST_BUFFERED) {
      this.finish();
    }
  }
}
