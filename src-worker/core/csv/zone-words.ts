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
