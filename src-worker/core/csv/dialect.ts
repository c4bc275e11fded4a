import { AppFailure } from '@shared/errors.ts';
import { type Sample, type SampleRecord, isBlankRecord, readSample } from './grid.ts';
import type { DecimalSign, Delimiter, Evidence } from './import-plan.ts';
import { decodeText } from './text.ts';

export const DELIMITER_NAMES: Readonly<Record<Delimiter, string>> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'vertical bar',
  ' ': 'spaces',
};

/** A file splits into words at its spaces whatever its delimiter, so spaces count half. */
const WEIGHTS: readonly (readonly [Delimiter, number])[] = [
  [',', 1],
  [';', 1],
  ['\t', 1],
  ['|', 1],
  [' ', 0.5],
];
const TRIAL_RECORDS = 200;

export interface DelimiterGuess {
  readonly delimiter: Delimiter;
  readonly evidence: Evidence;
  /** The file begins with Excel's `sep=` line. */
  readonly hasSeparatorLine: boolean;
}

const evidence = (delimiter: Delimiter, because: string, confidence: number): Evidence => ({
  about: 'delimiter',
  chosen: DELIMITER_NAMES[delimiter],
  because,
  confidence,
});

/** The delimiter that splits the sample into the most regular table of numbers and times. */
export function detectDelimiter(
  bytes: Uint8Array,
  fileName: string,
  dialect: { readonly quoting: boolean; readonly lineEnd: 'lf' | 'cr' },
): DelimiterGuess {
  const separator = /^"?sep=([,;|\t ])"?\r?(?:\n|$)/i.exec(decodeText(bytes, 0, Math.min(bytes.length, 16)));
  const named = WEIGHTS.find(([delimiter]) => delimiter === separator?.[1]);
  if (named !== undefined)
    return {
      delimiter: named[0],
      evidence: evidence(named[0], 'The first line says so (sep=).', 1),
      hasSeparatorLine: true,
    };
  const scores = WEIGHTS.map(([delimiter, weight]) => ({
    delimiter,
    ...scoreOf(bytes, fileName, { ...dialect, delimiter }, weight),
  })).sort((a, b) => b.score - a.score);
  const [best, second] = [scores[0], scores[1]];
  const confidence =
    best.score === 0 ? 0.3 : Math.max(0.5, Math.min(1, 1 - (0.7 * second.score) / best.score));
  const failure = scores.find((score) => score.failure !== null)?.failure ?? null;
  if (best.width < 2 && failure !== null) throw failure;
  const because =
    best.width < 2
      ? 'Nothing splits the lines into columns.'
      : `It gives ${best.width} columns in ${Math.round(100 * best.regularity)} % of the rows.`;
  return {
    delimiter: best.width < 2 ? ',' : best.delimiter,
    evidence: evidence(best.width < 2 ? ',' : best.delimiter, because, Number(confidence.toFixed(2))),
    hasSeparatorLine: false,
  };
}

interface Score {
  readonly score: number;
  /** Usual number of cells in a row, and the share of rows that have it. */
  readonly width: number;
  readonly regularity: number;
  /** Why the file cannot be split in this way at all. */
  readonly failure: AppFailure | null;
}

function scoreOf(
  bytes: Uint8Array,
  fileName: string,
  dialect: { readonly delimiter: Delimiter; readonly quoting: boolean; readonly lineEnd: 'lf' | 'cr' },
  weight: number,
): Score {
  const records = trialRecords(bytes, fileName, dialect);
  if (records instanceof AppFailure) return { score: 0, width: 0, regularity: 0, failure: records };
  const counts = new Map<number, number>();
  for (const { cells } of records) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  const [width, count] = [...counts].sort(
    (a, b) => b[1] * (b[0] > 1 ? 1 : 0.5) - a[1] * (a[0] > 1 ? 1 : 0.5),
  )[0] ?? [0, 0];
  if (records.length === 0) return { score: 0, width: 0, regularity: 0, failure: null };
  const regularity = count / records.length;
  const isTyped = (record: SampleRecord): number =>
    record.cells.filter(({ kind }) => kind !== 'text').length / record.cells.length;
  const typed = records.reduce((sum, record) => sum + isTyped(record), 0) / records.length;
  const hasTime = records.some(({ cells }) => cells.some(({ kind }) => kind === 'calendar'));
  const score =
    (0.2 + 0.8 * typed) * (0.4 + 0.6 * regularity) * (width > 1 ? 1 : 0.15) * (hasTime ? 1 : 0.6) * weight;
  return { score, width, regularity, failure: null };
}

/** The last two thirds of the first records, where the junk above the data weighs less. */
function trialRecords(
  bytes: Uint8Array,
  fileName: string,
  dialect: { readonly delimiter: Delimiter; readonly quoting: boolean; readonly lineEnd: 'lf' | 'cr' },
): readonly SampleRecord[] | AppFailure {
  let sample: Sample;
  try {
    sample = readSample(bytes.subarray(0, 1 << 18), fileName, dialect, false, TRIAL_RECORDS);
    if (sample.records.length < 3)
      sample = readSample(withLineEnd(bytes), fileName, dialect, false, TRIAL_RECORDS);
  } catch (error) {
    if (error instanceof AppFailure) return error;
    throw error;
  }
  const filled = sample.records.filter((record) => !isBlankRecord(record));
  return filled.slice(Math.floor(filled.length / 3));
}

