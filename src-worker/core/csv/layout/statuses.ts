import { BAD, GOOD, MOST_STATUSES, UNCERTAIN } from '../../quality.ts';
import type { QualityScale } from '../import-plan.ts';
import { decodeText } from '../text/text.ts';

/** Letters and digits only, in lower case: `Bad Input` and `BadInput` are one status. */
const plain = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}#-]/gu, '');

const KNOWN = new Set(
  [
    'No Data, Bad, Bad Input, I/O Timeout, Pt Created, Calc Failed, Intf Shut, Arc Off-line, Arc Offline, Configure',
    'Not Connect, Not Connected, Under Range, Over Range, Scan Off, Scan On, Scan Timeout, Shutdown, Snapfix',
    'Digital State, Active, Inactive, No Good Data For Calculation, No Result, No Sample, Access Denied, No Alarm',
    'Resize to show all values, Bad Quality, Bad Data, Bad Val, Bad_Quality, Doubtful, Error, Invalid, Failed, Fail',
    'Comm Fail, Comm Fault, Communication Error, Not Available, Out of Service, Open, Timeout, Offline, Trace Off',
    'Set to Bad, Equip Fail, Inp OutRange, Unit Down, Sample Bad, Overflow, Underflow, Uncertain, Unknown, Blocked',
    'NA, N/A, NaN, null, none, nil, GATED, NoValue, No Value, missing, Inf, Infinity, -Infinity, -Inf, -, --, ---, ?, *',
    '#N/A, #NUM!, #VALUE!, #REF!, #DIV/0!, #NAME?, #NULL!, #NV, #WERT!, Tag not found, ungültig, defekt, Störung',
  ].flatMap((line) => line.split(', ').map(plain)),
);

/** Whether a text in a value column is a status that historians write there. */
export const isKnownStatus = (text: string): boolean =>
  KNOWN.has(plain(text)) || /^\[-\d+\]/.test(text) || /^#+$/.test(text);

const OTHER_STATUS = 'other status';
const LONGEST_STATUS = 80;

/** The distinct status texts of one tag, at most 63; later ones count as `other status`. */
export class StatusList {
  readonly texts: string[] = [];
  private readonly places = new Map<string, number>();

  /** Position of a text, added where new. */
  indexOf(text: string): number {
    const known = this.places.get(text);
    if (known !== undefined) return known;
    if (this.texts.length === MOST_STATUSES) return MOST_STATUSES - 1;
    const place = this.texts.length;
    this.texts.push(place === MOST_STATUSES - 1 ? OTHER_STATUS : text);
    this.places.set(text, place);
    return place;
  }
}

/** Status text of a cell: trimmed, control characters as their symbols, cut at 80 characters. */
export function statusText(bytes: Uint8Array, start: number, end: number): string {
  const text = decodeText(bytes, start, Math.min(end, start + 4 * LONGEST_STATUS))
    .replaceAll('""', '"')
    // eslint-disable-next-line no-control-regex
    .replace(/[\u0000-\u0008\u000e-\u001f]/g, (sign) => String.fromCharCode(0x2400 + sign.charCodeAt(0)))
    .replace(/[\s\u007f-\u009f]+/g, ' ')
    .trim();
  return text.length <= LONGEST_STATUS ? text : text.slice(0, LONGEST_STATUS);
}

const wordsOf = (...words: readonly string[]): RegExp =>
  new RegExp(`^(?:${words.join('|')})(?:$|[\\s,;:(/])`, 'i');
const GOOD_WORDS = wordsOf(
  'good|ok|okay|valid|g|true|normal|raw|yes|1|192|gut|gültig|ja|bon|bonne|valide|oui',
  'giltig|bra|buen[ao]?|válid[ao]|valid[ao]|correct[ao]|sí|si|अच्छा|ठीक|सही',
  'buon[ao]|bo[am]|goed|dobr[aey]|хорош\\S*|норм\\S*|достовер\\S*|良好|好|正常',
);
const BAD_WORDS = wordsOf(
  'bad|invalid|not ?valid|b|false|error|fail|failed|no ?data|missing|comm|offline|no|0|schlecht|ungültig|nein',
  'gestört|störung|fehler|defekt|fehlerhaft|défaut|erreur|falla|fallo|defectuos[ao]|dålig|ogiltig',
  'mauvais|mauvaise|invalide|non|mal[ao]?|inválid[ao]|invalid[ao]|खराब|गलत',
  'cattiv[ao]|ruim|slecht|zł[aey]|błęd\\S*|плох\\S*|недостовер\\S*|坏|差|异常|无效',
);
const UNCERTAIN_WORDS =
  /^(?:unc|quest|doubt|susp|fair\b|poor\b|subst|manual|initial|unsicher|zweifel|incert|douteu|inciert|dudos|अनिश्चित|q$|u$)/i;
/** States of a machine or a scan, which say nothing of a value. */
const OPERATING =
  /^(?:(?:in)?active|open|shut ?down|scan ?on|no ?alarm|configure|blocked|unknown|-+|\?|\*)$/i;
/** As OPC UA names its codes: GoodClamped, BadNoCommunication. */
const CODE_NAME = /^(Good|Bad|Uncertain)(?=[A-Z_])/;
/** Lowest status code of OPC UA that is uncertain; from twice as much on they are bad. */
export const FIRST_UNCERTAIN_UA = 2 ** 30;

const groupOfCode = (code: number): number =>
  code < FIRST_UNCERTAIN_UA ? GOOD : code < 2 * FIRST_UNCERTAIN_UA ? UNCERTAIN : BAD;

/** Quality group of the text in a quality column; null when the scale does not know it. An empty cell is good. */
export function readQuality(text: string, scale: QualityScale): number | null {
  if (text === '') return GOOD;
  const value = Number(text.replace(/\s*%$/, '').replace(',', '.'));
  if (Number.isNaN(value)) {
    const named = CODE_NAME.exec(text)?.[1];
    if (named === 'Good' || GOOD_WORDS.test(text)) return GOOD;
    if (named === 'Bad' || BAD_WORDS.test(text)) return BAD;
    if (UNCERTAIN_WORDS.test(text)) return UNCERTAIN;
    return isKnownStatus(text) && !OPERATING.test(text) ? BAD : null;
  }
  if (/^0x[0-9a-f]{8}$/i.test(text)) return groupOfCode(value);
  switch (scale) {
    case 'words':
      return value === 0 ? BAD : GOOD;
    case 'validity':
      return value === 1 ? GOOD : BAD;
    case 'opc':
      return value >= 192 ? GOOD : value >= 64 ? UNCERTAIN : BAD;
    case 'confidence':
      return value >= 50 ? GOOD : BAD;
    case 'percent':
      return value >= 100 ? GOOD : value > 0 ? UNCERTAIN : BAD;
    case 'opc-ua':
      return groupOfCode(value);
    case 'aveva':
      return value === 0 ? GOOD : value === 1 || value === 24 ? BAD : UNCERTAIN;
  }
}
