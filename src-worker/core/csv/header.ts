import { type Sample, type SampleRecord, cellAt } from './grid.ts';
import { TIME_NAME, type TimeColumns } from './time-columns.ts';
import { knownUnit } from './unit-names.ts';

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
  const unitsRecord = above.findLastIndex((record) => isUnitsRow(record, used));
  const isOnlyRow =
    unitsRecord >= 0 &&
    above.every((record, index) => index === unitsRecord || coverageOf(record, used) < 0.5);
  const scored = above
    .map((record, index): Scored => ({
      index,
      score: index === unitsRecord && !isOnlyRow ? 0 : scoreOf(record, used, times),
    }))
    .filter(({ score }) => score > 0);
  const best = scored.reduce<Scored | null>(
    (top, next) => (top === null || next.score > top.score ? next : top),
    null,
  );
  if (best === null) return { nameRecord: null, unitsRecord: null, groupRecord: null, confidence: 0.8 };
  const below = best.index + 1;
  const isGroup =
    (times?.columns.length ?? 0) > 1 &&
    below < above.length &&
    below !== unitsRecord &&
    coverageOf(above[below], used) >= 0.4 &&
    isAllText(above[below]);
  return {
    nameRecord: isGroup ? below : best.index,
    unitsRecord: unitsRecord >= 0 && unitsRecord !== best.index ? unitsRecord : null,
    groupRecord: isGroup ? best.index : null,
    confidence: Math.min(1, 0.5 + best.score / 5),
  };
}

const coverageOf = (record: SampleRecord, used: readonly number[]): number =>
  used.length === 0
    ? 0
    : used.filter((column) => cellAt(record, column).kind !== 'blank').length / used.length;

const isAllText = ({ cells }: SampleRecord): boolean =>
  cells.every(({ kind }) => kind === 'text' || kind === 'blank' || kind === 'status');

/** Such as `[Data]` or `[TimestampFormat, fmt, culture]`. */
function isDirective({ cells }: SampleRecord): boolean {
  const filled = cells.filter(({ kind }) => kind !== 'blank');
  const first = filled[0]?.text ?? '';
  return first.startsWith('[') && (filled.length === 1 || !first.includes(']'));
}

function isUnitsRow(record: SampleRecord, used: readonly number[]): boolean {
  const filled = used
    .map((column) => cellAt(record, column).text)
    .filter((text) => text !== '' && text !== '-');
  const known = filled.filter((text) => knownUnit(text.replace(/^[[(]|[\])]$/g, '')) !== null).length;
  return known > 0 && known >= 0.6 * filled.length && filled.length >= 0.3 * used.length;
}

/** How well a row names the columns: it covers them, with different texts, and calls the time column a time. */
function scoreOf(record: SampleRecord, used: readonly number[], times: TimeColumns | null): number {
  const cells = used.map((column) => cellAt(record, column));
  const filled = cells.filter(({ kind }) => kind !== 'blank');
  const coverage = coverageOf(record, used);
  if (
    coverage < 0.5 ||
    isDirective(record) ||
    cells.some(({ kind }) => kind === 'calendar' || kind === 'clock')
  )
    return 0;
  const numbers = filled.filter(({ kind }) => kind === 'number').length / filled.length;
  const distinct = new Set(filled.map(({ text }) => text)).size / filled.length;
  const types = filled.filter(({ text }) => TYPE_WORD.test(text)).length / filled.length;
  const isTimeNamed = (times?.columns ?? []).some((column) => TIME_NAME.test(cellAt(record, column).text));
  if (numbers > 0.5 && !isTimeNamed) return 0;
  return (
    coverage + 0.6 * distinct + (isTimeNamed ? 0.6 : 0) - 0.5 * numbers - 1.2 * (types > 0.5 ? types : 0)
  );
}
