import { TAG_NAMES, UNIT_NAMES, VALUE_NAMES, plainName } from './column-names.ts';
import type { ColumnPlan } from '../import-plan.ts';
import { knownUnit } from './unit-names.ts';

/** What a line such as `Tag Name: U1.LOAD` or `Units;MW` says of the readings below it. */
export interface TitleLine {
  readonly about: 'tag' | 'unit';
  readonly text: string;
}

const LONGEST = 200;

const isUnnamed = ({ name, index }: ColumnPlan): boolean => name === `Column ${index + 1}`;

/** The title that the cells of a row make up; null when they make none. */
export function titleOf(cells: readonly string[]): TitleLine | null {
  const [first = '', second = '', ...more] = withoutFrame(cells.filter((text) => text !== ''));
  const parted = /^([^:=]{1,30}?)\s*[:=]\s*(\S.*)$/.exec(first);
  const isOneCell = parted !== null && second === '';
  if (!isOneCell && (second === '' || more.length > 0)) return null;
  const label = plainName(isOneCell ? parted[1] : first);
  const text = (isOneCell ? parted[2] : second).trim();
  if (text.length > LONGEST) return null;
  if (TAG_NAMES.has(label)) return { about: 'tag', text };
  const unit = knownUnit(text);
  // `Unit: U1` is a part of the plant.
  return UNIT_NAMES.has(label) && (unit !== null || label !== 'unit')
    ? { about: 'unit', text: unit ?? text }
    : null;
}

/** `[Tag, U1.LOAD]` without its brackets. */
function withoutFrame(cells: readonly string[]): readonly string[] {
  const joined = cells.join('\n');
  return joined.startsWith('[') && joined.endsWith(']') ? joined.slice(1, -1).split('\n') : cells;
}

/** The columns of the plan with the name of a title line; null where the readings below it are not of one unnamed value. */
export function columnsUnderTitle(
  columns: readonly ColumnPlan[],
  name: string,
  unit: string | null,
): readonly ColumnPlan[] | null {
  const values = columns.filter(({ role }) => role === 'value');
  const [only] = values;
  if (values.length !== 1 || !(VALUE_NAMES.has(plainName(only.name)) || isUnnamed(only))) return null;
  return columns.map((column) =>
    column === only ? { ...column, tagName: name, unit: unit ?? column.unit } : column,
  );
}
