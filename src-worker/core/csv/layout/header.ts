import { TAG_NAMES, UNIT_NAMES, VALUE_NAMES, isQualityName, plainName } from './column-names.ts';
import { type Sample, type SampleCell, type SampleRecord, cellAt } from './grid.ts';
import { type TimeColumns, allTimeColumns } from '../times/time-columns.ts';
import { TIME_NAME } from '../times/time-runs.ts';
import { titleOf } from './title-tag.ts';
import { knownUnit, withoutBrackets } from './unit-names.ts';

export interface Header {
  /** Indexes into the sample's records; null = none. */
  readonly nameRecord: number | null;
  readonly unitsRecord: number | null;
  /** Time beside each value: a row of groups above the names, used where names repeat. */
  readonly groupRecord: number | null;
  /** 0..1 */
  readonly confidence: number;
}

const TYPE_WORD =
  /^(?:double|float|real|lreal|single|u?s?d?int(?:eger)?\d*|u?int\d*|word|dword|us|ss|ud|sd|sf|df|bool(?:ean)?|string|char|date|datetime|time|dec|hex|analog|digital)$/i;

/** Columns that hold anything from the first data row on. */
export function usedColumns({ records, width }: Sample, firstRecord: number): readonly number[] {
  const data = records.slice(firstRecord, firstRecord + 500);
  return Array.from({ length: width }, (_, column) => column).filter((column) =>
    data.some((record) => cellAt(record, column).kind !== 'blank'),
  );
}

interface Scored {
  readonly index: number;
  readonly score: number;
}

/** The rows above the data that name the columns and give their units. */
export function findHeader(
  sample: Sample,
  firstRecord: number,
  used: readonly number[],
  times: TimeColumns | null,
): Header {
  const above = sample.records.slice(0, firstRecord);
  const timeColumns = times === null ? [] : allTimeColumns(times);
  const measured = used.filter((column) => !timeColumns.includes(column));
  const values = measured.length === 0 ? used : measured;
  const isOverTime = (times?.columns.length ?? 0) === 1 && standsOverTime(above, times, values);
  const isPaired = (times?.columns.length ?? 0) > 1 || isOverTime;
  /** The name of a column: its own cell or, where every value has its time, the cell above that time. */
  const nameAt = (record: SampleRecord, column: number): SampleCell => {
    const own = cellAt(record, column);
    const time = isPaired && own.kind === 'blank' ? times?.columns.findLast((at) => at < column) : undefined;
    return time === undefined ? own : cellAt(record, time);
  };
  const namesIn = (record: SampleRecord): readonly SampleCell[] =>
    values.map((column) => nameAt(record, column));
  const isUnits = (record: SampleRecord): boolean =>
    isUnitsRow(namesIn(record), labelOf(record, timeColumns), isPaired) &&
    !(times?.columns ?? []).some((column) => TIME_NAME.test(cellAt(record, column).text));
  const unitsRecord = above.findLastIndex(isUnits);
  const isOnlyRow =
    unitsRecord >= 0 &&
    above.every((record, index) => index === unitsRecord || coverageOf(namesIn(record)) < 0.5);
  const scored = above
    .map((record, index): Scored => ({
      index,
      score: index === unitsRecord && !isOnlyRow ? 0 : scoreOf(record, namesIn(record), timeColumns, times),
    }))
    .filter(({ score }) => score > 0);
  const best = scored.reduce<Scored | null>(
    (top, next) => (top === null || next.score > top.score || isOverTime ? next : top),
    null,
  );
  if (best === null) return { nameRecord: null, unitsRecord: null, groupRecord: null, confidence: 0.8 };
  const others = scored.filter(({ index }) => index !== best.index && isAllText(above[index]));
  const isGeneric = areGeneric(namesIn(above[best.index]));
  const below = others.find(({ index }) => index === best.index + 1);
  const bestNames = namesIn(above[best.index]);
  const doRepeat = areRepeated(bestNames);
  const isGroup =
    below !== undefined &&
    (isPaired
      ? !areGeneric(namesIn(above[below.index]))
      : doRepeat && areGeneric(namesIn(above[below.index])));
  const spanning =
    doRepeat && !isGeneric && !isPaired ? groupsAbove(above, best.index, values, isUnits) : undefined;
  const naming = isGeneric ? others.toSorted((a, b) => b.score - a.score).at(0) : spanning;
  return {
    nameRecord: isGroup ? below.index : best.index,
    unitsRecord: unitsRecord >= 0 && unitsRecord !== best.index ? unitsRecord : null,
    groupRecord: isGroup ? best.index : (naming?.index ?? null),
    confidence: Math.min(1, 0.5 + best.score / 5),
  };
}

const areRepeated = (names: readonly SampleCell[]): boolean => {
  const filled = names.filter(({ kind }) => kind !== 'blank').map(({ text }) => text);
  return new Set(filled).size < filled.length;
};