function withLineEnd(bytes: Uint8Array): Uint8Array {
  const closed = new Uint8Array(bytes.length + 1);
  closed.set(bytes);
  closed[bytes.length] = 10;
  return closed;
}

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

const PROVES_POINT =
  /^[+-]?(?:\d*\.\d+[eE][+-]?\d+|\d*\.(?:\d{1,2}|\d{4,})|\d{4,}\.\d+|0*\.\d+|0+\.\d+|\d{1,3}(?:,\d{2,3})*,\d{3}\.\d*|\d{1,3}(?:,\d{2,3}){2,}|\d{1,3}(?:,\d{2})+,\d{3})$/;
const PROVES_COMMA =
  /^[+-]?(?:\d*,\d+[eE][+-]?\d+|\d*,(?:\d{1,2}|\d{4,})|\d{4,},\d+|0*,\d+|0+,\d+|\d{1,3}(?:\.\d{3})+,\d*|\d{1,3}(?:\.\d{3}){2,})$/;

export interface DecimalGuess {
  readonly decimal: DecimalSign;
  readonly evidence: Evidence;
  /** The column and text that can be read in two ways; null when the file settles it. */
  readonly open: { readonly column: number; readonly text: string } | null;
}

/** The decimal sign that the numbers of the given columns show. */
export function detectDecimal(
  records: readonly SampleRecord[],
  columns: readonly number[],
  delimiter: Delimiter,
): DecimalGuess {
  const signs = columns.map((column) => signsOf(records, column));
  const point = signs.reduce((sum, sign) => sum + sign.point, 0);
  const comma = signs.reduce((sum, sign) => sum + sign.comma, 0);
  const decimal: DecimalSign = comma > point ? ',' : '.';
  const guess = (because: string, confidence: number, open: DecimalGuess['open']): DecimalGuess => ({
    decimal,
    evidence: { about: 'decimal', chosen: decimal === ',' ? 'comma' : 'point', because, confidence },
    open,
  });
  const openAt = (place: number, text: string | null): DecimalGuess['open'] =>
    place < 0 || text === null ? null : { column: columns[place], text };
  const mixed = signs.findIndex(({ openPoint, openComma }) => openPoint !== null && openComma !== null);
  if (mixed >= 0)
    return guess(
      'One column has numbers with a point and with a comma.',
      0.4,
      openAt(mixed, signs[mixed].openPoint),
    );
  if (point > 0 && comma > 0) {
    const place = signs.findIndex((sign) => (decimal === ',' ? sign.point : sign.comma) > 0);
    const text = firstMatch(records, columns[place], decimal === ',' ? PROVES_POINT : PROVES_COMMA);
    return guess('Some numbers have a decimal point and some a decimal comma.', 0.4, openAt(place, text));
  }
  if (point + comma > 0)
    return guess(`${point + comma} numbers of the sample can be read in no other way.`, 1, null);
  const isQuiet = delimiter === ',' || delimiter === ' ';
  const place = signs.findIndex(
    ({ openPoint, openComma, ungrouped }) => (openPoint !== null || openComma !== null) && !ungrouped,
  );
  if (place >= 0 && !isQuiet)
    return guess(
      'Every number with a sign has three digits behind it.',
      0.4,
      openAt(place, signs[place].openPoint ?? signs[place].openComma),
    );
  const hasOnlyComma =
    signs.some(({ openComma }) => openComma !== null) && signs.every(({ openPoint }) => openPoint === null);
  if (hasOnlyComma && isQuiet) return guess('Commas stand only between groups of three digits.', 0.6, null);
  return guess('No number has a decimal comma.', 0.8, null);
}

function signsOf(records: readonly SampleRecord[], column: number): Signs {
  const signs: Signs = { point: 0, comma: 0, openPoint: null, openComma: null, ungrouped: false };
  for (const { cells } of records) {
    const cell = cells.at(column);
    if (cell?.kind !== 'number') continue;
    const { text } = cell;
    if (PROVES_POINT.test(text)) signs.point++;
    else if (PROVES_COMMA.test(text)) signs.comma++;
    else if (/^[+-]?[1-9]\d{0,2}\.\d{3}$/.test(text)) signs.openPoint ??= text;
    else if (/^[+-]?[1-9]\d{0,2},\d{3}$/.test(text)) signs.openComma ??= text;
    else if (/^[+-]?[1-9]\d{3,}$/.test(text)) signs.ungrouped = true;
  }
  return signs;
}

const firstMatch = (records: readonly SampleRecord[], column: number, pattern: RegExp): string | null =>
  records.map(({ cells }) => cells.at(column)?.text ?? '').find((text) => pattern.test(text)) ?? null;
