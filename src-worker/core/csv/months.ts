import { decodeText } from './text.ts';

/** First letters of month names in English, German, French, Spanish, Italian, Portuguese and Dutch, without accents. */
const BEGINNINGS: readonly (readonly string[])[] = [
  ['jan', 'ene', 'gen'],
  ['feb', 'fev'],
  ['mar', 'mrz', 'maer', 'mrt', 'maa'],
  ['apr', 'avr', 'abr'],
  ['may', 'mai', 'mag', 'mei'],
  ['jun', 'juin', 'giu'],
  ['jul', 'juil', 'lug'],
  ['aug', 'aou', 'ago'],
  ['sep', 'set'],
  ['oct', 'okt', 'out', 'ott'],
  ['nov'],
  ['dec', 'dez', 'dic'],
];

/** Month 1..12 of a name in the cell's bytes, full or shortened; 0 when it is none. */
export function monthOfName(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < 3 || end - start > 12) return 0;
  const name = decodeText(bytes, start, end).normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const month = BEGINNINGS.findIndex((beginnings) => beginnings.some((text) => name.startsWith(text)));
  return month + 1;
}
