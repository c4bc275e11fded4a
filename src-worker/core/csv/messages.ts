import { AppFailure } from '@shared/errors.ts';
import { cutText } from './text/text.ts';

/** 1204 -> `1,204` */
export const countText = (count: number): string => count.toString().replace(/\B(?=(?:\d{3})+$)/g, ',');

/** `1 row`, `1,204 rows` */
export const countOf = (count: number, one: string, many = `${one}s`): string =>
  `${countText(count)} ${count === 1 ? one : many}`;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const FULL_MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const two = (value: number): string => String(value).padStart(2, '0');

/** `31 Mar 2024` of a time in ms, read as UTC. */
export function dayText(timeMs: number): string {
  const date = new Date(timeMs);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** `4 May 2024` with the month in full. */
export function longDayText(timeMs: number): string {
  const date = new Date(timeMs);
  return `${date.getUTCDate()} ${FULL_MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** `02:30`, with seconds where they are not zero. */
export function clockText(timeMs: number): string {
  const date = new Date(timeMs);
  const seconds = date.getUTCSeconds();
  return `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}${seconds === 0 ? '' : `:${two(seconds)}`}`;
}

/** `06:15:12` */
export const fullClockText = (timeMs: number): string => new Date(timeMs).toISOString().slice(11, 19);

interface FaultFields {
  readonly line?: number | null;
  readonly column?: string | null;
  readonly seen?: string | null;
  readonly expected?: string | null;
  readonly message: string;
}

/** A failure of kind `bad-file` with every field; the text as seen is cut at 40 characters. */
export const badFile = (file: string, fields: FaultFields): AppFailure =>
  new AppFailure({
    kind: 'bad-file',
    file,
    line: fields.line ?? null,
    column: fields.column ?? null,
    seen: fields.seen === undefined || fields.seen === null ? null : cutText(fields.seen),
    expected: fields.expected ?? null,
    message: fields.message,
  });

export const MOST_COLUMNS = 5000;

export const emptyFile = (file: string): AppFailure =>
  badFile(file, {
    expected: 'a header and rows of readings',
    message:
      'The file is empty. Nothing was imported. Check that the export has finished, then import it again.',
  });

export const unclosedQuote = (file: string, line: number, seen: string, quote = '"'): AppFailure =>
  badFile(file, {
    line,
    seen,
    expected: `a closing quote (${quote})`,
    message: `Line ${countText(line)}: a quote (${quote}) opens and never closes. The rest of the file was read as one cell. Fix the quote or turn off quoting. Nothing was imported.`,
  });

export const tooWide = (file: string, line: number, columns: number, seen: string): AppFailure =>
  badFile(file, {
    line,
    seen,
    expected: `at most ${countText(MOST_COLUMNS)} columns`,
    message: `Line ${countText(line)} has ${countText(columns)} columns; the limit is ${countText(MOST_COLUMNS)}. Nothing was imported. Export fewer tags at a time, or choose another delimiter.`,
  });

export const lineTooLong = (file: string, line: number, seen: string): AppFailure =>
  badFile(file, {
    line,
    seen,
    expected: 'a line of at most 4 MB',
    message: `Line ${countText(line)} is longer than 4 MB. Nothing was imported. Check that this is a CSV file with line breaks, and that the delimiter is right.`,
  });

export const noTimeColumn = (
  file: string,
  columns: readonly string[],
  line: number | null,
  isTimeOfDayOnly: boolean,
): AppFailure => {
  const shown = columns.slice(0, 12).map((name) => cutText(name));
  const list = `${shown.join(', ')}${columns.length > shown.length ? ', …' : ''}`;
  return badFile(file, {
    line,
    seen: list,
    expected: 'a column of dates and times',
    message: `${isTimeOfDayOnly ? 'The times have no date' : 'No column looks like a time'}. Columns: ${list}. Pick one, or give a start time and a sampling interval. Nothing was imported.`,
  });
};

export const headerOnly = (file: string, line: number, seen: string): AppFailure =>
  badFile(file, {
    line,
    seen,
    expected: 'rows of readings below the header',
    message: `The file has a header (line ${countText(line)}) but no rows of readings. Nothing was imported. Check the time range of the export.`,
  });

export const notText = (file: string, whatItIs: string, advice: string, seen: string): AppFailure =>
  badFile(file, { seen, expected: 'text with rows and columns (CSV)', message: `${whatItIs} ${advice}` });

export const splitDecimals = (
  file: string,
  line: number,
  cells: number,
  names: number,
  seen: string,
): AppFailure =>
  badFile(file, {
    line,
    seen,
    expected: `${countOf(names, 'cell')}, one for each name of the header`,
    message: `Line ${countText(line)} has ${countText(cells)} cells under ${countOf(names, 'name')}: its numbers seem to have a decimal comma, which also parts the cells. Nothing was imported. Export the file with semicolons, or with the numbers in quotes.`,
  });
