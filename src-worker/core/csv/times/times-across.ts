import { TAG_NAMES, UNIT_NAMES, plainName } from '../layout/column-names.ts';
import { type CellKind, type SampleCell, type SampleRecord, cellAt } from '../layout/grid.ts';
import type { ColumnPlan } from '../import-plan.ts';
import { type ColumnFacts, holdsUnits } from '../layout/layout.ts';
import { cutText } from '../text/text.ts';
import { onlyDates } from './title-date.ts';
import { NONE_BESIDE, type TimeColumns } from './time-columns.ts';

/** A table whose header is a row of times, with a tag in each row below it. */
export interface TimesAcross {
  /** Index of the record of the times. */
  readonly record: number;
  /** Index of the record of their dates, where the times are times of day. */
  readonly dateRecord: number | null;
  readonly firstRecord: number;
  readonly times: TimeColumns;
}

const MOST_HEAD_RECORDS = 60;
const FEWEST_TIMES = 2;
const ENOUGH_ROWS = 0.6;

/**
 * The first row of times, one beside the other, with rows of a label and values below it; null when there is none. Columns
 * such as an average may stand behind the times. Times of day take their dates from a row above them.
 */
export function findTimesAcross(records: readonly SampleRecord[]): TimesAcross | null {
  for (const [index, { cells }] of records.slice(0, MOST_HEAD_RECORDS).entries()) {
    const whole = columnsOf(cells, 'calendar');
    const clocks = columnsOf(cells, 'clock');
    const columns = whole.length > 0 ? whole : clocks.length > 0 ? clocks : hoursIn(cells);
    const [first] = columns;
    if (columns.length < FEWEST_TIMES || first === 0) continue;
    if (new Set(columns.map((column) => cells[column].text)).size < FEWEST_TIMES) continue;
    const last = columns[columns.length - 1];
    const isFilled = ({ kind }: SampleCell): boolean => kind !== 'blank';
    if (cells.slice(first, last + 1).filter(isFilled).length > columns.length) continue;
    if (cells.slice(last + 1).filter(isFilled).length > columns.length) continue;
    if (cells.slice(0, first).some(({ kind }) => kind !== 'text' && kind !== 'blank')) continue;
    const hasValue = (record: SampleRecord): boolean =>
      columns.some((column) => isFilled(cellAt(record, column)));
    const rows = records.slice(index + 1).filter(hasValue);
    const fitting = rows.filter((record) => isTagRow(record, first, columns));
    // A period in the title stands above another header, or above rows with times of their own.
    if (fitting.length === 0 || fitting[0] !== rows[0] || fitting.length < ENOUGH_ROWS * rows.length)
      continue;
    const dateRecord = whole.length > 0 ? null : dateRecordAbove(records, index, first);
    if (whole.length === 0 && dateRecord === null) continue;
    const firstRecord = records.indexOf(fitting[0]);
    return {
      record: index,
      dateRecord,
      firstRecord,
      times: { firstRecord, form: 'calendar', ...NONE_BESIDE, columns },
    };
  }
  return null;
}

const columnsOf = (cells: readonly SampleCell[], wanted: CellKind): readonly number[] =>
  cells.flatMap(({ kind }, column) => (kind === wanted ? [column] : []));

const HOUR = /^(\d{1,2}) ?(?:h|hrs?|hours?|uhr|stunden?)\.?$/i;
const HOUR_AND_MINUTE = /^(\d{2})[0-5]\d(?: ?(?:h|hrs?|hours?))?$/i;
const MOST_OF_DAY = 12;