/** The row above the names whose texts each stand over several of them, the first over the first value. */
function groupsAbove(
  above: readonly SampleRecord[],
  nameRecord: number,
  values: readonly number[],
  isUnits: (record: SampleRecord) => boolean,
): { readonly index: number } | undefined {
  const index = above.findLastIndex(
    (record, place) =>
      place < nameRecord &&
      isAllText(record) &&
      !isUnits(record) &&
      cellAt(record, values[0] ?? 0).kind !== 'blank' &&
      values.filter((column) => cellAt(record, column).kind !== 'blank').length > 1,
  );
  return index < 0 ? undefined : { index };
}

/** One time and one value whose name stands over the time, as over each pair of a file with several. */
function standsOverTime(
  above: readonly SampleRecord[],
  times: TimeColumns | null,
  values: readonly number[],
): boolean {
  const [value] = values;
  const time = times?.columns.at(0);
  if (values.length !== 1 || time === undefined || time > value) return false;
  const last = above.findLast((record) => record.cells.some(({ kind }) => kind !== 'blank'));
  const name = cellAt(last, time);
  return (
    cellAt(last, value).kind === 'blank' &&
    name.kind === 'text' &&
    !isTimeName(name.text) &&
    titleOf([name.text]) === null
  );
}

const coverageOf = (names: readonly SampleCell[]): number =>
  names.length === 0 ? 0 : names.filter(({ kind }) => kind !== 'blank').length / names.length;

/** Names that say what a column is and not whose: Value, Confidence, Zeit. */
function areGeneric(names: readonly SampleCell[]): boolean {
  const filled = names.filter(({ kind }) => kind !== 'blank');
  return filled.every(({ text }) => {
    const plain = plainName(text);
    return VALUE_NAMES.has(plain) || isQualityName(plain) || TIME_NAME.test(text);
  });
}

/** A time's own name, and not the label of the report's zone or period. */
export const isTimeName = (text: string): boolean =>
  TIME_NAME.test(text) &&
  !/^(?:time ?zone|zeitzone|fuseau|zona|(?:start|end|from|to|begin)\b.*:$)/i.test(text);

const isAllText = ({ cells }: SampleRecord): boolean =>
  cells.every(({ kind }) => kind === 'text' || kind === 'blank' || kind === 'status');

/** What the row says of itself in front of its names, such as `Description` or `UNIT`. */
function labelOf(record: SampleRecord, timeColumns: readonly number[]): string {
  const first = Math.min(...timeColumns.filter((column) => column >= 0));
  const cells = record.cells.slice(0, Number.isFinite(first) ? first + 1 : 1);
  return plainName(cells.find(({ kind }) => kind !== 'blank')?.text ?? '');
}

/** Such as `[Data]` or `[TimestampFormat, fmt, culture]`. */
function isDirective({ cells }: SampleRecord): boolean {
  const filled = cells.filter(({ kind }) => kind !== 'blank');
  const first = filled[0]?.text ?? '';
  return first.startsWith('[') && (filled.length === 1 || !first.includes(']'));
}

const LONGEST_UNIT = 16;

/** Most names are units that are known, or short texts in a row that calls itself the units. */
function isUnitsRow(names: readonly SampleCell[], label: string, isPaired: boolean): boolean {
  const filled = names.map(({ text }) => text).filter((text) => text !== '' && text !== '-');
  const known = filled.filter((text) => knownUnit(withoutBrackets(text)) !== null).length;
  if (filled.length === 0) return false;
  if (!isPaired && UNIT_NAMES.has(label))
    return names.every(({ kind, text }) => kind !== 'number' && text.length <= LONGEST_UNIT);
  return known > 0 && known >= 0.6 * filled.length && filled.length >= 0.3 * names.length;
}

const NO_NAMES =
  /^(?:desc|description|descriptor|beschreibung|bezeichnung|kommentar|comment|port|register|reg|address|adresse|type|typ|datatype|format|no|nr|number|low|high|min|max|range)$/;

/** How well a row names the columns: it covers them, with different texts, and calls the time column a time. */
function scoreOf(
  record: SampleRecord,
  names: readonly SampleCell[],
  timeColumns: readonly number[],
  times: TimeColumns | null,
): number {
  const filled = names.filter(({ kind }) => kind !== 'blank');
  const coverage = coverageOf(names);
  if (
    coverage < 0.5 ||
    isDirective(record) ||
    filled.every(({ text }) => /^[-=+:_]+$/.test(text)) ||
    record.cells.some(({ kind }) => kind === 'calendar' || kind === 'clock')
  )
    return 0;
  const numbers = filled.filter(({ kind }) => kind === 'number').length / filled.length;
  const distinct = new Set(filled.map(({ text }) => text)).size / filled.length;
  const types = filled.filter(({ text }) => TYPE_WORD.test(text)).length / filled.length;
  const isTimeNamed = (times?.columns ?? []).some((column) => isTimeName(cellAt(record, column).text));
  if (numbers > 0.5 && !isTimeNamed) return 0;
  const label = labelOf(record, timeColumns);
  return (
    coverage +
    0.6 * distinct +
    (isTimeNamed ? 0.6 : 0) +
    (TAG_NAMES.has(label) ? 0.5 : 0) -
    (NO_NAMES.test(label) ? 0.8 : 0) -
    numbers -
    1.2 * (types > 0.5 ? types : 0)
  );
}
