import { damaged } from './faults.ts';
import { LIMITS } from './limits.ts';
import type { FormatKind } from './number-formats.ts';
import type { XmlListener } from './read-xml.ts';
import { serialText } from './serial-dates.ts';

export interface SheetContext {
  readonly file: string;
  readonly texts: readonly string[];
  readonly kinds: readonly FormatKind[];
  readonly is1904: boolean;
}

/** What was noticed in the cells that were read so far. */
export interface SheetCounts {
  errorCount: number;
  booleanCount: number;
  /** Formulas whose result the file does not hold. */
  unsolvedCount: number;
  dateCount: number;
}

export const newSheetCounts = (): SheetCounts => ({
  errorCount: 0,
  booleanCount: 0,
  unsolvedCount: 0,
  dateCount: 0,
});

/**
 * Hears the XML of a sheet and hands out its rows as texts, the way a CSV export has them. `row` is 1-based; cells that are
 * not there are empty. Source: ECMA-376 part 1, 18.3.1.
 */
export function listenToSheet(
  context: SheetContext,
  counts: SheetCounts,
  onRow: (row: number, cells: readonly string[]) => void,
): XmlListener {
  let row = 0;
  let cells: string[] = [];
  let column = -1;
  let type = '';
  let style = 0;
  let value = '';
  let hasFormula = false;
  let isHeard = false;
  return {
    onOpen: (name, attributes) => {
      switch (name) {
        case 'row':
          row = placeOf(attributes['r'], row);
          cells = [];
          column = -1;
          if (row > LIMITS.rows) throw damaged(context.file, 'it has more rows than a sheet can have');
          break;
        case 'c':
          column = columnOf(attributes['r'], column);
          if (column >= LIMITS.columns)
            throw damaged(context.file, 'it has more columns than a sheet can have');
          type = attributes['t'] ?? 'n';
          style = Number(attributes['s'] ?? 0);
          value = '';
          hasFormula = false;
          break;
        case 'f':
          hasFormula = true;
          break;
        case 'v':
        case 't':
          isHeard = true;
          break;
        case 'rPh':
          isHeard = false;
          break;
      }
    },
    onText: (text) => {
      if (isHeard && value.length < LIMITS.cellText) value += text;
    },
    onClose: (name) => {
      if (name === 'v' || name === 't') isHeard = false;
      else if (name === 'c') {
        if (hasFormula && value === '') counts.unsolvedCount++;
        const text = textOf(context, counts, type, style, value);
        if (text !== '') {
          while (cells.length < column) cells.push('');
          cells[column] = text;
        }
      } else if (name === 'row') onRow(row, cells);
    },
  };
}

function placeOf(written: string | undefined, before: number): number {
  const place = Number(written);
  return Number.isInteger(place) && place > before ? place : before + 1;
}

/** `AB12` -> 27; a cell without its place stands behind the one before. */
function columnOf(reference: string | undefined, before: number): number {
  if (reference === undefined) return before + 1;
  let column = 0;
  let at = 0;
  for (; at < reference.length && at < 4; at++) {
    const letter = reference.charCodeAt(at) & ~32;
    if (letter < 65 || letter > 90) break;
    column = column * 26 + letter - 64;
  }
  return column > 0 ? column - 1 : before + 1;
}

function textOf(
  { texts, kinds, is1904, file }: SheetContext,
  counts: SheetCounts,
  type: string,
  style: number,
  value: string,
): string {
  switch (type) {
    case 's': {
      const place = value === '' ? NaN : Number(value);
      if (place >= texts.length) throw damaged(file, 'a cell names a text that is not there');
      return place >= 0 ? plainText(texts[place]) : '';
    }
    case 'b':
      counts.booleanCount++;
      return value === '1' || value === 'true' ? '1' : value === '' ? '' : '0';
    case 'e':
      counts.errorCount++;
      return value;
    case 'd':
      return value.replace('T', ' ').replace(/Z$/, '');
    case 'str':
    case 'inlineStr':
      return plainText(value);
    default:
      return numberText(counts, kinds.at(style) ?? 'number', value, is1904);
  }
}

function numberText(counts: SheetCounts, kind: FormatKind, value: string, is1904: boolean): string {
  if (value === '') return '';
  const number = Number(value);
  if (Number.isNaN(number)) return value.trim();
  const date = serialText(number, kind, is1904);
  if (date === null) return String(number);
  counts.dateCount++;
  return date;
}

/** One line, without the escapes that XML needs for control signs. */
const plainText = (text: string): string =>
  text
    .replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
    .replace(/[\r\n\t\0]+/g, ' ')
    .trim();
