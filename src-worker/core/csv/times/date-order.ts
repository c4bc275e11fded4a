import { type SampleRecord, cellAt, isBlankRecord } from '../layout/grid.ts';
import type { DateOrder, Evidence } from '../import-plan.ts';

export const ORDER_NAMES: Readonly<Record<DateOrder, string>> = {
  ymd: 'year-month-day',
  dmy: 'day-month',
  mdy: 'month-day',
  ydm: 'year-day-month',
};

export interface OrderGuess {
  readonly order: DateOrder;
  readonly evidence: Evidence;
  /** The orders between which the file leaves the choice; empty when it is settled. */
  readonly open: readonly DateOrder[];
  /** Lines that prove opposite orders; null when the file is of one mind. */
  readonly mixed: { readonly dayFirst: number; readonly monthFirst: number } | null;
}

const NUMERIC_DATE = /^(?:\p{L}+[.,]*\s+)?(\d{1,2})([-/. ])(\d{1,2})\2(\d{2}|\d{4})(?!\d)/u;

/** Rows of dates that begin with a year of four digits, by what their second and third number can be. */
interface YearFirst {
  readonly count: number;
  /** The third number is above 12. */
  readonly dayLast: number;
  /** The second number is above 12. */
  readonly dayInMiddle: SampleRecord[];
}

const YEAR_FIRST = /^\d{4}([-/.])(\d{1,2})\1(\d{1,2})(?!\d)/;

function tallyYearFirst(records: readonly SampleRecord[], columns: readonly number[]): YearFirst {
  let count = 0;
  let dayLast = 0;
  const dayInMiddle: SampleRecord[] = [];
  for (const record of records)
    for (const column of columns) {
      const match = YEAR_FIRST.exec(cellAt(record, column).text);
      if (match === null) continue;
      count++;
      const [second, third] = [Number(match[2]), Number(match[3])];
      if (third > 12 && second <= 12) dayLast++;
      else if (second > 12 && second <= 31 && third <= 12) dayInMiddle.push(record);
    }
  return { count, dayLast, dayInMiddle };
}

interface Tally {
  numeric: number;
  dotted: number;
  dayFirst: SampleRecord | null;
  monthFirst: SampleRecord | null;
  yearFirst: number;
  /** Dates whose first two numbers differ, so that the order matters. */
  unequal: number;
  readonly firsts: Set<string>;
  readonly lasts: Set<string>;
  /** Read as a year, the first number of every date is later than the last one. */
  isFirstLater: boolean;
  /** Any year of four digits, or a first number that no month and a last number that no day can be. */
  isYearLast: boolean;
}

function tally(records: readonly SampleRecord[], columns: readonly number[]): Tally {
  const found: Tally = {
    numeric: 0,
    dotted: 0,
    dayFirst: null,
    monthFirst: null,
    yearFirst: 0,
    unequal: 0,
    firsts: new Set(),
    lasts: new Set(),
    isFirstLater: true,
    isYearLast: false,
  };
  for (const record of records) {
    if (isBlankRecord(record)) continue;
    for (const column of columns) {
      const match = NUMERIC_DATE.exec(cellAt(record, column).text);
      if (match === null) continue;
      const [first, second, last] = [Number(match[1]), Number(match[3]), Number(match[4])];
      found.numeric++;
      if (match[2] === '.') found.dotted++;
      if (first !== second) found.unequal++;
      found.firsts.add(match[1]);
      found.lasts.add(match[4]);
      if (last > 31 || second > 12) found.isYearLast = true;
      if (first <= last) found.isFirstLater = false;
      if (first > 31) found.yearFirst++;
      else if (first > 12 && second <= 12) found.dayFirst ??= record;
      else if (second > 12 && first <= 12) found.monthFirst ??= record;
    }
  }
  return found;
}

/**
 * Order of day and month in the date cells of the given columns. `preferred` decides where both are possible; `told` is
 * the order that the file itself states above its rows. `isComplete`: there are no further records.
 */
