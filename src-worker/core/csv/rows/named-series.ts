import type { ColumnPlan } from '../import-plan.ts';
import { badFile, countText } from '../messages.ts';
import { type PassState, newPassState } from '../times/pass-state.ts';
import type { ReadContext, Row } from '../read-context.ts';
import { TagTable, cleanName } from './tag-table.ts';

export const MOST_TAGS = 20_000;
const LONGEST_UNIT = 40;
/** As its command line writes the tags of a series. */
export const INFLUX_TAGS = 'tags';
const POINT = 46;

/** The series of the tags that cells name. A tag begins with its first reading. */
export class NamedSeries {
  private readonly context: ReadContext;
  private readonly table = new TagTable();
  private readonly passes: PassState[] = [];
  private readonly groups: readonly number[];
  /** Groups that stand behind the name: InfluxDB writes a series as `load,unit=U1`. */
  private readonly groupsBehind: readonly number[];
  private readonly isJoined: boolean;
  private joined = new Uint8Array(256);
  private joinedLength = 0;

  constructor(context: ReadContext) {
    this.context = context;
    const groups = context.plan.columns.filter(({ role }) => role === 'tag-group');
    const isBehind = ({ name }: ColumnPlan): boolean => name === INFLUX_TAGS;
    this.groups = groups.filter((column) => !isBehind(column)).map(({ index }) => index);
    this.groupsBehind = groups.filter(isBehind).map(({ index }) => index);
    this.isJoined = groups.length > 0;
  }

  /** Number of the tag, or -1 when it is new. */
  find({ bytes, cells }: Row, index: number): number {
    if (!this.isJoined) return this.table.find(bytes, cells.starts[index], cells.ends[index]);
    this.join(bytes, cells, index);
    return this.table.find(this.joined, 0, this.joinedLength);
  }

  /** Writes the groups of the row and its tag, parted by points, as one name. */
  private join(bytes: Uint8Array, cells: Row['cells'], index: number): void {
    this.joinedLength = 0;
    for (const column of [...this.groups, index, ...this.groupsBehind]) {
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
    const place = this.isJoined
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
    const name = this.table.nameOf(place);
    const unit = unitIn(row, unitIndex) ?? this.context.plan.tagUnits?.get(name) ?? null;
    this.context.newSeries({ name, unit }, 64);
    this.passes.push(this.context.newPass(pass));
    return place;
  }

  passOf(place: number): PassState {
    return place < 0 ? newPassState() : this.passes[place];
  }
}

/** The unit that a cell of the row gives; null where it gives none. */
export function unitIn({ bytes, cells }: Row, index: number): string | null {
  if (index < 0 || index >= cells.count) return null;
  const unit = cleanName(bytes, cells.starts[index], cells.ends[index]).slice(0, LONGEST_UNIT);
  return unit === '' ? null : unit;
}

export const rejectNameless = (context: ReadContext, row: Row, index: number): void => {
  const name = context.plan.columns[index]?.name ?? `${index + 1}`;
  context.rejectRow('no tag name', `The tag name is empty. The row was left out; fill it in.`, row, name);
};
