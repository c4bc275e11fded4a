/** What spreadsheets take for the beginning of a formula, full-width forms included. */
const FORMULA_START = /^[\s\u00a0]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;
const PLAIN_NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/**
 * A text as a CSV cell (RFC 4180). A text that a spreadsheet would run as a formula gets a leading apostrophe; a text that
 * is a plain number such as -5.2 stays as it is.
 */
export function csvText(text: string): string {
  const isFormula = (FORMULA_START.test(text) || /^[\t\r]/.test(text)) && !PLAIN_NUMBER.test(text);
  const guarded = isFormula ? `'${text}` : text;
  return /[",;\r\n\t]|^ | $/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}

/** A number as a CSV cell: its shortest exact text; missing (NaN) and infinite values are empty. */
export const csvNumber = (value: number | null): string =>
  value === null || !Number.isFinite(value) ? '' : String(value);

/** One line of a CSV file with its line end; texts are guarded, numbers stay numbers, null is an empty cell. */
export const csvLine = (cells: readonly (string | number | null)[]): string =>
  `${cells.map((cell) => (typeof cell === 'string' ? csvText(cell) : csvNumber(cell))).join(',')}\r\n`;
