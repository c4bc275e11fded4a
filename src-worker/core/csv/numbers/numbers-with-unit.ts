import { canBeOtherDigit, withPlainDigits } from '../text/digits.ts';
import { parseNumber } from './numbers.ts';
import { decodeText, encodeText } from '../text/text.ts';
import { knownUnit } from '../layout/unit-names.ts';

const LONGEST = 48;
/** A number, then a unit: parted by a blank unless it is a percent or degree sign or has several letters. */
const WITH_UNIT = /^([+-]?\d[\d.,'’\u00a0\u202f ]*(?:[eE][+-]?\d+)?)([ \u00a0]*)([%°a-zA-ZµμΩ][^\s]{0,14})$/u;

export interface NumberWithUnit {
  readonly number: string;
  /** As the unit is shown. */
  readonly unit: string;
}

/** Digits and decimal signs and nothing else, as most cells are: no unit, no sign written otherwise. */
const PLAIN = /^[+-]?\d[\d.,]*$/;
/** The same without any doubt about its value. */
const PLAIN_POINT = /^[+-]?\d{1,15}(?:\.\d{1,15})?$/;
const PLAIN_COMMA = /^[+-]?\d{1,15},(?:\d{1,2}|\d{4,15})$/;

/** Takes `45.5 MW` or `46 %` apart; null when the text is no number with a unit that is known. */
export function splitNumberAndUnit(text: string): NumberWithUnit | null {
  if (PLAIN.test(text)) return null;
  const match = WITH_UNIT.exec(text);
  if (match === null) return null;
  const [, number, gap, suffix] = match;
  if (gap === '' && suffix.length < 2 && !/^[%°]/.test(suffix)) return null;
  const unit = knownUnit(suffix);
  return unit === null ? null : { number: number.trim(), unit };
}

/** Digits of other scripts as 0 to 9, and signs written otherwise: a minus sign as printed, one at the end (`2.5-`) or apart (`- 2.5`), and an accountant's brackets: `(2.5)`. */
export const withPlainSign = (text: string): string =>
  PLAIN.test(text) ? text : withUsualSign(withPlainDigits(text));

const withUsualSign = (text: string): string =>
  text
    .replace(/^[\u2212\u2013](?=[\s\d.,])/, '-')
    .replace(/^([+-])[ \u00a0](?=[\d.,])/, '$1')
    .replace(/^([\d.,' \u00a0]*\d)-$/, '-$1')
    .replace(/^\(([\d.,'\u2019 \u00a0\u202f]*\d)\)$/, '-$1');

/**
 * The number of a cell that `parseNumber` refuses: one with its unit, which must be `unit`, or with a printed minus sign.
 * NaN for anything else.
 */
export function parseUnusualNumber(
  bytes: Uint8Array,
  start: number,
  end: number,
  decimalSign: number,
  unit: string | null,
): number {
  const first = bytes[start];
  const canBegin =
    (first >= 43 && first <= 57) ||
    first === 32 ||
    first === 0xe2 ||
    first === 40 ||
    first === 0xc2 ||
    canBeOtherDigit(first);
  if (!canBegin || end - start > LONGEST) return NaN;
  const text = withPlainSign(decodeText(bytes, start, end).trim());
  const parts = splitNumberAndUnit(text);
  if (parts !== null && parts.unit !== unit) return NaN;
  const plain = encodeText(parts?.number ?? text);
  return parseNumber(plain, 0, plain.length, decimalSign);
}

/** A number of the sample with either decimal sign, with or without a unit; NaN for anything else. */
export function numberOf(text: string): number {
  if (PLAIN_POINT.test(text)) return Number(text);
  if (PLAIN_COMMA.test(text)) return Number(text.replace(',', '.'));
  const plain = withPlainSign(text);
  const bytes = encodeText(splitNumberAndUnit(plain)?.number ?? plain);
  const value = parseNumber(bytes, 0, bytes.length, 46);
  return Number.isNaN(value) ? parseNumber(bytes, 0, bytes.length, 44) : value;
}
