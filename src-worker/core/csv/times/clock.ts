import { NOT_A_TIME, TIME_OK, type TimeFault } from './dates.ts';
import { decodeText } from '../text/text.ts';
import { offsetOfZoneWord } from '../zones/zone-words.ts';

const isDigit = (byte: number): boolean => byte >= 48 && byte <= 57;
/** Of the zone database; what it means is settled for all rows. */
const ZONE_NAME = /^[A-Z][A-Za-z]+\/[A-Za-z_]+(?:\/[A-Za-z_]+)?$/;
const LAST_REPEATED_HOUR = 3;
const HOUR_WORD = /^(?:uhr|h|hrs?|hours?|heures?)$/i;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/**
 * Reads a time of day from bytes: hours, minutes, seconds and a fraction, AM or PM, and an offset from UTC
 * (Z, UTC, GMT, +05:30, +0530, +05, also with the name of the zone in brackets behind it). An `h` may part hours and minutes, and a
 * word such as Uhr or hrs follow. 24:00 is the end of the day. Fractions are rounded to whole milliseconds.
 */
export class ClockParser {
  /** Since midnight. Set when the result is TIME_OK. */
  clockMs = 0;
  /** Of the time's own offset; NaN when it has none. */
  offsetMs = NaN;
  hasMeridiem = false;
  /** The time names a zone that several share, such as IST: its offset is not known from the file. */
  hasSharedZone = false;
  /** The time is marked as the first or second pass of an hour that the clocks passed twice, as 2A and 2B; 0 = it is not. */
  pass: 0 | 1 | 2 = 0;
  private at = 0;

  parse(bytes: Uint8Array, start: number, end: number): TimeFault {
    this.offsetMs = NaN;
    this.hasMeridiem = false;
    this.hasSharedZone = false;
    this.pass = 0;
    if (end - start === 8 && bytes[start + 2] === 58 && bytes[start + 5] === 58) {
      const hours = (bytes[start] - 48) * 10 + bytes[start + 1] - 48;
      const minutes = (bytes[start + 3] - 48) * 10 + bytes[start + 4] - 48;
      const seconds = (bytes[start + 6] - 48) * 10 + bytes[start + 7] - 48;
      if (
        isDigit(bytes[start]) &&
        isDigit(bytes[start + 1]) &&
        isDigit(bytes[start + 3]) &&
        isDigit(bytes[start + 4]) &&
        isDigit(bytes[start + 6]) &&
        isDigit(bytes[start + 7]) &&
        hours < 24 &&
        minutes < 60 &&
        seconds < 60
      ) {
        this.clockMs = hours * HOUR_MS + minutes * MINUTE_MS + seconds * 1000;
        return TIME_OK;
      }
    }
    return this.parseAny(bytes, start, end);
  }

  private parseAny(bytes: Uint8Array, start: number, end: number): TimeFault {
    this.at = start;
    let hours = this.digits(bytes, end, 6);
    const hourDigits = this.at - start;
    if (hourDigits <= 2) this.skipPass(bytes, end, hours);
    let minutes = 0;
    let seconds = 0;
    let fraction = 0;
    const separator = bytes[this.at];
    if (hourDigits === 6 || hourDigits === 4) {
      if (hourDigits === 6) seconds = hours % 100;
      const hoursAndMinutes = hourDigits === 6 ? Math.floor(hours / 100) : hours;
      minutes = hoursAndMinutes % 100;
      hours = Math.floor(hoursAndMinutes / 100);
      fraction = this.fraction(bytes, end);
    } else if (
      (hourDigits === 1 || hourDigits === 2) &&
      this.at < end &&
      (separator === 58 || separator === 46 || (separator | 32) === 104)
    ) {
      this.at++;
      const minuteStart = this.at;
      minutes = this.digits(bytes, end, 2);
      if (this.at - minuteStart !== 2) return NOT_A_TIME;
      if (this.at < end && bytes[this.at] === separator) {
        this.at++;
        const secondStart = this.at;
        seconds = this.digits(bytes, end, 2);
        if (this.at === secondStart) return NOT_A_TIME;
        fraction = this.fraction(bytes, end);
      }
    } else if (hourDigits !== 1 && hourDigits !== 2) {
      return NOT_A_TIME;
    }
    const isHourAlone = hourDigits < 3 && this.at - start === hourDigits;
    if (!isHourAlone && hourDigits < 3) this.skipPass(bytes, end, hours);
    this.skipBlanks(bytes, end);
    hours = this.meridiem(bytes, end, hours);
    if (hours < 0) return NOT_A_TIME;
    this.skipBlanks(bytes, end);
    const wordStart = this.at;
    this.skipHourWord(bytes, end);
    if (isHourAlone && this.pass === 0 && !this.hasMeridiem && this.at === wordStart) return NOT_A_TIME;
    if (!this.offset(bytes, end)) return NOT_A_TIME;
    const isEndOfDay = hours === 24 && minutes === 0 && seconds === 0 && fraction === 0;
    if ((hours > 23 && !isEndOfDay) || minutes > 59 || seconds > 59) return NOT_A_TIME;
    this.clockMs = hours * HOUR_MS + minutes * MINUTE_MS + seconds * 1000 + Math.round(fraction * 1000);
    return TIME_OK;
  }

  private digits(bytes: Uint8Array, end: number, most: number): number {
    const last = Math.min(end, this.at + most);
    let value = 0;
    while (this.at < last && isDigit(bytes[this.at])) value = value * 10 + bytes[this.at++] - 48;
    return value;
  }

