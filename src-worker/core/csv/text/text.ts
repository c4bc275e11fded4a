import { codeOfWindows1252 } from './code-pages.ts';

/**
 * Length of the UTF-8 sequence that starts at `at`: 1 to 4; 0 when it is not valid (RFC 3629: overlong forms, surrogates
 * and numbers above 10FFFF are refused); -1 when it is cut off by `end`.
 */
function utf8SequenceLength(bytes: Uint8Array, at: number, end: number): number {
  const lead = bytes[at];
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  const length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  for (let offset = 1; offset < length; offset++) {
    if (at + offset >= end) return -1;
    const byte = bytes[at + offset];
    const lowest = offset > 1 ? 0x80 : lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
    const highest = offset > 1 ? 0xbf : lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
    if (byte < lowest || byte > highest) return 0;
  }
  return length;
}

/** Position of the first byte that is not UTF-8, or -1. A sequence that is cut off at the end counts as valid. */
export function findInvalidUtf8(bytes: Uint8Array): number {
  for (let at = 0; at < bytes.length;) {
    const length = utf8SequenceLength(bytes, at, bytes.length);
    if (length === 0) return at;
    if (length < 0) return -1;
    at += length;
  }
  return -1;
}

const codeAt = (bytes: Uint8Array, at: number, length: number): number => {
  if (length === 2) return ((bytes[at] & 0x1f) << 6) | (bytes[at + 1] & 0x3f);
  if (length === 3)
    return ((bytes[at] & 0x0f) << 12) | ((bytes[at + 1] & 0x3f) << 6) | (bytes[at + 2] & 0x3f);
  return (
    ((bytes[at] & 0x07) << 18) |
    ((bytes[at + 1] & 0x3f) << 12) |
    ((bytes[at + 2] & 0x3f) << 6) |
    (bytes[at + 3] & 0x3f)
  );
};

/** Text of bytes that should be UTF-8. A byte that is not is read as Windows-1252, never as U+FFFD. */
export function decodeText(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let at = start; at < end;) {
    const length = utf8SequenceLength(bytes, at, end);
    if (length <= 1) {
      text += String.fromCharCode(length === 1 ? bytes[at] : codeOfWindows1252(bytes[at]));
      at++;
    } else {
      text += String.fromCodePoint(codeAt(bytes, at, length));
      at += length;
    }
  }
  return text;
}

/** Writes a Unicode number as UTF-8; the position behind it. The target must have four bytes left. */
export function writeUtf8(code: number, target: Uint8Array, at: number): number {
  if (code < 0x80) {
    target[at] = code;
    return at + 1;
  }
  if (code < 0x800) {
    target[at] = 0xc0 | (code >> 6);
    target[at + 1] = 0x80 | (code & 0x3f);
    return at + 2;
  }
  if (code < 0x10000) {
    target[at] = 0xe0 | (code >> 12);
    target[at + 1] = 0x80 | ((code >> 6) & 0x3f);
    target[at + 2] = 0x80 | (code & 0x3f);
    return at + 3;
  }
  target[at] = 0xf0 | (code >> 18);
  target[at + 1] = 0x80 | ((code >> 12) & 0x3f);
  target[at + 2] = 0x80 | ((code >> 6) & 0x3f);
  target[at + 3] = 0x80 | (code & 0x3f);
  return at + 4;
}

/** UTF-8 of a text; a lone surrogate becomes U+FFFD. */
export function encodeText(text: string): Uint8Array {
  const target = new Uint8Array(text.length * 3 + 4);
  let at = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0xfffd;
    at = writeUtf8(code >= 0xd800 && code < 0xe000 ? 0xfffd : code, target, at);
  }
  return target.slice(0, at);
}

/** A text for a message: control characters shown as spaces, cut at 40 characters. */
export function cutText(text: string, most = 40): string {
  // eslint-disable-next-line no-control-regex
  const shown = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim();
  const characters = Array.from(shown);
  return characters.length <= most ? shown : `${characters.slice(0, most).join('')}…`;
}
