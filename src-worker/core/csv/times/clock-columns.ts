import { CLOCK_NAMES, HOUR_NAMES, plainName } from '../layout/column-names.ts';
import { type SampleCell, type SampleRecord, cellAt } from '../layout/grid.ts';
import { DateParser, NOT_A_TIME } from './dates.ts';
import { NO_WORD, meridiemOf } from './meridiem.ts';
import { numberOf } from '../numbers/numbers-with-unit.ts';
import { encodeText } from '../text/text.ts';

export const ENOUGH_SHARE = 0.8;
/** Where the header names a column, cells that do not fit are faults of their rows. */
export const ENOUGH_OF_NAMED = 0.5;

/** Whether most filled cells of a column are of a kind. */
export function isMostly(
  data: readonly SampleRecord[],
  column: number,
  isKind: (cell: SampleCell) => boolean,
  share = ENOUGH_SHARE,
): boolean {
  const filled = data.map((record) => cellAt(record, column)).filter(({ kind }) => kind !== 'blank');
  return filled.length > 0 && filled.filter(isKind).length >= share * filled.length;
}

const dates = new DateParser('dmy');

/** Whether anything stands behind the date of a cell. */
export function hasOwnTime(text: string): boolean {
  const bytes = encodeText(text);
  if (/^\d{14}$/.test(text)) return true;
  return dates.parse(bytes, 0, bytes.length) !== NOT_A_TIME && dates.end < bytes.length;
}

const MIDNIGHT = /[ T]0?0[:.]00(?:[:.]00(?:[.,]0+)?)?Z?$/;
const columnsOf = (width: number): readonly number[] => Array.from({ length: width }, (_, column) => column);

/**
 * The column of the times of day that belong to a column of dates; -1 when the dates carry them or there is none.
 * `isNamed`: the header calls a column a time.
 */
export function findClock(
  data: readonly SampleRecord[],
  dateColumn: number,
  width: number,
  isNamed: (column: number) => boolean,
  nameOf: (column: number) => string,
): number {
  const all = columnsOf(width).filter((column) => column !== dateColumn);
  const isClock = (column: number): boolean =>
    isMostly(data, column, ({ kind }) => kind === 'clock', isNamed(column) ? ENOUGH_OF_NAMED : ENOUGH_SHARE);
  const ownTimes = data.filter((record) => hasOwnTime(cellAt(record, dateColumn).text));
  if (ownTimes.length > 0) {
    // Excel writes a date alone as its midnight.
    if (!ownTimes.every((record) => MIDNIGHT.test(cellAt(record, dateColumn).text))) return -1;
    return all.find((column) => isClock(column) && isNamed(column)) ?? -1;
  }
  const isCompact = (column: number): boolean =>
    (isNamed(column) || CLOCK_NAMES.has(plainName(nameOf(column)))) && isMostly(data, column, isCompactClock);
  /** Hours of a report by days are hours of work: its dates do not repeat. */
  const doDatesRepeat = new Set(data.map((record) => cellAt(record, dateColumn).text)).size < data.length;
  const isHour = (column: number): boolean =>
    doDatesRepeat &&
    HOUR_NAMES.has(plainName(nameOf(column))) &&
    isMostly(data, column, ({ text }) => /^(?:[01]?\d|2[0-4]|0?[0-3][AB])$/i.test(text));
  return all.find(isClock) ?? all.find(isCompact) ?? all.find(isHour) ?? -1;
}

/** 0615 or 061530 */
const isCompactClock = ({ text }: SampleCell): boolean =>
  /^(?:[01]\d|2[0-4])[0-5]\d(?:[0-5]\d(?:\.\d+)?)?$/.test(text);

/** The column of fractions of a day beside a column of whole day serials; -1 = none. */
export function findDayFraction(
  data: readonly SampleRecord[],
  dateColumn: number,
  width: number,
  isNamed: (column: number) => boolean,
): number {
  const areWhole = data.every((record) => /^\d*$/.test(cellAt(record, dateColumn).text));
  if (!areWhole) return -1;
  const isFraction = ({ kind, text }: SampleCell): boolean =>
    kind === 'clock' || (kind === 'number' && numberOf(text) >= 0 && numberOf(text) < 1);
  return (
    columnsOf(width).find(
      (column) => column !== dateColumn && isNamed(column) && isMostly(data, column, isFraction),
    ) ?? -1
  );
}

/** The column that says AM or PM of the times beside it; -1 = none. */
export const findMeridiem = (data: readonly SampleRecord[], width: number): number =>
  columnsOf(width).find(
    (column) =>
      data.some((record) => cellAt(record, column).text !== '') &&
      data.every((record) => meridiemOf(cellAt(record, column).text) >= NO_WORD),
  ) ?? -1;
