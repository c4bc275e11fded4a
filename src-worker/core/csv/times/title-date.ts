import { type SampleRecord, kindOf } from '../layout/grid.ts';

/** Numbers with signs between them, or with the name of a month: as they stand in a title. */
const DATE =
  /(?<![\p{L}\d.,/:-])(?:\d{1,4}([-./])\d{1,2}\1\d{1,4}|\d{1,2}[-. ]{0,2}\p{L}{3,10}[-., ]{1,2}\d{2,4})(?![\d/-])/gu;

/** The one date in a text such as `Log sheet of 13-04-2024`; null where it has none or several, as a period does. */
export function dateInText(text: string): string | null {
  if (kindOf(text) === 'calendar') return text;
  const found = new Set(
    [...text.matchAll(DATE)].map(([date]) => date).filter((date) => kindOf(date) === 'calendar'),
  );
  return found.size === 1 ? ([...found][0] ?? null) : null;
}

/** The record with the dates of its texts alone; every other cell is blank. */
export const onlyDates = (record: SampleRecord): SampleRecord => ({
  ...record,
  cells: record.cells.map(({ text, kind, isInterval }) => {
    const date =
      kind === 'calendar' && isInterval === undefined ? text : kind === 'text' ? dateInText(text) : null;
    return date === null ? { text: '', kind: 'blank' } : { text: date, kind: 'calendar' };
  }),
});
