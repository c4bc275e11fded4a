import type { QuoteMark } from '../import-plan.ts';
import { decodeText } from './text.ts';

const SAMPLE_BYTES = 1 << 16;
const cellIn = (quote: QuoteMark): RegExp =>
  new RegExp(`(?:^|[,;\\t|])[ ]?${quote}[^${quote}\\n]*${quote}[ ]*(?:[,;\\t|\\r]|$)`);
const SINGLE = cellIn("'");
const DOUBLE = cellIn('"');

/** The mark that stands around the texts of a file: the single one only where most lines have such cells and few the other. */
export function detectQuote(utf8: Uint8Array): QuoteMark {
  const lines = decodeText(utf8, 0, Math.min(utf8.length, SAMPLE_BYTES))
    .split('\n')
    .filter((line) => line.trim() !== '');
  const single = lines.filter((line) => SINGLE.test(line)).length;
  const double = lines.filter((line) => DOUBLE.test(line)).length;
  return single > 0.5 * lines.length && single > 2 * double ? "'" : '"';
}
