import { ClockParser } from './clock.ts';
import { DAY_MS, DateParser, NOT_A_TIME, NO_MERIDIEM, TIME_OK, type TimeFault } from './dates.ts';
import { plainDigitsOf } from '../text/digits.ts';
import type { DateForm, ImportPlan } from '../import-plan.ts';
import { AM, NO_MERIDIEM_WORD, NO_WORD } from './meridiem.ts';
import { parseNumber } from '../numbers/numbers.ts';
import { plainTimeBytes, readPlain } from './plain-time.ts';
import { type PassState, choosePass } from './pass-state.ts';
import { PLAIN, REPEATED, SKIPPED, ZoneClock } from '../zones/zones.ts';

const LAST_MS = 8.64e15;
const HALF_DAY_MS = DAY_MS / 2;
const DAYS_TO_1970_FROM_1900 = 25_569;
const DAYS_TO_1970_FROM_1904 = 24_107;

export const SKIPPED_TIME = 5;
/** Marked as one of two passes of an hour that the zone's clocks pass once. */
export const NOT_REPEATED = 6;
export type RowTimeFault = TimeFault | typeof SKIPPED_TIME | typeof NOT_REPEATED;

/** What further cells of a row say of its time. */
export interface AddedTime {
  readonly ms: number;
  /** AM, PM, NO_WORD or NO_MERIDIEM_WORD; null where no column says it. */
  readonly meridiem: number | null;
  /** From UTC; NaN where no column says it. */
  readonly offsetMs: number;
}

/** Form of a number by its size: epoch s, ms, µs, ns, or Excel day serial; null when it is none. */
export function formByMagnitude(value: number): DateForm | null {
  if (value >= 20_000 && value < 80_000) return 'excel-1900';
  if (value >= 1e8 && value < 1e10) return 'epoch-s';
  if (value >= 1e11 && value < 1e13) return 'epoch-ms';
  if (value >= 1e14 && value < 1e16) return 'epoch-us';
  if (value >= 1e17 && value < 1e19) return 'epoch-ns';
  if (value >= 2e10 && value < 8e10) return 'excel-micro';
  return null;
}

/** Reads the time of a row after the plan: form, order, zone, and the rules for clock changes. */
export class TimeReader {
  /** UTC epoch ms. Set when the result is TIME_OK. */
  utcMs = 0;
  /** The time as the file's clock showed it, as if UTC. */
  localMs = 0;
  /** Times that carried their own offset, and times that were read in the plan's zone. */
  ownCount = 0;
  zoneCount = 0;
  readonly date: DateParser;
  readonly zone: ZoneClock;
  private readonly clock = new ClockParser();
  private readonly plan: ImportPlan;
  private readonly decimalSign: number;

  constructor(plan: ImportPlan) {
    this.plan = plan;
    this.date = new DateParser(plan.dateOrder);
    this.zone = new ZoneClock(plan.zone);
    this.decimalSign = plan.decimal.charCodeAt(0);
  }

  /** Local ms of WinCC's serial times 1,000,000; its resolution is 0.864 ms. */
  static serialMs(value: number): number {
    return Math.round((value / 1e6 - DAYS_TO_1970_FROM_1900) * DAY_MS);
  }

  /** Offset from UTC that the last time carried itself, ms; NaN when it had none. */
  get ownOffsetMs(): number {
    return this.clock.offsetMs;
  }

  /** The UTC time of a clock's time that was read elsewhere, with the offset it carried. */
  setLocal(localMs: number, ownOffsetMs: number, state: PassState, line: number): RowTimeFault {
    this.localMs = localMs;
    this.clock.offsetMs = ownOffsetMs;
    this.clock.pass = 0;
    return this.toUtc(state, line);
  }

  /** Reads one cell that holds the whole time. `line` is kept for the question about a repeated hour. */
  read(bytes: Uint8Array, start: number, end: number, state: PassState, line: number): RowTimeFault {
    const fault = this.readCell(bytes, start, end, false);
    if (fault === TIME_OK) return this.toUtc(state, line);
    if (fault !== NOT_A_TIME) return fault;
    const plain = plainDigitsOf(bytes, start, end) ?? plainTimeBytes(bytes, start, end);
    return plain === null ? fault : this.read(plain, 0, plain.length, state, line);
  }

