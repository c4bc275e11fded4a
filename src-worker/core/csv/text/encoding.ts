import { type CodePage, codesOf } from './code-pages.ts';
import { guessCodePage } from './guess-code-page.ts';
import type { Encoding, Evidence, Question } from '../import-plan.ts';
import { findInvalidUtf8 } from './text.ts';

export interface EncodingGuess {
  readonly encoding: Encoding;
  readonly evidence: Evidence;
  readonly notice: string | null;
  /** Where several code pages explain the file. */
  readonly question: Question | null;
}

const startsWith = (bytes: Uint8Array, ...mark: number[]): boolean =>
  bytes.length >= mark.length && mark.every((byte, index) => bytes[index] === byte);

const guess = (
  encoding: Encoding,
  because: string,
  confidence: number,
  notice: string | null = null,
): EncodingGuess => ({
  encoding,
  evidence: { about: 'encoding', chosen: NAMES[encoding], because, confidence },
  notice,
  question: null,
});

export const NAMES: Readonly<Record<Encoding, string>> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16, little-endian',
  'utf-16be': 'UTF-16, big-endian',
  'windows-1252': 'Windows-1252',
  'windows-1250': 'Windows-1250',
  'windows-1251': 'Windows-1251',
  cp437: 'code page 437',
  cp850: 'code page 850',
  cp866: 'code page 866',
};

/** Share of zero bytes at even and at odd places, over the first 4,096 bytes. */
function zeroShares(bytes: Uint8Array): readonly [number, number] {
  const pairs = Math.min(bytes.length, 4096) >> 1;
  let even = 0;
  let odd = 0;
  for (let pair = 0; pair < pairs; pair++) {
    if (bytes[2 * pair] === 0) even++;
    if (bytes[2 * pair + 1] === 0) odd++;
  }
  return pairs === 0 ? [0, 0] : [even / pairs, odd / pairs];
}

/** Encoding of a file from its first bytes: byte order mark, pattern of zero bytes, validity as UTF-8, then the likeliest code page. */
export function detectEncoding(sample: Uint8Array): EncodingGuess {
  if (startsWith(sample, 0xef, 0xbb, 0xbf))
    return guess('utf-8', 'The file starts with the UTF-8 mark (EF BB BF).', 1);
  if (startsWith(sample, 0xff, 0xfe))
    return guess('utf-16le', 'The file starts with the UTF-16 mark FF FE.', 1);
  if (startsWith(sample, 0xfe, 0xff))
    return guess('utf-16be', 'The file starts with the UTF-16 mark FE FF.', 1);
  const [even, odd] = zeroShares(sample);
  if (odd > 0.3 && even < odd / 4) return guess('utf-16le', 'Every second byte is zero, as in UTF-16.', 0.95);
  if (even > 0.3 && odd < even / 4) return guess('utf-16be', 'Every first byte is zero, as in UTF-16.', 0.95);
  const invalid = findInvalidUtf8(sample);
  if (invalid < 0) {
    const isAscii = sample.every((byte) => byte < 0x80);
    return guess('utf-8', isAscii ? 'All characters are plain ASCII.' : 'The text is valid UTF-8.', 1);
  }
  return guessAmongPages(sample, invalid);
}

function guessAmongPages(sample: Uint8Array, invalid: number): EncodingGuess {
  const { page, rivals } = guessCodePage(sample);
  const hex = hexOf(sample[invalid] ?? 0);
  const words = wordsOf(sample);
  const shown = words.slice(0, 3).map(({ bytes }) => decoded(bytes, page));
  const question: Question | null =
    rivals.length === 0
      ? null
      : {
          about: 'encoding',
          message: `The file is not valid UTF-8 (byte ${invalid + 1} is ${hex}), and its letters with accents and signs such as °C can be meant in several ways. It is read as ${NAMES[page]}. Choose the encoding in which the names look right.`,
          choices: [page, ...rivals].slice(0, MOST_CHOICES).map((tried) => ({
            label: NAMES[tried],
            overrides: { encoding: tried },
            readings: words
              .slice(0, 2)
              .map(({ bytes, line }) => ({ line, text: withHex(bytes), becomes: decoded(bytes, tried) })),
          })),
        };
  return {
    ...guess(
      page,
      `Byte ${invalid + 1} (${hex}) is not valid UTF-8; in ${NAMES[page]} the file has ${shown.join(', ')}.`,
      rivals.length === 0 ? 0.8 : 0.5,
      `The file is not valid UTF-8 (byte ${invalid + 1} is ${hex}). It is read as ${NAMES[page]}; check that names with accents and signs such as °C look right.`,
    ),
    question,
  };
}

const MOST_CHOICES = 3;
const LONGEST_WORD = 24;
const hexOf = (byte: number): string => byte.toString(16).toUpperCase();

interface Word {
  readonly bytes: Uint8Array;
  readonly line: number;
}

/** The words that have a byte above 7F, each spelling once. */
function wordsOf(sample: Uint8Array): readonly Word[] {
  const isOfWord = (byte: number): boolean => byte >= 0x80 || ((byte | 32) >= 97 && (byte | 32) <= 122);
  const words = new Map<string, Word>();
  let line = 1;
  for (let at = 0; at < sample.length && words.size < MOST_CHOICES; at++) {
    if (sample[at] === 10) line++;
    if (!isOfWord(sample[at])) continue;
    const start = at;
    while (at < sample.length && isOfWord(sample[at])) at++;
    const bytes = sample.subarray(start, Math.min(at, start + LONGEST_WORD));
    if (bytes.some((byte) => byte >= 0x80)) words.set(withHex(bytes), { bytes, line });
    at--;
  }
  return [...words.values()];
}

const withHex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : `[${hexOf(byte)}]`)).join('');

function decoded(bytes: Uint8Array, page: CodePage): string {
  const codes = codesOf(page);
  return Array.from(bytes, (byte) => String.fromCharCode(byte < 0x80 ? byte : codes[byte - 0x80])).join('');
}
