import { findClock, findDayFraction, findMeridiem } from './clock-columns.ts';
import { type Sample, type SampleRecord, cellAt } from '../layout/grid.ts';
import type { DateForm } from '../import-plan.ts';
import { numberOf } from '../numbers/numbers-with-unit.ts';
import { NONE_BESIDE, type TimeColumns } from './time-columns.ts';
import { formByMagnitude } from './time-reader.ts';
import { findRun, isNamedTime, nameIn } from './time-runs.ts';

/** The times of a file without calendar dates: counts since 1970, day serials, or dates of eight digits; null when there are none. */
export function findNumericTimes(
  sample: Sample,
  columns: readonly number[],
  isGiven: boolean,
  asides: ReadonlySet<SampleRecord>,
): TimeColumns | null {
  const named = columns.flatMap((column) => numericTimes(sample, column, isGiven, asides) ?? []);
  const found = isGiven || named.length > 1 ? named : (unnamedPairs(sample, columns, asides) ?? named);
  const main = found.at(0);
  if (main === undefined) return null;
  const isPaired = found.length > 1 && found.every(({ form }) => form === main.form);
  const { records, width } = sample;
  const data = records.slice(main.firstRecord).filter((record) => !asides.has(record));
  const isDate =
    main.form === 'calendar' && !data.some((record) => cellAt(record, main.column).text.length > 8);
  const head = records.slice(0, main.firstRecord);
  const isNamed = (column: number): boolean => isNamedTime(head, column);
  const clockColumn = isDate
    ? findClock(data, main.column, width, isNamed, (column) => nameIn(head, column))
    : main.form === 'excel-1900' && !isPaired
      ? findDayFraction(data, main.column, width, isNamed)
      : -1;
  return {
    firstRecord: main.firstRecord,
    form: main.form,
    ...NONE_BESIDE,
    columns: isPaired ? found.map(({ column }) => column) : [main.column],
    clockColumn,
    meridiemColumn: clockColumn < 0 ? -1 : findMeridiem(data, width),
  };
}

/** Columns of rising times with values between them, whose names are those of the values; null where they are fewer than two. */
function unnamedPairs(
  sample: Sample,
  columns: readonly number[],
  asides: ReadonlySet<SampleRecord>,
): readonly NumericTimes[] | null {
  const found = columns.flatMap((column) => numericTimes(sample, column, true, asides) ?? []);
  const [first] = found;
  const areAlike = found.every(({ form, column }, place) => {
    const values = sample.records
      .slice(first.firstRecord)
      .map((record) => cellAt(record, column))
      .filter(({ kind }) => kind === 'number')
      .map(({ text }) => numberOf(text));
    const isRising = values.every((value, index) => index === 0 || value >= values[index - 1]);
    const isClear = form.startsWith('epoch') || (form === 'excel-1900' && areSerials(values));
    const isApart = place === 0 || column > found[place - 1].column + 1;
    return form === first.form && isRising && isClear && isApart;
  });
  return found.length > 1 && first.column <= 1 && areAlike ? found : null;
}

interface NumericTimes {
  readonly column: number;
  readonly form: DateForm;
  readonly firstRecord: number;
}

function numericTimes(
  { records }: Sample,
  column: number,
  isGiven: boolean,
  asides: ReadonlySet<SampleRecord>,
): NumericTimes | null {
  const isNamed = isGiven || isNamedTime(records, column);
  if (!isNamed && column !== 0) return null;
  const valueOf = (record: SampleRecord): number => {
    const { kind, text } = cellAt(record, column);
    return kind === 'number' ? numberOf(text) : NaN;
  };
  const { start } = findRun(records, column, (record) => formOf(valueOf(record)) !== null, asides);
  if (start < 0) return null;
  const values = records
    .slice(start)
    .map(valueOf)
    .filter((value) => !Number.isNaN(value));
  const forms = new Set(values.map(formOf).filter((form) => form !== null));
  const isRising = values.every((value, index) => index === 0 || value >= values[index - 1]);
  const isEpoch = ![...forms].some((form) => form === 'excel-1900' || form === 'excel-micro');
  const isClear = isEpoch || (start === 0 && areSerials(values));
  if (!isNamed && !(isRising && isClear && values.length > 1)) return null;
  const only = [...forms].at(0);
  if (only === undefined) return null;
  return { column, form: forms.size > 1 ? 'by-magnitude' : only, firstRecord: start };
}

/** Without a header: day serials of our time with the time of day, less than a day apart. */
const areSerials = (values: readonly number[]): boolean =>
  values.every(
    (value, index) =>
      value > 36_500 && value < 60_000 && (index === 0 || value - (values[index - 1] ?? value) < 1),
  ) && values.some((value) => !Number.isInteger(value));

/** Eight digits such as 20240401, or fourteen with the time of day, are a calendar date and not a count. */
function formOf(value: number): DateForm | null {
  const date = value >= 1e13 ? Math.floor(value / 1e6) : value;
  const isDate =
    Number.isInteger(value) &&
    date >= 19_000_101 &&
    date < 22_000_000 &&
    date % 100 >= 1 &&
    date % 100 <= 31 &&
    Math.floor(date / 100) % 100 >= 1 &&
    Math.floor(date / 100) % 100 <= 12;
  return isDate ? 'calendar' : formByMagnitude(value);
}
