import { DateParser, TIME_OK } from './dates.ts';
import { type SampleRecord, cellAt } from '../layout/grid.ts';
import type { ColumnPlan, DateForm, DateOrder, Evidence, Question } from '../import-plan.ts';
import { badFile, countText, longDayText } from '../messages.ts';
import { ORDER_NAMES, type OrderGuess, detectDateOrder, statedDateOrder } from './date-order.ts';
import { numberOf } from '../numbers/numbers-with-unit.ts';
import type { TimeColumns } from './time-columns.ts';
import { encodeText } from '../text/text.ts';
import { cutText } from '../text/text.ts';
import { TimeReader } from './time-reader.ts';

const FORM_NAMES: Readonly<Record<DateForm, string>> = {
  calendar: 'read as calendar dates',
  'epoch-s': 'read as seconds since 1970 (UTC)',
  'epoch-ms': 'read as milliseconds since 1970 (UTC)',
  'epoch-us': 'read as microseconds since 1970 (UTC)',
  'epoch-ns': 'read as nanoseconds since 1970 (UTC)',
  'excel-1900': 'read as Excel date serial, 1900 system',
  'excel-1904': 'read as Excel date serial, 1904 system',
  'excel-micro': 'read as Excel date serial times 1,000,000, 1900 system',
  'by-magnitude': 'read as numbers of several forms, each told by its size',
};

export function describeForm(form: DateForm, records: readonly SampleRecord[], column: number): Evidence {
  const first = records.map((record) => cellAt(record, column).text).find((text) => text !== '') ?? '';
  return {
    about: 'date-form',
    chosen: FORM_NAMES[form],
    because: form === 'calendar' ? `The first is "${first}".` : `The first is ${first}.`,
    confidence: form === 'by-magnitude' ? 0.6 : 0.95,
  };
}

/** Whether any time of the sample carries AM or PM. */
export const hasMeridiem = (records: readonly SampleRecord[], columns: readonly number[]): boolean =>
  records.some((record) => columns.some((column) => /\d\s?[ap]\.?\s?m\b/i.test(cellAt(record, column).text)));

/**
 * Order of day and month of the time columns. A second time column that holds serials settles it where both are possible.
 * Throws `bad-file` when the file mixes two orders.
 */
export function planDateOrder(
  fileName: string,
  above: readonly SampleRecord[],
  records: readonly SampleRecord[],
  { columns, checkColumn, form }: TimeColumns,
  preferred: DateOrder,
  plans: readonly ColumnPlan[],
  isComplete: boolean,
): OrderGuess {
  const calendar = checkColumn >= 0 ? [checkColumn] : form === 'calendar' ? columns : [];
  const guess = detectDateOrder(records, calendar, preferred, statedDateOrder(above), isComplete);
  if (guess.mixed !== null) {
    const { dayFirst, monthFirst } = guess.mixed;
    const isMonthLater = monthFirst > dayFirst;
    const [later, earlier] = isMonthLater ? [monthFirst, dayFirst] : [dayFirst, monthFirst];
    throw badFile(fileName, {
      line: later,
      column: plans.find(({ index }) => index === calendar[0])?.name ?? null,
      seen: records.find(({ line }) => line === later)?.cells.at(calendar[0])?.text ?? null,
      expected: `a ${isMonthLater ? 'day-month' : 'month-day'} date`,
      message: `Line ${countText(later)} is ${isMonthLater ? 'month-day' : 'day-month'} while line ${countText(earlier)} is ${isMonthLater ? 'day-month' : 'month-day'}. The file mixes two date orders; nothing was imported. Export it again with one order, or correct the dates.`,
    });
  }
  if (guess.open.length === 0 || checkColumn < 0) return guess;
  const agreed = (['dmy', 'mdy'] as const).find((order) => agrees(records, columns[0], checkColumn, order));
  return agreed === undefined
    ? guess
    : {
        order: agreed,
        open: [],
        mixed: null,
        evidence: {
          about: 'date-order',
          chosen: ORDER_NAMES[agreed],
          because: 'It agrees with the serial times of the same rows.',
          confidence: 1,
        },
      };
}

function agrees(
  records: readonly SampleRecord[],
  serial: number,
  calendar: number,
  order: DateOrder,
): boolean {
  const dates = new DateParser(order);
  return records.every((record) => {
    const bytes = encodeText(cellAt(record, calendar).text);
    const serialMs = TimeReader.serialMs(numberOf(cellAt(record, serial).text));
    if (Number.isNaN(serialMs) || bytes.length === 0) return true;
    return (
      dates.parse(bytes, 0, bytes.length) === TIME_OK &&
      Math.floor(serialMs / 86_400_000) === dates.dayMs / 86_400_000
    );
  });
}

function askAboutDayBehindYear(
  records: readonly SampleRecord[],
  columns: readonly number[],
  order: DateOrder,
): Question {
  const found = records.find((record) =>
    columns.some((column) => /^\d{4}\D(?:1[3-9]|[23]\d)\D/.test(cellAt(record, column).text)),
  );
  const text = columns.map((column) => (found === undefined ? '' : cellAt(found, column).text)).join(' ');
  return {
    about: 'date-order',
    message: `Line ${countText(found?.line ?? 1)}: "${cutText(text.trim())}" has a day above 12 behind the year, while most dates can be read in both orders. They are read as ${ORDER_NAMES[order]}.`,
    choices: [
      { label: 'Year, month, day: such rows are rejected', overrides: { dateOrder: 'ymd' } },
      { label: 'Year, day, month', overrides: { dateOrder: 'ydm' } },
    ],
  };
}

const STARTS: Readonly<Record<DateOrder, string>> = { ymd: 'Year', dmy: 'Day', mdy: 'Month', ydm: 'Year' };

export function askAboutOrder(
  records: readonly SampleRecord[],
  columns: readonly number[],
  order: DateOrder,
  open: readonly DateOrder[],
): Question {
  if (open.includes('ydm')) return askAboutDayBehindYear(records, columns, order);
  const text =
    records
      .flatMap((record) => columns.map((column) => cellAt(record, column)))
      .find(({ kind }) => kind === 'calendar')?.text ?? '';
  const dayOf = (tried: DateOrder): string => {
    const dates = new DateParser(tried);
    const bytes = encodeText(text);
    return dates.parse(bytes, 0, bytes.length) === TIME_OK ? longDayText(dates.dayMs) : 'no date';
  };
  if (open.includes('ymd'))
    return {
      about: 'date-order',
      message: `The year of "${cutText(text)}" can be the first or the last number. From this file we cannot tell. The dates are read as ${ORDER_NAMES[order]}: the first row becomes ${dayOf(order)}.`,
      choices: open.map((tried) => ({
        label: `${STARTS[tried]} first: the first row is ${dayOf(tried)}`,
        overrides: { dateOrder: tried },
      })),
    };
  return {
    about: 'date-order',
    message: `Dates can be day-month or month-day. From this file we cannot tell (no day above 12). Your setting is ${ORDER_NAMES[order]}. First row becomes ${dayOf(order)}.`,
    choices: [
      { label: `Day first: the first row is ${dayOf('dmy')}`, overrides: { dateOrder: 'dmy' } },
      { label: `Month first: the first row is ${dayOf('mdy')}`, overrides: { dateOrder: 'mdy' } },
    ],
  };
}
