import {
  GROUP_NAMES,
  SIDE_NAMES,
  UNIT_NAMES,
  isQualityName,
  isQualityOfName,
  plainName,
} from './column-names.ts';
import { type SampleRecord, cellAt } from './grid.ts';
import { INFLUX_FIELD, INFLUX_MEASUREMENT, type ColumnFacts, type LayoutGuess } from './layout.ts';
import type { TimeColumns } from '../times/time-columns.ts';
import { knownUnit } from './unit-names.ts';

const MOST_COLUMNS = 200;

/**
 * Long layout: the columns that stand in front of the tag's name, since one tag has readings under several of their
 * texts: named as parts of a plant, or with different texts at one time of one tag. Read as one, such tags would mix.
 */
export function findTagGroups(
  facts: readonly ColumnFacts[],
  data: readonly SampleRecord[],
  times: TimeColumns,
  { tagColumns, valueColumn }: LayoutGuess,
): readonly number[] {
  const tag = tagColumns.at(0);
  if (tag === undefined) return [];
  const taken = [...tagColumns, valueColumn, ...times.columns, times.clockColumn, times.checkColumn];
  const timeCells = [times.columns[0], times.clockColumn].filter((column) => column >= 0);
  return facts
    .slice(0, MOST_COLUMNS)
    .filter(
      (column) => !taken.includes(column.index) && (column.name === INFLUX_MEASUREMENT || canBeGroup(column)),
    )
    .filter(({ index, name }) => {
      if (name === INFLUX_MEASUREMENT && facts[tag].name === INFLUX_FIELD) return true;
      const keys = GROUP_NAMES.has(plainName(name)) ? [tag] : [tag, ...timeCells];
      const known = new Map<string, string>();
      return data.some((record) => {
        const key = keys.map((column) => cellAt(record, column).text).join('\n');
        const { text } = cellAt(record, index);
        if (text === '') return false;
        const other = known.get(key);
        known.set(key, text);
        return other !== undefined && other !== text;
      });
    })
    .map(({ index }) => index);
}

function canBeGroup({ name, stats }: ColumnFacts): boolean {
  const plain = plainName(name);
  if (isQualityName(plain) || isQualityOfName(name)) return false;
  if (SIDE_NAMES.has(plain) && !GROUP_NAMES.has(plain)) return false;
  const isCounted = GROUP_NAMES.has(plain) && stats.isInteger;
  if (stats.texts < 0.8 * stats.filled && !isCounted) return false;
  if (UNIT_NAMES.has(plain) && [...stats.distinctTexts].some((text) => knownUnit(text) !== null))
    return false;
  return stats.distinctTexts.size > 1 || (isCounted && stats.distinctNumbers.size > 1);
}
