import type { Encoding, Evidence } from './import-plan.ts';
import { findInvalidUtf8 } from './text.ts';

export interface EncodingGuess {
  readonly encoding: Encoding;
  readonly evidence: Evidence;
  readonly notice: string | null;
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
});

export const NAMES: Readonly<Record<Encoding, string>> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16, little-endian',
  'utf-16be': 'UTF-16, big-endian',
  'windows-1252': 'Windows-1252',
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

/** Encoding of a file from its first bytes: byte order mark, pattern of zero bytes, then validity as UTF-8. */
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
  const hex = (sample[invalid] ?? 0).toString(16).toUpperCase();
  return guess(
    'windows-1252',
    `Byte ${invalid + 1} (${hex}) is not valid UTF-8.`,
    0.7,
    `The file is not valid UTF-8 (byte ${invalid + 1} is ${hex}). It is read as Windows-1252; check that names with accents and signs such as °C look right.`,
  );
}
