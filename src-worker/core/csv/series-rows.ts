import type { ColumnPlan } from './import-plan.ts';
import { badFile, countText } from './messages.ts';
import { QualityColumns } from './quality-columns.ts';
import type { ReadContext, Row, RowReader } from './read-context.ts';
import { RowTime, hasRightShape, isBlankCell, isBlankRow } from './row-time.ts';
import { TagTable, cleanName } from './tag-table.ts';
import { PORTION_ROWS, type TagSeries } from './tag-series.ts';
import { type PassState, newPassState } from './pass-state.ts';

/** Readings buffered over all tags before they are handed out, which bounds the memory of files with many tags. */
const MOST_BUFFERED = 1 << 19;

/** What the layouts share whose tags have times of their own. */
abstract class SeriesRows implements RowReader {
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

const MOST_TAGS = 20_000;
const POINT = 46;

/** The series of the tags that cells name. A tag begins with its first reading. */
class NamedSeries {
  private readonly context: ReadContext;
  private readonly table = new TagTable();
  private readonly passes: PassState[] = [];
  private readonly groups: readonly number[];
  private joined = new Uint8Array(256);
  private joinedLength = 0;

  constructor(context: ReadContext) {
    this.context = context;
    this.groups = context.plan.columns.filter(({ role }) => role === 'tag-group').map(({ index }) => index);
  }

  /** Number of the tag, or -1 when it is new. */
  find({ bytes, cells }: Row, index: number): number {
    if (this.groups.length === 0) return this.table.find(bytes, cells.starts[index], cells.ends[index]);
    this.join(bytes, cells, index);
    return this.table.find(this.joined, 0, this.joinedLength);
  }

  /** Writes the groups of the row and its tag, parted by points, as one name. */
  private join(bytes: Uint8Array, cells: Row['cells'], index: number): void {
    this.joinedLength = 0;
    for (const column of [...this.groups, index]) {
      if (column >= cells.count) continue;
      const part = bytes.subarray(cells.starts[column], cells.ends[column]);
      if (part.length === 0) continue;
      const needed = this.joinedLength + part.length + 1;
      if (needed > this.joined.length) {
        const longer = new Uint8Array(2 * needed);
        longer.set(this.joined);
        this.joined = longer;
      }
      if (this.joinedLength > 0) this.joined[this.joinedLength++] = POINT;
      this.joined.set(part, this.joinedLength);
      this.joinedLength += part.length;
    }
  }

  begin(row: Row, index: number, unitIndex: number, pass: PassState): number {
    const { bytes, cells } = row;
    const isJoined = this.groups.length > 0;
    const place = isJoined
      ? this.table.add(this.joined, 0, this.joinedLength)
      : this.table.add(bytes, cells.starts[index], cells.ends[index]);
    if (this.table.spellingCount > MOST_TAGS) {
      const column = this.context.plan.columns[index];
      throw badFile(this.context.fileName, {
        line: row.line,
        column: column.name,
        seen: this.table.nameOf(place),
        expected: `at most ${countText(MOST_TAGS)} tags`,
        message: `Column "${column.name}" names more than ${countText(MOST_TAGS)} tags. Nothing was imported. Check that it is the column with the tag names.`,
      });
    }
    if (place < this.passes.length) return place;
    const unit =
      unitIndex >= 0 && unitIndex < cells.count
        ? cleanName(bytes, cells.starts[unitIndex], cells.ends[unitIndex]).slice(0, 40)
        : '';
    this.context.newSeries({ name: this.table.nameOf(place), unit: unit === '' ? null : unit }, 64);
    this.passes.push(this.context.newPass(pass));
    return place;
  }

  passOf(place: number): PassState {
    return place < 0 ? newPassState() : this.passes[place];
  }
}

/** One reading in a row: tag, time, value, and perhaps unit and quality. */
export class LongRows extends SeriesRows {
  private readonly named: NamedSeries;
  private readonly time: RowTime;
  private readonly tagIndex: number;
  private readonly valueIndex: number;
  private readonly unitIndex: number;

  constructor(context: ReadContext, time: ColumnPlan, tag: ColumnPlan, value: ColumnPlan) {
    super(context);
    this.named = new NamedSeries(context);
    this.time = new RowTime(context, time);
    this.tagIndex = tag.index;
    this.valueIndex = value.index;
    this.unitIndex = context.plan.columns.find(({ role }) => role === 'unit')?.index ?? -1;
  }

  readRow(row: Row): void {
    const { bytes, cells } = row;
    const { context, tagIndex } = this;
    if (!hasRightShape(context, row, context.plan.columns.length)) return;
    if (tagIndex >= cells.count || isBlankCell(bytes, cells.starts[tagIndex], cells.ends[tagIndex])) {
      if (!isBlankRow(row)) rejectNameless(context, row, tagIndex);
      return;
    }
    const known = this.named.find(row, tagIndex);
    const pass = this.named.passOf(known);
    if (!this.time.read(row, pass)) return;
    const place = known < 0 ? this.named.begin(row, tagIndex, this.unitIndex, pass) : known;
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

const rejectNameless = (context: ReadContext, row: Row, index: number): void => {
  const name = context.plan.columns[index]?.name ?? `${index + 1}`;
  context.rejectRow('no tag name', `The tag name is empty. The row was left out; fill it in.`, row, name);
};