  /** Seconds behind a point, comma or colon. */
  private fraction(bytes: Uint8Array, end: number): number {
    const byte = bytes[this.at];
    if (this.at >= end || (byte !== 46 && byte !== 44 && byte !== 58)) return 0;
    this.at++;
    let value = 0;
    let unit = 1;
    while (this.at < end && isDigit(bytes[this.at])) {
      value = value * 10 + bytes[this.at++] - 48;
      unit *= 10;
    }
    return value / unit;
  }

  private skipBlanks(bytes: Uint8Array, end: number): void {
    while (this.at < end) {
      const byte = bytes[this.at];
      if (byte === 32) this.at++;
      else if (byte === 0xc2 && bytes[this.at + 1] === 0xa0) this.at += 2;
      else if (byte === 0xe2 && bytes[this.at + 1] === 0x80 && bytes[this.at + 2] === 0xaf) this.at += 3;
      else return;
    }
  }

  /** `2A`, `02B:15` or `02:15B`, in the hours of the night in which clocks change; no AM or PM follows. */
  private skipPass(bytes: Uint8Array, end: number, hours: number): void {
    const letter = bytes[this.at] | 32;
    if (this.pass > 0 || this.at >= end || hours > LAST_REPEATED_HOUR || (letter !== 97 && letter !== 98))
      return;
    const next = this.at + 1;
    if (next < end && bytes[next] !== 58 && bytes[next] !== 32) return;
    if (next < end && bytes[next] === 32 && (bytes[next + 1] | 32) === 109) return;
    this.pass = letter === 97 ? 1 : 2;
    this.at++;
  }

  /** `06:15 Uhr`, `0615 hrs` */
  private skipHourWord(bytes: Uint8Array, end: number): void {
    const letter = bytes[this.at] | 32;
    if (this.at >= end || (letter !== 117 && letter !== 104)) return;
    let last = this.at;
    while (last < end && (bytes[last] | 32) >= 97 && (bytes[last] | 32) <= 122) last++;
    if (!HOUR_WORD.test(decodeText(bytes, this.at, last))) return;
    this.at = last;
    this.skipBlanks(bytes, end);
  }

  /** AM, PM, a.m. or p.m.; the hour of 24, or -1 when it does not fit. */
  private meridiem(bytes: Uint8Array, end: number, hours: number): number {
    const letter = bytes[this.at] | 32;
    if (this.at + 1 >= end || (letter !== 97 && letter !== 112)) return hours;
    let next = this.at + 1;
    if (bytes[next] === 46) next++;
    if (next < end && bytes[next] === 32) next++;
    else if (next < end && bytes[next] === 0xc2 && bytes[next + 1] === 0xa0) next += 2;
    if (next >= end || (bytes[next] | 32) !== 109) return isUpper(bytes[this.at]) ? hours : -1;
    next++;
    if (next < end && bytes[next] === 46) next++;
    this.at = next;
    this.hasMeridiem = true;
    if (hours > 12) return -1;
    return (hours % 12) + (letter === 112 ? 12 : 0);
  }

  private offset(bytes: Uint8Array, end: number): boolean {
    if (this.at >= end) return true;
    const isZulu = (bytes[this.at] | 32) === 122;
    if (isZulu) {
      this.at++;
      this.skipBrackets(bytes, end);
    } else if (isWord(bytes, this.at, end, 'UTC') || isWord(bytes, this.at, end, 'GMT')) this.at += 3;
    else if (isUpper(bytes[this.at])) return this.zoneWord(bytes, end);
    if (this.at >= end || bytes[this.at] === 32) {
      this.offsetMs = 0;
      this.skipBlanks(bytes, end);
      return this.at === end;
    }
    if (isZulu || (bytes[this.at] !== 43 && bytes[this.at] !== 45)) return false;
    const sign = bytes[this.at] === 45 ? -1 : 1;
    const start = ++this.at;
    let value = this.digits(bytes, end, 4);
    const count = this.at - start;
    let minutes = 0;
    if (count === 4 || count === 3) {
      minutes = value % 100;
      value = Math.floor(value / 100);
    } else if (count === 0) {
      return false;
    } else if (this.at < end && bytes[this.at] === 58) {
      this.at++;
      minutes = this.digits(bytes, end, 2);
    }
    this.skipBlanks(bytes, end);
    this.skipBrackets(bytes, end);
    this.offsetMs = sign * (value * HOUR_MS + minutes * MINUTE_MS);
    return this.at === end && value <= 18 && minutes < 60;
  }

  /** `(India Standard Time)` or `[Asia/Kolkata]` up to the end. */
  private skipBrackets(bytes: Uint8Array, end: number): void {
    const last = bytes[end - 1];
    if ((bytes[this.at] === 40 && last === 41) || (bytes[this.at] === 91 && last === 93)) this.at = end;
  }

  private zoneWord(bytes: Uint8Array, end: number): boolean {
    let last = end;
    while (last > this.at && bytes[last - 1] === 32) last--;
    if (last - this.at > 4) return ZONE_NAME.test(decodeText(bytes, this.at, last));
    const offsetMs = offsetOfZoneWord(decodeText(bytes, this.at, last));
    if (offsetMs === null) return false;
    this.offsetMs = offsetMs;
    this.hasSharedZone = Number.isNaN(offsetMs);
    return true;
  }
}

const isUpper = (byte: number): boolean => byte >= 65 && byte <= 90;

const isWord = (bytes: Uint8Array, at: number, end: number, word: string): boolean =>
  at + 3 <= end &&
  bytes[at] === word.charCodeAt(0) &&
  bytes[at + 1] === word.charCodeAt(1) &&
  bytes[at + 2] === word.charCodeAt(2);