  /** Reads a date cell and a time-of-day cell, and adds what other cells of the row say of the time. */
  readParts(
    bytes: Uint8Array,
    dateStart: number,
    dateEnd: number,
    clockStart: number,
    clockEnd: number,
    added: AddedTime,
    state: PassState,
    line: number,
  ): RowTimeFault {
    const hasClock = clockEnd > clockStart;
    const readDate = (from: Uint8Array, start: number, end: number): TimeFault =>
      this.readCell(from, start, end, hasClock);
    const readClock = (from: Uint8Array, start: number, end: number): TimeFault =>
      this.readClock(from, start, end);
    let fault = readPlain(bytes, dateStart, dateEnd, readDate);
    if (fault !== TIME_OK) return fault;
    if (hasClock) {
      fault = readPlain(bytes, clockStart, clockEnd, readClock);
      if (fault !== TIME_OK) return fault;
    }
    if (added.meridiem !== null) {
      fault = this.moveToHalf(added.meridiem);
      if (fault !== TIME_OK) return fault;
    }
    this.localMs += added.ms;
    if (!Number.isNaN(added.offsetMs)) this.clock.offsetMs = added.offsetMs;
    return this.toUtc(state, line);
  }

  /** Adds the time of day of a cell of its own to the day that was just read. */
  private readClock(bytes: Uint8Array, start: number, end: number): TimeFault {
    const { plan } = this;
    const dayMs = plan.dateForm === 'calendar' ? this.date.dayMs : this.localMs;
    if (plan.dateForm.startsWith('excel')) {
      const fraction = parseNumber(bytes, start, end, this.decimalSign);
      if (fraction >= 0 && fraction < 1) {
        this.localMs = dayMs + Math.round(fraction * DAY_MS);
        return TIME_OK;
      }
    }
    if (end - start <= 2) {
      const hour = parseNumber(bytes, start, end, this.decimalSign);
      if (hour < 0 || hour > 24) return NOT_A_TIME;
      if (!Number.isNaN(hour)) {
        this.clock.offsetMs = NaN;
        this.clock.pass = 0;
        this.localMs = dayMs + (hour * DAY_MS) / 24;
        return TIME_OK;
      }
    }
    const fault = this.clock.parse(bytes, start, end);
    if (fault !== TIME_OK) return fault;
    if (plan.twelveHour && !this.clock.hasMeridiem) return NO_MERIDIEM;
    this.localMs = dayMs + this.clock.clockMs;
    return TIME_OK;
  }

  /** Moves the time of twelve hours that was just read to the half of the day that a cell of its own names. */
  private moveToHalf(meridiem: number): TimeFault {
    if (meridiem === NO_WORD) return NO_MERIDIEM;
    if (meridiem === NO_MERIDIEM_WORD) return NOT_A_TIME;
    const dayMs = Math.floor(this.localMs / DAY_MS) * DAY_MS;
    const clockMs = this.localMs - dayMs;
    const isTwelveHour = clockMs >= DAY_MS / 24 && clockMs < (13 * DAY_MS) / 24;
    if (!isTwelveHour) return NOT_A_TIME;
    this.localMs = dayMs + (clockMs % HALF_DAY_MS) + (meridiem === AM ? 0 : HALF_DAY_MS);
    return TIME_OK;
  }

  /** Local time of a cell of the plan's form, without the zone; used for a second time column. */
  readLocal(bytes: Uint8Array, start: number, end: number, form: DateForm): number {
    if (form !== 'calendar') {
      const value = parseNumber(bytes, start, end, this.decimalSign);
      return Number.isNaN(value) ? NaN : this.fromNumber(value, form);
    }
    return this.readCalendar(bytes, start, end, false) === TIME_OK ? this.localMs : NaN;
  }

  private readCell(bytes: Uint8Array, start: number, end: number, isDateOnly: boolean): TimeFault {
    if (this.plan.dateForm === 'calendar') return this.readCalendar(bytes, start, end, isDateOnly);
    const value = parseNumber(bytes, start, end, this.decimalSign);
    if (Number.isNaN(value)) return NOT_A_TIME;
    this.clock.offsetMs = NaN;
    this.clock.pass = 0;
    const ms = this.fromNumber(value, this.plan.dateForm);
    if (!(Math.abs(ms) <= LAST_MS)) return NOT_A_TIME;
    this.localMs = ms;
    return TIME_OK;
  }

