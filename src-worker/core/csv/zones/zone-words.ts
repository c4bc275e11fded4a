import { decodeText } from '../text/text.ts';
import { fixedOffsetMs } from './zones.ts';

const HOUR_MS = 3_600_000;

/** Offsets of zone abbreviations that mean one thing everywhere, in hours. */
const OFFSETS: Readonly<Record<string, number>> = {
  WEST: 1,
  CET: 1,
  MEZ: 1,
  CEST: 2,
  MESZ: 2,
  EET: 2,
  SAST: 2,
  EEST: 3,
  MSK: 3,
  PKT: 5,
  SGT: 8,
  HKT: 8,
  JST: 9,
  AEST: 10,
  AEDT: 11,
  EDT: -4,
  CDT: -5,
  MDT: -6,
  PDT: -7,
};

/** Abbreviations that several zones share, such as IST: India, Israel and Ireland. */
const SHARED: readonly string[] = ['IST', 'EST', 'CST', 'MST', 'PST', 'BST', 'GST', 'AST', 'WET'];

/** Offset in ms of a zone abbreviation; NaN when several zones share it; null when it is none. */
export function offsetOfZoneWord(word: string): number | null {
  if (SHARED.includes(word)) return NaN;
  return Object.hasOwn(OFFSETS, word) ? OFFSETS[word] * HOUR_MS : null;
}

/** Offset in ms that a text such as `+05:30`, `UTC+1`, `Z` or `CEST` gives; null when it is none. */
export function offsetOfText(text: string): number | null {
  const offset = fixedOffsetMs(text) ?? offsetOfZoneWord(text.toUpperCase());
  return offset === null || Number.isNaN(offset) ? null : offset;
}

const LONGEST_OFFSET = 12;

/** The same of the bytes of a cell; NaN when it is empty. */
export function readOffset(bytes: Uint8Array, start: number, end: number): number | null {
  if (end - start > LONGEST_OFFSET) return null;
  const text = decodeText(bytes, start, end).trim();
  return text === '' ? NaN : offsetOfText(text);
}
