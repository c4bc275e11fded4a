import type { ColumnPlan, ImportPlan, PreviewRow } from '@core/csv/import-plan.ts';

/** What a line of the file is, in a word; null for a row of readings or a line that is passed over. */
export function lineRole(
  plan: ImportPlan,
  line: number,
): 'header' | 'units' | 'first row' | 'not used' | null {
  if (line === plan.headerLine) return 'header';
  if (line === plan.unitsLine) return 'units';
  if (line === plan.firstDataLine) return 'first row';
  return line < plan.firstDataLine ? 'not used' : null;
}

/** Position after a key in a list; null for a key that does not move. */
export function lineAfterKey(key: string, at: number, count: number): number | null {
  const last = count - 1;
  if (key === 'ArrowDown') return Math.min(last, at + 1);
  if (key === 'ArrowUp') return Math.max(0, at - 1);
  if (key === 'Home') return 0;
  if (key === 'End') return last;
  return null;
}

/** A column of the preview: a text that names the tag, the time of the next values, or values. */
export interface ShownColumn {
  readonly kind: 'tag' | 'time' | 'value';
  readonly column: ColumnPlan;
}

const MOST_COLUMNS = 60;

/** What of the rows is stored. The time of the row stands in front of it, except where every value has its own. */
export function shownColumns({ columns, layout }: ImportPlan): readonly ShownColumn[] {
  const shown = columns.flatMap((column): ShownColumn[] => {
    if (column.role === 'tag') return [{ kind: 'tag', column }];
    if (column.role === 'value') return [{ kind: 'value', column }];
    return column.role === 'time' && layout === 'pairs' ? [{ kind: 'time', column }] : [];
  });
  return shown.slice(0, MOST_COLUMNS);
}

/** Text of a cell that is stored as a gap: "gap", or with what stood there. */
export function gapText(cell: PreviewRow['cells'][number]): string {
  const status = cell.status ?? cell.text;
  return status === '' ? 'gap' : `gap: ${status}`;
}
