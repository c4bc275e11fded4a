import { CODE_PAGES, type CodePage, codesOf } from './code-pages.ts';

/** Bytes above 7F that are looked at; the others of a large file are like them. */
const MOST_BYTES = 4000;
/** Points a byte by which the best page must lead the next that reads the bytes otherwise. */
const CLEAR_LEAD = 0.25;

/** Letters of the languages that a page is made for; others are rare in their texts. */
const USUAL_LATIN = /[äöüßéèêëàâçîïôûùáíóúñãåæøÄÖÜÉÈÀÇÑÅÆØÊÎÔÁÍÓÚ]/u;
const USUAL_CENTRAL = /[ąćęłńóśźżáčďéěíňřšťúůýžöőüűäĄĆĘŁŃÓŚŹŻÁČĎÉĚÍŇŘŠŤÚŮÝŽÖŐÜŰÄß]/u;
const CYRILLIC = /[А-Яа-яЁёІіЇїЄє]/u;
const LETTER = /\p{L}/u;
const LOWER = /\p{Ll}/u;
const UPPER = /\p{Lu}/u;

export interface CodePageGuess {
  readonly page: CodePage;
  /** Pages that explain the bytes nearly as well and read some of them otherwise. */
  readonly rivals: readonly CodePage[];
}

interface Scored {
  readonly page: CodePage;
  readonly score: number;
  readonly codes: Uint16Array;
}

/** The code page in which the bytes above 7F make letters of words and signs of units, by what stands beside each of them. */
export function guessCodePage(bytes: Uint8Array): CodePageGuess {
  const places: number[] = [];
  for (let at = 0; at < bytes.length && places.length < MOST_BYTES; at++)
    if (bytes[at] >= 0x80) places.push(at);
  const used = new Set(places.map((at) => bytes[at]));
  const scored = CODE_PAGES.map((page): Scored => {
    const codes = codesOf(page);
    const textAt = (at: number): string => {
      if (at < 0 || at >= bytes.length) return ' ';
      const byte = bytes[at];
      return String.fromCharCode(byte < 0x80 ? byte : codes[byte - 0x80]);
    };
    const usual = page === 'windows-1250' ? USUAL_CENTRAL : USUAL_LATIN;
    const score = places.reduce(
      (sum, at) => sum + scoreOf(textAt(at), textAt(at - 1), textAt(at + 1), usual),
      0,
    );
    return { page, score: score / Math.max(1, places.length), codes };
  }).sort((a, b) => b.score - a.score);
  const [best] = scored;
  const doDiffer = (one: Scored, other: Scored): boolean =>
    [...used].some((byte) => one.codes[byte - 0x80] !== other.codes[byte - 0x80]);
  const rivals: Scored[] = [];
  for (const one of scored) {
    // The two share most letters, so that texts of the West would always be asked about.
    const isTwin = best.page === 'windows-1252' && one.page === 'windows-1250';
    if (
      one.score > best.score - CLEAR_LEAD &&
      !isTwin &&
      [best, ...rivals].every((other) => doDiffer(one, other))
    )
      rivals.push(one);
  }
  return { page: best.page, rivals: rivals.map(({ page }) => page) };
}

/** How well a character fits between its neighbours: above 0 for letters of a word and signs of a unit, below 0 for neither. */
function scoreOf(character: string, before: string, behind: string, usual: RegExp): number {
  const isBetweenLetters = LETTER.test(before) && LETTER.test(behind);
  if (/[\u0080-\u009f]/.test(character)) return -4;
  if (/[\u2310-\u25ff]/.test(character)) return -3;
  if (character === '°') return LETTER.test(before) ? -2 : /[CFKR]/.test(behind) ? 3 : 0.5;
  if (character === 'µ') return LETTER.test(before) ? -2 : /[mgsSAVWFNlL/]/.test(behind) ? 3 : 0;
  if (character === '²' || character === '³') return LETTER.test(behind) ? -2 : LETTER.test(before) ? 3 : 0;
  const isBetweenDigits = /\d/.test(before) && /\d/.test(behind);
  if (isBetweenDigits) return LETTER.test(character) ? -2 : character === '\u00a0' ? 1 : 0;
  if (!LETTER.test(character)) return isBetweenLetters ? (character === '\u2019' ? 0.3 : -2) : 0;
  if (CYRILLIC.test(character)) {
    if (/[A-Za-z]/.test(before) || /[A-Za-z]/.test(behind)) return -2;
    const isMixed = LOWER.test(before) && UPPER.test(character);
    return isMixed ? -1 : CYRILLIC.test(before) || CYRILLIC.test(behind) ? 1 : 0;
  }
  const isForeignBefore = LETTER.test(before) && !/[A-Za-z]/.test(before);
  const isForeignBehind = LETTER.test(behind) && !/[A-Za-z]/.test(behind);
  if (isForeignBefore && isForeignBehind) return -1.5;
  if (LOWER.test(before) && UPPER.test(character)) return -2;
  if (LOWER.test(character) && UPPER.test(behind)) return -2;
  if (!LETTER.test(before) && !LETTER.test(behind)) return -0.5;
  return usual.test(character) ? 1 : 0.3;
}
