import { NOT_A_TIME, type TimeFault } from './dates.ts';
import { plainDigitsOf } from '../text/digits.ts';
import { decodeText, encodeText } from '../text/text.ts';

const LONGEST_CELL = 160;

/** An interval: two times of day, with or without their dates, with a dash or a word between them. */
const INTERVAL =
  /^(\S.*?\d{1,2}:\d{2}\S*(?: [AP]M)?|\d{1,2}:\d{2}\S*)\s*(?:\s[-\u2013\u2014]\s|\u2013|(?<=:\d\d)-(?=\d{1,2}:)|\s(?:bis|to|until)\s)\s*(\S.*:\d{2}.*)$/i;

const WEEKDAY =
  /\s*(?:[(（][日月火水木金土一二三四五六][)）]|(?:星期|周)[一二三四五六日天]|[월화수목금토일]요일)\s*/gu;
const REIWA = /令和\s*(\d{1,2}|元)\s*年/u;
const FIRST_REIWA_YEAR = 2019;
const DATE = /(\d{2,4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일号號]?\s*/u;
const CLOCK = /(\d{1,2})\s*[时時시点點]\s*(?:(\d{1,2})\s*[分분]?)?\s*(?:(\d{1,2}(?:[.,]\d+)?)\s*[秒초]?)?/u;
const HALF_OF_DAY = /(上午|午前|오전|下午|午後|오후)\s*(\d{1,2}(?::\d{2}){0,2}(?:[.,]\d+)?)/u;
const MORNING = ['上午', '午前', '오전'];

/** `2024年4月13日 10时05分`, `2024년 4월 13일 오후 10:05` and the like as `2024-4-13 10:05`; other texts as they are. */
function withPlainSigns(text: string): string {
  const two = (part: string | undefined): string => (part ?? '0').padStart(2, '0');
  return text
    .replace(WEEKDAY, ' ')
    .replace(REIWA, (_, year: string) => `${FIRST_REIWA_YEAR - 1 + (year === '元' ? 1 : Number(year))}年`)
    .replace(DATE, '$1-$2-$3 ')
    .replace(
      CLOCK,
      (_, hour: string, minute?: string, second?: string) =>
        `${hour}:${two(minute)}${second === undefined ? '' : `:${two(second)}`}`,
    )
    .replace(
      HALF_OF_DAY,
      (_, half: string, clock: string) => `${clock} ${MORNING.includes(half) ? 'AM' : 'PM'}`,
    )
    .trim();
}

export interface PlainTime {
  readonly text: string;
  /** The cell was an interval, of which this is the begin. */
  readonly isInterval: boolean;
}

/**
 * A time that is written in another way as it is usually written: with the signs of China, Japan and Korea, or the begin of an
 * interval. Null for any other text.
 */
export function plainTimeOf(text: string): PlainTime | null {
  const interval = INTERVAL.exec(text);
  const whole = interval?.[1] ?? text;
  const plain = /[\u3000-\u9fff\uac00-\ud7af]/.test(whole) ? withPlainSigns(whole) : whole;
  return plain === text ? null : { text: plain, isInterval: interval !== null };
}

/** The same of the bytes of a cell. */
export function plainTimeBytes(bytes: Uint8Array, start: number, end: number): Uint8Array | null {
  if (end - start > LONGEST_CELL) return null;
  const plain = plainTimeOf(decodeText(bytes, start, end).trim());
  return plain === null ? null : encodeText(plain.text);
}

/** Reads a cell as it stands or, where that fails, as it is usually written. */
export function readPlain(
  bytes: Uint8Array,
  start: number,
  end: number,
  read: (bytes: Uint8Array, start: number, end: number) => TimeFault,
): TimeFault {
  const digits = plainDigitsOf(bytes, start, end);
  if (digits !== null) return read(digits, 0, digits.length);
  const fault = read(bytes, start, end);
  const plain = fault === NOT_A_TIME ? plainTimeBytes(bytes, start, end) : null;
  return plain === null ? fault : read(plain, 0, plain.length);
}
