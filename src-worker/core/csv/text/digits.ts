import { decodeText, encodeText } from './text.ts';

/** Zeros of the scripts whose digits stand in files: Arabic, Persian, and those of India from Devanagari to Malayalam. Full-width digits are left as texts. */
const ZEROS = [0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66] as const;
// eslint-disable-next-line no-control-regex
const ASCII = /^[\u0000-\u007f]*$/;
const ASCII_ZERO = 48;
const ANY_DIGIT = new RegExp(
  `[${ZEROS.map((zero) => `${String.fromCharCode(zero)}-${String.fromCharCode(zero + 9)}`).join('')}]`,
  'g',
);
/** First and last lead byte of these digits in UTF-8. */
const FIRST_LEAD = 0xd9;
const LAST_LEAD = 0xe0;
const LONGEST_CELL = 160;

/** Whether a cell may begin with such a digit, by its first byte. */
export const canBeOtherDigit = (byte: number): boolean => byte >= FIRST_LEAD && byte <= LAST_LEAD;

/** The text with its digits as 0 to 9, and the Arabic signs as a point and nothing; a text that has digits of both kinds stays as it is. */
export function withPlainDigits(text: string): string {
  if (ASCII.test(text) || text.search(ANY_DIGIT) < 0 || /\d/.test(text)) return text;
  return text
    .replace(ANY_DIGIT, (digit) => {
      const code = digit.charCodeAt(0);
      const zero = ZEROS.findLast((first) => first <= code) ?? code;
      return String.fromCharCode(ASCII_ZERO + code - zero);
    })
    .replaceAll('\u066b', '.')
    .replaceAll('\u066c', '');
}

/** The cell with its digits as 0 to 9; null when it does not begin with one of another script. */
export function plainDigitsOf(bytes: Uint8Array, start: number, end: number): Uint8Array | null {
  if (start >= end || !canBeOtherDigit(bytes[start]) || end - start > LONGEST_CELL) return null;
  const text = decodeText(bytes, start, end);
  const plain = withPlainDigits(text);
  return plain === text ? null : encodeText(plain);
}