export function detectDateOrder(
  records: readonly SampleRecord[],
  columns: readonly number[],
  preferred: DateOrder,
  told: DateOrder | null,
  isComplete: boolean,
): OrderGuess {
  const found = tally(records, columns);
  const { numeric, dotted, dayFirst, monthFirst, yearFirst, unequal, firsts, lasts } = found;
  const { isYearLast, isFirstLater } = found;
  const guess = (
    order: DateOrder,
    because: string,
    confidence: number,
    open: readonly DateOrder[] = [],
  ): OrderGuess => ({
    order,
    evidence: { about: 'date-order', chosen: ORDER_NAMES[order], because, confidence },
    open,
    mixed:
      dayFirst !== null && monthFirst !== null
        ? { dayFirst: dayFirst.line, monthFirst: monthFirst.line }
        : null,
  });
  const { count, dayLast, dayInMiddle } = tallyYearFirst(records, columns);
  if (dayInMiddle.length > dayLast) {
    const isClear = dayLast === 0 && dayInMiddle.length >= 0.5 * count;
    const line = dayInMiddle[0]?.line ?? 0;
    return guess(
      isClear || preferred === 'ydm' ? 'ydm' : 'ymd',
      `Line ${line} has a day above 12 behind the year.`,
      isClear ? 0.95 : 0.5,
      isClear ? [] : ['ymd', 'ydm'],
    );
  }
  if (numeric === 0) return guess('ymd', 'The year comes first or the month has a name.', 1);
  if (yearFirst > 0) return guess('ymd', 'The first number is above 31.', 0.9);
  if (!isYearLast && told === 'ymd') return guess('ymd', 'The file states this order above its rows.', 0.95);
  if (!isYearLast && lasts.size > firsts.size)
    return guess(
      'ymd',
      'The last number changes from row to row while the first stays: it is the day.',
      0.85,
    );
  // Where a day above 12 stands in front, a year first would make the file older than a year last: it is left out.
  const canBeYear = isFirstLater || dayFirst === null;
  const isYearOpen =
    !isYearLast && lasts.size === firsts.size && canBeYear && dotted < numeric && told === null;
  if (isYearOpen && (dayFirst === null || monthFirst === null)) {
    const possible: readonly DateOrder[] = dayFirst === null ? ['dmy', 'mdy', 'ymd'] : ['dmy', 'ymd'];
    return guess(
      possible.find((order) => order === preferred) ?? 'dmy',
      'The year of two digits can stand first or last.',
      0.5,
      possible,
    );
  }
  if (dayFirst !== null) return guess('dmy', `Line ${dayFirst.line} has a day above 12 in front.`, 1);
  if (monthFirst !== null)
    return guess('mdy', `Line ${monthFirst.line} has a day above 12 in second place.`, 1);
  if (told === 'dmy' || told === 'mdy')
    return guess(told, 'The file states this order above its rows.', 0.95);
  if (dotted === numeric) return guess('dmy', 'Dates with dots have the day first.', 0.95);
  const order = preferred === 'mdy' ? 'mdy' : 'dmy';
  if (unequal === 0 && isComplete) return guess(order, 'Day and month are the same number in every date.', 1);
  return guess(order, 'No day is above 12; your setting decides.', 0.5, ['dmy', 'mdy']);
}

const DAY = '(?:d{1,2}|t{1,2}|j{1,2})';
const MONTH = 'm{1,2}';
const YEAR = '(?:y{2,4}|j{2,4}|a{2,4})';
const patternOf = (...parts: readonly string[]): RegExp =>
  new RegExp(`(?<![a-z])${parts.join('[-/. ]')}(?![a-z])`, 'i');
/** A pattern of letters such as dd/MM/yyyy, TT.MM.JJJJ or jj/mm/aaaa. */
const PATTERNS: readonly (readonly [DateOrder, RegExp])[] = [
  ['ymd', patternOf(YEAR, MONTH, DAY)],
  ['mdy', patternOf(MONTH, DAY, YEAR)],
  ['dmy', patternOf(DAY, MONTH, YEAR)],
];
const CULTURE = /(?:format|culture|locale|region)\b.*\b([a-z]{2})-([A-Z]{2})\b/;
const YEAR_FIRST_LANGUAGES = ['zh', 'ja', 'ko', 'sv', 'hu', 'lt', 'mn'];

const ANY_DATE = /(?<![\d.,/-])(\d{1,2})([-/.])(\d{1,2})\2\d{4}(?!\d)/g;

/** The order that dates in the title show, such as the end of "from 01-04-2024 to 30-04-2024"; null where they show none or two. */
function orderInTitle(texts: readonly string[]): DateOrder | null {
  const orders = new Set<DateOrder>();
  for (const text of texts)
    for (const [, first, , second] of text.matchAll(ANY_DATE)) {
      if (Number(first) > 12 && Number(first) <= 31 && Number(second) <= 12) orders.add('dmy');
      if (Number(second) > 12 && Number(second) <= 31 && Number(first) <= 12) orders.add('mdy');
    }
  return orders.size === 1 ? ([...orders][0] ?? null) : null;
}

/** The order of dates that the rows above the data state, as a pattern of letters, a culture or dates of their own; null when they do not. */
export function statedDateOrder(above: readonly SampleRecord[]): DateOrder | null {
  const texts = above.map(({ cells }) => cells.map(({ text }) => text).join(' '));
  for (const [order, pattern] of PATTERNS) if (texts.some((text) => pattern.test(text))) return order;
  for (const text of texts) {
    const culture = CULTURE.exec(text);
    if (culture === null) continue;
    if (culture[2] === 'US') return 'mdy';
    return YEAR_FIRST_LANGUAGES.includes(culture[1]) ? 'ymd' : 'dmy';
  }
  return orderInTitle(texts);
}
