import { decodeText } from '../text/text.ts';

export const AM = 0;
export const PM = 1;
/** The cell is empty. */
export const NO_WORD = -1;
export const NO_MERIDIEM_WORD = -2;

const WORD = /^(?:([ap])\.?[ \u00a0]?m\.?|(vorm\.?|vormittags?|पूर्वाह्न)|(nachm\.?|nachmittags?|अपराह्न))$/i;

/** Which half of the day a cell such as `AM`, `p.m.` or `nachm.` names: AM, PM, NO_WORD or NO_MERIDIEM_WORD. */
export function meridiemOf(text: string): number {
  if (text === '') return NO_WORD;
  const found = WORD.exec(text);
  if (found === null) return NO_MERIDIEM_WORD;
  return found.at(1)?.toLowerCase() === 'a' || found.at(2) !== undefined ? AM : PM;
}

/** The same of the bytes of a cell. */
export const readMeridiem = (bytes: Uint8Array, start: number, end: number): number =>
  end - start > 40 ? NO_MERIDIEM_WORD : meridiemOf(decodeText(bytes, start, end).trim());
