import type { DateOrder } from '../import-plan.ts';
import { isWeekday, monthOfName } from './months.ts';

export const DAY_MS = 86_400_000;

/** Why a cell is not read as a time. */
export const TIME_OK = 0;
export const NOT_A_TIME = 1;
/** Not possible in the plan's order of day and month, but in the other one. */
export const OTHER_ORDER = 2;
export const NO_SUCH_DAY = 3;
export const NO_MERIDIEM = 4;
export type TimeFault = 0 | 1 | 2 | 3 | 4;

const isDigit = (byte: number): boolean => byte >= 48 && byte <= 57;
/** Of a name in any language: an ASCII letter or a byte of a longer UTF-8 sequence, no-break space aside. */
const isLetter = (byte: number): boolean =>
  ((byte | 32) >= 97 && (byte | 32) <= 122) || (byte >= 0x80 && byte !== 0xa0 && byte !== 0xc2);

/** Days from 1970-01-01 to a day of the Gregorian calendar. Source: H. Hinnant, days_from_civil. */
function daysFromCivil(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
const daysInMonth = (year: number, month: number): number =>
  month === 2
    ? isLeap(year)
      ? 29
      : 28
    : month === 4 || month === 6 || month === 9 || month === 11
      ? 30
      : 31;

/** POSIX: 69 to 99 are the last century. */
const fullYear = (year: number, digits: number): number =>
  digits > 2 ? year : year < 69 ? 2000 + year : 1900 + year;

const CACHED_PREFIX = 24;

/**
 * Reads calendar dates from bytes: year first, or two numbers in the given order, or a month name, with `-`, `/`, `.` or
 * a space between, or eight digits. The last date is remembered, since neighbouring rows share it.
 */
export class DateParser {
  /** Local midnight as if UTC, ms. Set when the result is TIME_OK. */
  dayMs = 0;
  /** Where the date ends. */
  end = 0;
  /** The year of the last date stood behind its time of day, as in `Apr 13 06:15:00 2024`, whose date ends in front of it. */
  hasYearBehind = false;
  /** True once a date was met that is possible in one order of day and month only, or that names its parts. */
  provesOrder = false;
  /** Of the numbers of a date that names none of them. */
  private readonly order: DateOrder;
  private readonly prefix = new Uint8Array(CACHED_PREFIX);
  private prefixLength = 0;

  constructor(order: DateOrder) {
    this.order = order;
  }

  parse(bytes: Uint8Array, start: number, end: number): TimeFault {
    const length = this.prefixLength;
    if (length > 0 && end - start >= length) {
      let at = 0;
      while (at < length && bytes[start + at] === this.prefix[at]) at++;
      if (at === length && (start + at === end || !isDigit(bytes[start + at]))) {
        this.end = start + length;
        return TIME_OK;
      }
    }
    this.prefixLength = 0;
    const fault = this.parseAnew(bytes, start, end);
    if (fault === TIME_OK && !this.hasYearBehind && this.end - start <= CACHED_PREFIX) {
      this.prefixLength = this.end - start;
      this.prefix.set(bytes.subarray(start, this.end));
    }
    return fault;
  }

  private parseAnew(bytes: Uint8Array, start: number, end: number): TimeFault {
    this.hasYearBehind = false;
    if (isLetter(bytes[start])) return this.parseWordFirst(bytes, start, end);
    let at = start;
    let first = 0;
    while (at < end && isDigit(bytes[at])) first = first * 10 + bytes[at++] - 48;
    const firstDigits = at - start;
    if (firstDigits === 8 || firstDigits === 14) {
      this.end = start + 8;
      const date = firstDigits === 8 ? first : Math.floor(first / 1e6);
      return this.set(Math.floor(date / 10_000), Math.floor(date / 100) % 100, date % 100);
    }
    if (firstDigits === 0 || firstDigits > 4 || firstDigits === 3 || at >= end) return NOT_A_TIME;
    const separator = bytes[at];
    if (!isSeparator(separator) || !isDigit(bytes[at + 1]))
      return this.parseNamedMonth(bytes, at, end, first, firstDigits);
    const secondStart = ++at;
    let second = 0;
    while (at < end && isDigit(bytes[at])) second = second * 10 + bytes[at++] - 48;
    if (at - secondStart > 2 || at >= end || bytes[at] !== separator) return NOT_A_TIME;
    while (bytes[at] === separator && at < end) at++;
    const thirdStart = at;
    let third = 0;
    while (at < end && isDigit(bytes[at])) third = third * 10 + bytes[at++] - 48;
    const thirdDigits = at - thirdStart;
    this.end = at;
    if (firstDigits === 4) return this.setYearFirst(first, second, third, thirdDigits);
    if (this.order === 'ymd' || this.order === 'ydm')
      return firstDigits === 2 && thirdDigits === 2
        ? this.set(fullYear(first, 2), second, third)
        : NOT_A_TIME;
    if (thirdDigits !== 2 && thirdDigits !== 4) return NOT_A_TIME;
    return this.setByOrder(fullYear(third, thirdDigits), first, second);
  }

  /** `13-Apr-24`, `13. März 2024`, `13 de abril de 2024`, `13APR2024`, `2024-Apr-13`: behind the first number. */
  private parseNamedMonth(
    bytes: Uint8Array,
    start: number,
    end: number,
    first: number,
    firstDigits: number,
  ): TimeFault {
    const nameStart = skipBetween(bytes, start, end);
    const nameEnd = endOfWord(bytes, nameStart, end);
    const month = monthOfName(bytes, nameStart, nameEnd);
    if (month === 0) return NOT_A_TIME;
    const lastStart = skipBetween(bytes, nameEnd, end);
    let at = lastStart;
    let last = 0;
    while (at < end && isDigit(bytes[at])) last = last * 10 + bytes[at++] - 48;
    const lastDigits = at - lastStart;
    this.end = at;
    if (firstDigits === 4)
      return lastDigits === 1 || lastDigits === 2 ? this.set(first, month, last) : NOT_A_TIME;
    return lastDigits === 2 || lastDigits === 4
      ? this.set(fullYear(last, lastDigits), month, first)
      : NOT_A_TIME;
  }

  /** A name first: the month of `Apr 13, 2024`, or a weekday in front of any date. */
  private parseWordFirst(bytes: Uint8Array, start: number, end: number): TimeFault {
    const wordEnd = endOfWord(bytes, start, end);
    const month = monthOfName(bytes, start, wordEnd);
    let at = skipBetween(bytes, wordEnd, end);
    if (month > 0 && isDigit(bytes[at])) {
      const dayStart = at;
      let day = 0;
      while (at < end && isDigit(bytes[at])) day = day * 10 + bytes[at++] - 48;
      const dayEnd = at;
      at = skipBetween(bytes, at, end);
      const yearStart = at;
      let year = 0;
      while (at < end && isDigit(bytes[at])) year = year * 10 + bytes[at++] - 48;
      const digits = at - yearStart;
      this.end = at;
      const last = at < end && bytes[at] === 58 ? yearAtEnd(bytes, at, end) : 0;
      if (last > 0 && dayEnd - dayStart <= 2) {
        this.end = dayEnd;
        this.hasYearBehind = true;
        return this.set(last, month, day);
      }
      if (dayEnd - dayStart <= 2 && yearStart > dayEnd && (digits === 2 || digits === 4))
        return this.set(fullYear(year, digits), month, day);
      at = dayStart;
    }
    return at > wordEnd && at < end && isWeekday(bytes, start, wordEnd)
      ? this.parseAnew(bytes, at, end)
      : NOT_A_TIME;
  }

  private setYearFirst(year: number, second: number, third: number, thirdDigits: number): TimeFault {
    if (thirdDigits !== 1 && thirdDigits !== 2) return NOT_A_TIME;
    const isDayLast = this.order !== 'ydm';
    const month = isDayLast ? second : third;
    const day = isDayLast ? third : second;
    if (month > 12 && month <= 31 && day >= 1 && day <= 12) return NO_SUCH_DAY;
    return this.set(year, month, day);
  }

  private setByOrder(year: number, first: number, second: number): TimeFault {
    const isDayFirst = this.order !== 'mdy';
    const day = isDayFirst ? first : second;
    const month = isDayFirst ? second : first;
    if (month > 12 && day >= 1 && day <= 12 && month <= 31) return OTHER_ORDER;
    if (day > 12) this.provesOrder = true;
    return this.set(year, month, day);
  }

  private set(year: number, month: number, day: number): TimeFault {
    if (month < 1 || month > 12 || day < 1 || year < 1) return NOT_A_TIME;
    if (day > daysInMonth(year, month)) return NO_SUCH_DAY;
    this.dayMs = daysFromCivil(year, month, day) * DAY_MS;
    return TIME_OK;
  }
}

const isSeparator = (byte: number): boolean => byte === 45 || byte === 47 || byte === 46 || byte === 32;
const isBetween = (byte: number): boolean => isSeparator(byte) || byte === 44;

/** Four digits at the end of a cell, behind a blank and a time of day; 0 when there are none. */
function yearAtEnd(bytes: Uint8Array, from: number, end: number): number {
  let year = 0;
  for (let at = end - 4; at < end; at++) {
    if (at <= from || !isDigit(bytes[at])) return 0;
    year = year * 10 + bytes[at] - 48;
  }
  return bytes[end - 5] === 32 ? year : 0;
}

function endOfWord(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && isLetter(bytes[at])) at++;
  return at;
}

/** Behind the signs between two parts of a date, and behind a `de` between them. */
function skipBetween(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && isBetween(bytes[at])) at++;
  if (
    at > start &&
    (bytes[at] | 32) === 100 &&
    (bytes[at + 1] | 32) === 101 &&
    bytes[at + 2] === 32 &&
    at + 3 < end
  )
    return at + 3;
  return at;
}
