import { TIME_OK } from '../csv/times/dates.ts';
import type { DateForm, DateOrder, ImportPlan } from '../csv/import-plan.ts';
import { badFile } from '../csv/messages.ts';
import { encodeText } from '../csv/text/text.ts';
import { newPassState } from '../csv/times/pass-state.ts';
import { formByMagnitude, TimeReader } from '../csv/times/time-reader.ts';

/** Reads the text of a time; null when it is none. */
export type ReadTime = (text: string) => number | null;

const ORDERS: readonly DateOrder[] = ['ymd', 'dmy', 'mdy'];

/** Only what is read of a plan to read times. */
const planFor = (dateForm: DateForm, dateOrder: DateOrder, zone: string): ImportPlan => ({
  encoding: 'utf-8',
  delimiter: ',',
  decimal: '.',
  layout: 'wide',
  headerLine: 1,
  unitsLine: null,
  firstDataLine: 2,
  dateForm,
  dateOrder,
  zone,
  twelveHour: false,
  skippedTimes: 'shift',
  repeatedTimes: 'first',
  sampling: null,
  quoting: true,
  lineEnd: 'lf',
  columns: [],
});

function readerFor(dateForm: DateForm, dateOrder: DateOrder, zone: string): ReadTime {
  const reader = new TimeReader(planFor(dateForm, dateOrder, zone));
  return (text) => {
    const bytes = encodeText(text);
    return reader.read(bytes, 0, bytes.length, newPassState(), 0) === TIME_OK ? reader.utcMs : null;
  };
}

const PLAIN_NUMBER = /^\d+(?:\.\d+)?$/;

/**
 * How the times of a file are read: numbers by their size, dates in the order that reads the most of them. Times without
 * an offset are taken in `zone`. Throws `bad-file` when day first and month first read the same number of times, but not
 * to the same points in time.
 */
export function chooseTimeReader(fileName: string, texts: readonly string[], zone: string): ReadTime {
  const filled = texts.filter((text) => text !== '');
  if (
    filled.length > 0 &&
    filled.every((text) => PLAIN_NUMBER.test(text) && formByMagnitude(Number(text)) !== null)
  )
    return readerFor('by-magnitude', 'ymd', zone);
  const readings = ORDERS.map((order) => {
    const read = readerFor('calendar', order, zone);
    const times = filled.map(read);
    return { read, times, count: times.filter((time) => time !== null).length };
  });
  const most = Math.max(...readings.map(({ count }) => count));
  const best = readings.filter(({ count }) => count === most);
  const first = best[0];
  const open = filled.findIndex((_, at) => best.some(({ times }) => times[at] !== first.times[at]));
  if (most > 0 && open >= 0)
    throw badFile(fileName, {
      column: 'start',
      seen: filled[open] ?? null,
      expected: 'a date whose day and month can be told apart',
      message: `"${filled[open] ?? ''}" can be day first or month first, and no other row settles it. Nothing was imported. Write the dates as 2024-04-12.`,
    });
  return first.read;
}