/** Columns of hours that rise from one to the next: `01 hrs`, `0100`, or the bare numbers of half a day at least. */
export function hoursIn(cells: readonly SampleCell[]): readonly number[] {
  const columnsLike = (pattern: RegExp): readonly number[] => {
    const columns = cells.flatMap(({ text }, column) => (pattern.test(text) ? [column] : []));
    const hours = columns.map((column) => Number(pattern.exec(cells[column].text)?.[1]));
    const areRising = hours.every((hour, place) => hour <= 24 && (place === 0 || hour >= hours[place - 1]));
    return areRising ? columns : [];
  };
  const named = columnsLike(HOUR);
  if (named.length > 0) return named;
  const withMinutes = columnsLike(HOUR_AND_MINUTE);
  if (withMinutes.length > 0 && cells[withMinutes[0]].text.startsWith('0')) return withMinutes;
  const bare = columnsLike(/^(\d{1,2})$/);
  return bare.length >= MOST_OF_DAY ? bare : [];
}

/** The last row above that has a date for the first of the times: over it, or one date alone in front of it. */
function dateRecordAbove(records: readonly SampleRecord[], header: number, first: number): number | null {
  const isDateRow = (record: SampleRecord): boolean => {
    const dates = columnsOf(onlyDates(record).cells, 'calendar');
    return dates.length > 0 && (dates[0] === first || dates.length === 1) && dates[0] <= first;
  };
  const index = records.slice(0, header).findLastIndex(isDateRow);
  return index < 0 ? null : index;
}

/** A label in front, and under the times, and nowhere between them, numbers and statuses. */
function isTagRow(record: SampleRecord, first: number, columns: readonly number[]): boolean {
  const label = record.cells.slice(0, first);
  const values = columns.map((column) => cellAt(record, column)).filter(({ kind }) => kind !== 'blank');
  const between = record.cells.slice(first, columns[columns.length - 1]);
  if (between.some(({ kind }, place) => kind !== 'blank' && !columns.includes(first + place))) return false;
  const measured = values.filter(({ kind }) => kind === 'number' || kind === 'status');
  return (
    label.some(({ kind }) => kind === 'text') &&
    label.every(({ kind }) => kind !== 'calendar' && kind !== 'clock') &&
    values.every(({ kind }) => kind !== 'calendar' && kind !== 'clock') &&
    measured.length > 0 &&
    measured.length >= 0.5 * values.length
  );
}

/** What the columns of such a table are: the tag, its unit, and a reading at each time. */
export function planAcross(
  facts: readonly ColumnFacts[],
  data: readonly SampleRecord[],
  { times }: TimesAcross,
): { readonly columns: readonly ColumnPlan[]; readonly tagColumn: number } {
  const [first] = times.columns;
  const front = facts.slice(0, first);
  const isUnit = ({ name, stats }: ColumnFacts): boolean =>
    UNIT_NAMES.has(plainName(name)) || holdsUnits(stats);
  const texts = front.filter((column) => column.stats.texts > 0 && !isUnit(column));
  const tag = texts.find(({ name }) => TAG_NAMES.has(plainName(name))) ?? texts.at(0) ?? front.at(0);
  const unit = front.find((column) => column !== tag && isUnit(column));
  /** Tells labels apart that are the same, as a description or the name of a part of the plant does. */
  const isGroup = (column: ColumnFacts): boolean => {
    const known = new Map<string, string>();
    return data.some((record) => {
      const label = cellAt(record, tag?.index ?? -1).text;
      const { text } = cellAt(record, column.index);
      const other = known.get(label);
      known.set(label, text);
      return label !== '' && text !== '' && other !== undefined && other !== text;
    });
  };
  const groups = texts.filter((column) => column !== tag && isGroup(column));
  const columns = facts.map((column): ColumnPlan => {
    const { index } = column;
    const name = column.name === '' ? `Column ${index + 1}` : cutText(column.name, 200);
    const role =
      column === tag
        ? 'tag'
        : column === unit
          ? 'unit'
          : groups.includes(column)
            ? 'tag-group'
            : times.columns.includes(index)
              ? 'value'
              : 'skip';
    return { index, name, role, tagName: name, unit: null, qualityScale: null, qualityOf: null };
  });
  return { columns, tagColumn: tag?.index ?? 0 };
}