  /** Local ms for serials; for epochs UTC ms, marked by an offset of zero. */
  private fromNumber(value: number, form: DateForm): number {
    switch (form) {
      case 'excel-1900':
        return Math.round((value - DAYS_TO_1970_FROM_1900) * DAY_MS);
      case 'excel-1904':
        return Math.round((value - DAYS_TO_1970_FROM_1904) * DAY_MS);
      case 'excel-micro':
        return TimeReader.serialMs(value);
      case 'by-magnitude': {
        const found = formByMagnitude(value);
        return found === null ? NaN : this.fromNumber(value, found);
      }
      case 'epoch-s':
        this.clock.offsetMs = 0;
        return Math.round(value * 1000);
      case 'epoch-ms':
        this.clock.offsetMs = 0;
        return Math.round(value);
      case 'epoch-us':
        this.clock.offsetMs = 0;
        return Math.round(value / 1000);
      case 'epoch-ns':
        this.clock.offsetMs = 0;
        return Math.round(value / 1e6);
      case 'calendar':
        return NaN;
    }
  }

  private readCalendar(bytes: Uint8Array, start: number, end: number, isDateOnly: boolean): TimeFault {
    let from = start;
    let to = end;
    while (from < to && bytes[from] === 32) from++;
    while (to > from && bytes[to - 1] === 32) to--;
    if (from === to) return NOT_A_TIME;
    let fault = this.date.parse(bytes, from, to);
    if (fault !== TIME_OK) return fault;
    let at = this.date.end;
    this.clock.offsetMs = NaN;
    this.clock.pass = 0;
    if (at === to) {
      this.localMs = this.date.dayMs;
      return TIME_OK;
    }
    const byte = bytes[at];
    if (byte === 32 || (byte | 32) === 116 || byte === 44 || byte === 95 || byte === 45 || byte === 58) {
      at++;
      while (at < to && bytes[at] === 32) at++;
    } else if (byte === 0xc2 && bytes[at + 1] === 0xa0) {
      at += 2;
    } else if (byte < 48 || byte > 57) {
      return NOT_A_TIME;
    }
    fault = this.clock.parse(bytes, at, this.date.hasYearBehind ? withoutYear(bytes, at, to) : to);
    if (fault !== TIME_OK) return fault;
    if (this.plan.twelveHour && !this.clock.hasMeridiem && !isDateOnly) return NO_MERIDIEM;
    this.localMs = this.date.dayMs + this.clock.clockMs;
    return TIME_OK;
  }

  private toUtc(state: PassState, line: number): RowTimeFault {
    const offsetMs = this.clock.offsetMs;
    if (offsetMs === offsetMs) {
      this.ownCount++;
      this.utcMs = this.localMs - offsetMs;
      state.lastMs = this.utcMs;
      return TIME_OK;
    }
    this.zoneCount++;
    this.utcMs = this.zone.toUtcMs(this.localMs);
    const marked = this.clock.pass;
    if (marked > 0 && this.zone.situation !== REPEATED) return NOT_REPEATED;
    if (this.zone.situation !== PLAIN) {
      if (this.zone.situation === SKIPPED && this.plan.skippedTimes !== 'shift') return SKIPPED_TIME;
      if (this.zone.situation === REPEATED) {
        const { repeatedTimes } = this.plan;
        const pass =
          marked > 0
            ? marked
            : repeatedTimes === 'by-order'
              ? choosePass(state, this.zone, this.localMs, line)
              : repeatedTimes === 'first'
                ? 1
                : 2;
        if (pass === 2) this.utcMs = this.zone.laterMs;
      }
    }
    state.lastMs = this.utcMs;
    return TIME_OK;
  }
}

/** Where the time of day ends in front of a year at the end of the cell. */
export function withoutYear(bytes: Uint8Array, start: number, end: number): number {
  let at = end - 4;
  while (at > start && bytes[at - 1] === 32) at--;
  return at;
}
