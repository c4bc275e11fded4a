import { type SampleRecord, cellAt } from './grid.ts';
import { numberOf, splitNumberAndUnit } from '../numbers/numbers-with-unit.ts';

/** What the data rows of the sample hold in one column. */
export interface ColumnStats {
  readonly filled: number;
  readonly numbers: number;
  readonly statuses: number;
  /** Cells of any other text, times among them. */
  readonly texts: number;
  readonly distinctTexts: ReadonlySet<string>;
  /** At most 300. */
  readonly distinctNumbers: ReadonlySet<number>;
  readonly isInteger: boolean;
  /** 0, 1, 2, ... or 1, 2, 3, ... */
  readonly isRowNumber: boolean;
  readonly lowest: number;
  readonly highest: number;
  /** The one unit that stands behind numbers in the cells themselves; null where none or several do. */
  readonly unit: string | null;
}

const MOST_DISTINCT = 300;

export function statsOf(data: readonly SampleRecord[], column: number): ColumnStats {
  const distinctTexts = new Set<string>();
  const distinctNumbers = new Set<number>();
  const units = new Set<string>();
  let filled = 0;
  let numbers = 0;
  let statuses = 0;
  let texts = 0;
  let isInteger = true;
  let isRowNumber = true;
  let lowest = Infinity;
  let highest = -Infinity;
  let previous = NaN;
  for (const record of data) {
    const { kind, text } = cellAt(record, column);
    if (kind === 'blank') continue;
    filled++;
    if (kind !== 'number') {
      if (kind === 'status') statuses++;
      else texts++;
      if (distinctTexts.size < MOST_DISTINCT) distinctTexts.add(text);
      continue;
    }
    const value = numberOf(text);
    numbers++;
    const unit = splitNumberAndUnit(text)?.unit;
    if (unit !== undefined) units.add(unit);
    if (distinctNumbers.size < MOST_DISTINCT) distinctNumbers.add(value);
    if (!Number.isInteger(value)) isInteger = false;
    if (numbers === 1 ? value !== 0 && value !== 1 : value !== previous + 1) isRowNumber = false;
    previous = value;
    lowest = Math.min(lowest, value);
    highest = Math.max(highest, value);
  }
  return {
    filled,
    numbers,
    statuses,
    texts,
    distinctTexts,
    distinctNumbers,
    isInteger: isInteger && numbers > 0,
    isRowNumber: isRowNumber && numbers > 1,
    lowest,
    highest,
    unit: units.size === 1 ? ([...units][0] ?? null) : null,
  };
}
