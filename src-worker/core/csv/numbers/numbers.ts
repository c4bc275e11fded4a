import { decodeText } from '../text/text.ts';

const POINT = 46;
const COMMA = 44;
const LARGEST_EXACT = 2 ** 53;
const POWERS = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/**
 * The number that a cell holds, correctly rounded, or NaN when the cell is not a finite decimal number.
 * Accepts a sign, digits, the decimal sign, an exponent, and groups of digits (1,234,567.5; Indian 1,25,000.50;
 * 1.234.567,5; spaces or apostrophes between groups of three). Refuses NaN, infinities, hexadecimal and overflow.
 * Fast path: a mantissa below 2^53 and a power of ten up to 10^22 are both exact, so that one operation rounds correctly
 * (Clinger 1990); otherwise the engine's own conversion decides.
 */
export function parseNumber(bytes: Uint8Array, start: number, end: number, decimalSign: number): number {
  let at = start;
  let byte = bytes[at];
  const isNegative = byte === 45;
  if (isNegative || byte === 43) byte = bytes[++at];
  let mantissa = 0;
  const wholeStart = at;
  while (at < end && byte >= 48 && byte <= 57) {
    mantissa = mantissa * 10 + (byte - 48);
    byte = bytes[++at];
  }
  let digits = at - wholeStart;
  let scale = 0;
  if (at < end && byte === decimalSign) {
    byte = bytes[++at];
    const fractionStart = at;
    while (at < end && byte >= 48 && byte <= 57) {
      mantissa = mantissa * 10 + (byte - 48);
      byte = bytes[++at];
    }
    scale = at - fractionStart;
    digits += scale;
  }
  if (digits === 0)
    return start < end && isBlank(bytes[start]) ? parseTrimmed(bytes, start, end, decimalSign) : NaN;
  if (at < end) return parseRest(bytes, start, at, end, mantissa, scale, isNegative, decimalSign);
  if (mantissa >= LARGEST_EXACT || scale > 22) return parseText(bytes, start, end, decimalSign);
  const value = mantissa / POWERS[scale];
  return isNegative ? -value : value;
}

/** Space, tab or the lead byte of a no-break space. */
const isBlank = (byte: number): boolean => byte === 32 || byte === 9 || byte === 0xc2;

function parseTrimmed(bytes: Uint8Array, start: number, end: number, decimalSign: number): number {
  let from = start;
  while (from < end && (bytes[from] === 32 || bytes[from] === 9)) from++;
  if (bytes[from] === 0xc2 && bytes[from + 1] === 0xa0) from += 2;
  return from === start || from >= end ? NaN : parseNumber(bytes, from, end, decimalSign);
}

function parseRest(
  bytes: Uint8Array,
  start: number,
  at: number,
  end: number,
  mantissa: number,
  scale: number,
  isNegative: boolean,
  decimalSign: number,
): number {
  if (bytes[at] !== 101 && bytes[at] !== 69) {
    let last = end;
    while (last > at && (bytes[last - 1] === 32 || bytes[last - 1] === 9)) last--;
    return last < end
      ? parseNumber(bytes, start, last, decimalSign)
      : parseGrouped(bytes, start, end, decimalSign);
  }
  let position = at + 1;
  const isMinus = bytes[position] === 45;
  if (isMinus || bytes[position] === 43) position++;
  const digitsStart = position;
  let exponent = 0;
  while (position < end && bytes[position] >= 48 && bytes[position] <= 57) {
    exponent = Math.min(exponent * 10 + bytes[position] - 48, 100_000);
    position++;
  }
  if (position === digitsStart) return NaN;
  if (position < end) {
    for (let rest = position; rest < end; rest++) if (bytes[rest] !== 32 && bytes[rest] !== 9) return NaN;
    return parseNumber(bytes, start, position, decimalSign);
  }
  const power = (isMinus ? -exponent : exponent) - scale;
  if (mantissa >= LARGEST_EXACT || power > 22 || power < -22)
    return parseText(bytes, start, end, decimalSign);
  const value = power < 0 ? mantissa / POWERS[-power] : mantissa * POWERS[power];
  return isNegative ? -value : value;
}

/** The engine's conversion, for what the fast path cannot round by itself. The bytes are known to be a plain decimal number. */
function parseText(bytes: Uint8Array, start: number, end: number, decimalSign: number): number {
  const text = decodeText(bytes, start, end);
  const value = Number(decimalSign === COMMA ? text.replace(',', '.') : text);
  return Number.isFinite(value) ? value : NaN;
}

const BETWEEN_GROUPS = "[ '\u2019\u00a0\u202f\u2009]";
const GROUPED = new Map([
  [
    POINT,
    new RegExp(
      `^[+-]?(?:\\d+|[1-9]\\d{0,2}(?:,\\d{2})*,\\d{3}|[1-9]\\d{0,2}(?:,\\d{3})+|[1-9]\\d{0,2}(?:${BETWEEN_GROUPS}\\d{3})+)(?:\\.\\d*)?(?:[eE][+-]?\\d+)?$`,
    ),
  ],
  [
    COMMA,
    new RegExp(
      `^[+-]?(?:\\d+|[1-9]\\d{0,2}(?:\\.\\d{3})+|[1-9]\\d{0,2}(?:${BETWEEN_GROUPS}\\d{3})+)(?:,\\d*)?(?:[eE][+-]?\\d+)?$`,
    ),
  ],
]);
const LONGEST_NUMBER = 64;

function parseGrouped(bytes: Uint8Array, start: number, end: number, decimalSign: number): number {
  if (end - start > LONGEST_NUMBER) return NaN;
  const text = decodeText(bytes, start, end).trim();
  if (GROUPED.get(decimalSign)?.test(text) !== true) return NaN;
  const ungrouped = text.replace(decimalSign === COMMA ? /[^0-9,eE+-]/g : /[^0-9.eE+-]/g, '');
  const value = Number(ungrouped.replace(',', '.'));
  return Number.isFinite(value) ? value : NaN;
}
