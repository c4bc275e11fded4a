import { TAG_NAMES, UNIT_NAMES, plainName } from './column-names.ts';
import { type SampleRecord, cellAt, isBlankRecord } from './grid.ts';
import { knownUnit } from './unit-names.ts';
import { cutText } from '../text/text.ts';

const LONGEST_UNIT = 40;

/** The units that a list of tags above the readings gives, by tag: rows under a header that names a tag and a unit. */
export function findTagUnits(above: readonly SampleRecord[]): ReadonlyMap<string, string> {
  const units = new Map<string, string>();
  let columns: { readonly tag: number; readonly unit: number } | null = null;
  for (const record of above) {
    const header = listHeader(record);
    if (header !== null) {
      columns = header;
    } else if (columns !== null) {
      const tag = cellAt(record, columns.tag).text;
      const unit = cellAt(record, columns.unit).text;
      if (isBlankRecord(record) || tag.startsWith('[')) columns = null;
      else if (tag !== '' && unit !== '') units.set(tag, knownUnit(unit) ?? cutText(unit, LONGEST_UNIT));
    }
  }
  return units;
}

function listHeader({ cells }: SampleRecord): { readonly tag: number; readonly unit: number } | null {
  const columnOf = (names: ReadonlySet<string>): number =>
    cells.findIndex(({ kind, text }) => kind === 'text' && names.has(plainName(text)));
  const [tag, unit] = [columnOf(TAG_NAMES), columnOf(UNIT_NAMES)];
  return tag < 0 || unit < 0 ? null : { tag, unit };
}
