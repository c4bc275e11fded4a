import type { SampleRecord } from '../layout/grid.ts';
import type { DecimalSign, Delimiter, Evidence } from '../import-plan.ts';
import { countOf } from '../messages.ts';
import { splitNumberAndUnit, withPlainSign } from './numbers-with-unit.ts';

interface Signs {
  /** Numbers that only one decimal sign can explain. */
  point: number;
  comma: number;
  /** Such as 1.498 and 1,498: a fraction of three digits or a group of three. */
  openPoint: string | null;
  openComma: string | null;
  /** Four digits in a row in front of anything: the column does not group its digits. */
  ungrouped: boolean;
}

/** Groups of digits that no decimal sign parts, as in 1 498 and 1'498. */
const SPACED = "[1-9]\\d{0,2}(?:[ '\u2019\u00a0\u202f\u2009]\\d{3})+";
const PROVES_POINT =
  /^[+-]?(?:\d*\.\d+[eE][+-]?\d+|\d*\.(?:\d{1,2}|\d{4,})|\d{4,}\.\d+|0*\.\d+|0+\.\d+|\d{1,3}(?:,\d{2,3})*,\d{3}\.\d*|\d{1,3}(?:,\d{2,3}){2,}|\d{1,3}(?:,\d{2})+,\d{3})$/;
const PROVES_COMMA =
  /^[+-]?(?:\d*,\d+[eE][+-]?\d+|\d*,(?:\d{1,2}|\d{4,})|\d{4,},\d+|0*,\d+|0+,\d+|\d{1,3}(?:\.\d{3})+,\d*|\d{1,3}(?:\.\d{3}){2,})$/;

const SPACED_POINT = new RegExp(`^[+-]?${SPACED}\\.\\d*$`);
const SPACED_COMMA = new RegExp(`^[+-]?${SPACED},\\d*$`);

export interface DecimalGuess {
  readonly decimal: DecimalSign;
  readonly evidence: Evidence;
  /** The column and text that can be read in two ways; null when the file settles it. */
  readonly open: { readonly column: number; readonly text: string } | null;
  /** The numbers contradict each other: no further number can settle it. */
  readonly isMixed: boolean;
}

/** The decimal sign that the numbers of the given columns show. */
export function detectDecimal(
  records: readonly SampleRecord[],
  columns: readonly number[],
  delimiter: Delimiter,
): DecimalGuess {
  const signs = columns.map((column) => signsOf(records, column));
  const point = signs.reduce((sum, sign) => sum + pointsOf(sign), 0);
  const comma = signs.reduce((sum, sign) => sum + commasOf(sign), 0);
  const decimal: DecimalSign = comma > point ? ',' : '.';
  const mixed = signs.findIndex(({ openPoint, openComma }) => openPoint !== null && openComma !== null);
  const isMixed = mixed >= 0 || (point > 0 && comma > 0);
  const guess = (because: string, confidence: number, open: DecimalGuess['open']): DecimalGuess => ({
    decimal,
    evidence: { about: 'decimal', chosen: decimal === ',' ? 'comma' : 'point', because, confidence },
    open,
    isMixed: open !== null && isMixed,
  });
  const openAt = (place: number, text: string | null): DecimalGuess['open'] =>
    place < 0 || text === null ? null : { column: columns[place], text };
  if (mixed >= 0)
    return guess(
      'One column has numbers with a point and with a comma.',
      0.4,
      openAt(mixed, signs[mixed].openPoint),
    );
  if (point > 0 && comma > 0) {
    const place = signs.findIndex((sign) => (decimal === ',' ? pointsOf(sign) : commasOf(sign)) > 0);
    const text = firstMatch(records, columns[place], decimal === ',' ? PROVES_POINT : PROVES_COMMA);
    return guess('Some numbers have a decimal point and some a decimal comma.', 0.4, openAt(place, text));
  }
  if (point + comma > 0)
    return guess(`${countOf(point + comma, 'number')} of the sample can be read in no other way.`, 1, null);
  const isQuiet = delimiter === ',' || delimiter === ' ';
  const place = signs.findIndex(
    ({ openPoint, openComma }) => openComma !== null || (openPoint !== null && !isQuiet),
  );
  if (place >= 0)
    return guess(
      'Every number with a sign has three digits behind it.',
      0.4,
      openAt(place, signs[place].openPoint ?? signs[place].openComma),
    );
  if (signs.some(({ openPoint }) => openPoint !== null))
    return guess(`Points stand in numbers that a ${delimiter === ',' ? 'comma' : 'space'} parts.`, 0.7, null);
  return guess('No number has a decimal comma.', 0.8, null);
}

/** A column that writes 1234 without a group does not group its digits: its 1.498 has a decimal point. */
const pointsOf = ({ point, openPoint, openComma, ungrouped }: Signs): number =>
  point + (ungrouped && openPoint !== null && openComma === null ? 1 : 0);
const commasOf = ({ comma, openPoint, openComma, ungrouped }: Signs): number =>
  comma + (ungrouped && openComma !== null && openPoint === null ? 1 : 0);

/** The decimal sign that a number shows beyond doubt; null when it can be read with either. */
export const provenSign = (text: string): DecimalSign | null =>
  PROVES_POINT.test(text) || SPACED_POINT.test(text)
    ? '.'
    : PROVES_COMMA.test(text) || SPACED_COMMA.test(text)
      ? ','
      : null;

function signsOf(records: readonly SampleRecord[], column: number): Signs {
  const signs: Signs = { point: 0, comma: 0, openPoint: null, openComma: null, ungrouped: false };
  for (const { cells } of records) {
    const cell = cells.at(column);
    if (cell?.kind !== 'number') continue;
    const plain = withPlainSign(cell.text);
    const text = splitNumberAndUnit(plain)?.number ?? plain;
    const proven = provenSign(text);
    if (proven === '.') signs.point++;
    else if (proven === ',') signs.comma++;
    else if (/^[+-]?[1-9]\d{0,2}\.\d{3}$/.test(text)) signs.openPoint ??= text;
    else if (/^[+-]?[1-9]\d{0,2},\d{3}$/.test(text)) signs.openComma ??= text;
    else if (/^[+-]?[1-9]\d{3,}$/.test(text)) signs.ungrouped = true;
  }
  return signs;
}

const firstMatch = (records: readonly SampleRecord[], column: number, pattern: RegExp): string | null =>
  records.map(({ cells }) => cells.at(column)?.text ?? '').find((text) => pattern.test(text)) ?? null;
