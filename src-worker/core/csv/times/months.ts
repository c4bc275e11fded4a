import { decodeText } from '../text/text.ts';

/** First letters of month names in English, German, French, Spanish, Italian, Portuguese, Dutch, Scandinavian, Hindi and Russian, without accents. */
const MONTHS: readonly (readonly string[])[] = [
  ['jan', 'ene', 'gen', 'जन', 'янв'],
  ['feb', 'fev', 'फर', 'фев'],
  ['mar', 'mrz', 'maer', 'mrt', 'maa', 'मार्च', 'мар'],
  ['apr', 'avr', 'abr', 'अप्र', 'апр'],
  ['may', 'mai', 'mag', 'mei', 'maj', 'मई', 'май', 'мая'],
  ['jun', 'juin', 'giu', 'जून', 'июн'],
  ['jul', 'juil', 'lug', 'जुल', 'июл'],
  ['aug', 'aou', 'ago', 'अग', 'авг'],
  ['sep', 'set', 'सित', 'сен'],
  ['oct', 'okt', 'out', 'ott', 'अक्', 'окт'],
  ['nov', 'नव', 'ноя'],
  ['dec', 'dez', 'dic', 'दिस', 'дек'],
];

/** First letters of the names of weekdays in the same languages. */
const WEEKDAYS: readonly string[] = (
  'mon tue wed thu fri sat sun mo di mi do fr sa so lun mar mer jeu ven sam dim mie jue vie sab dom ' +
  'सोम मंगल बुध गुरु शुक्र शनि रवि пн вт ср чт пт сб вс'
).split(' ');

/** In bytes; a letter of Hindi takes three. */
const LONGEST_NAME = 40;

/** Lower case, without the accents of Latin letters and the dot below Hindi ones. */
function plainLetters(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > LONGEST_NAME) return '';
  return decodeText(bytes, start, end)
    .normalize('NFD')
    .replace(/[\u0300-\u036f\u093c]/g, '')
    .toLowerCase();
}

/** Month 1..12 of a name in the cell's bytes, full or shortened; 0 when it is none. */
export function monthOfName(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < 3) return 0;
  const name = plainLetters(bytes, start, end);
  if (name === '') return 0;
  return MONTHS.findIndex((beginnings) => beginnings.some((text) => name.startsWith(text))) + 1;
}

/** Whether a word is the name of a weekday, full or shortened. */
export function isWeekday(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < 2) return false;
  const name = plainLetters(bytes, start, end);
  return name !== '' && WEEKDAYS.some((text) => name.startsWith(text));
}
