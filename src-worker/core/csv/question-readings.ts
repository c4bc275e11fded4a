import { AppFailure } from '@shared/errors.ts';
import { TIME_OK } from './times/dates.ts';
import { HeaderTimes, isHeaderRow } from './times/header-times.ts';
import type { ChoiceReading, ImportOverrides, ImportPlan, Question } from './import-plan.ts';
import { clockText, longDayText } from './messages.ts';
import { parseNumber } from './numbers/numbers.ts';
import { RecordStream } from './text/parser.ts';
import { ReadContext, type Row } from './read-context.ts';
import { RejectLog } from './rejects.ts';
import { readsTime } from './times/reads-time.ts';
import { RowTime, isBlankRow } from './times/row-time.ts';
import { cutText, decodeText } from './text/text.ts';
import { newPassState } from './times/pass-state.ts';
import { TimeReader } from './times/time-reader.ts';

const SHOWN = 2;
const POINT = 46;
const COMMA = 44;

/** The question with every answer worked out on rows of the file itself: what stands there, and what it becomes. */
export function workOutChoices(
  question: Question,
  utf8: Uint8Array,
  fileName: string,
  plan: ImportPlan,
): Question {
  const read = (overrides: ImportOverrides): readonly ChoiceReading[] => {
    const chosen: ImportPlan = { ...plan, ...overrides, encoding: 'utf-8' };
    switch (question.about) {
      case 'decimal':
        return numberReadings(utf8, fileName, chosen);
      case 'date-order':
      case 'time-column':
        return plan.layout === 'transposed'
          ? headerReadings(utf8, fileName, chosen)
          : timeReadings(utf8, fileName, chosen, question.line ?? null, false);
      case 'zone':
        return timeReadings(utf8, fileName, chosen, question.line ?? null, true);
      case 'encoding':
      case 'layout':
        return [];
    }
  };
  const choices = question.choices.map((choice) => ({
    ...choice,
    readings: choice.readings ?? read(choice.overrides),
  }));
  return { ...question, choices };
}

/** Calls `onRow` for the rows of data until it returns true. What the reader refuses ends the look, not the preview. */
function eachRow(utf8: Uint8Array, fileName: string, plan: ImportPlan, onRow: (row: Row) => boolean): void {
  const look = { isDone: false };
  const stream = new RecordStream(plan, fileName, (row) => {
    if (look.isDone || row.line < plan.firstDataLine || row.line === plan.unitsLine || isBlankRow(row))
      return;
    look.isDone = onRow(row);
  });
  try {
    for (let at = 0; at < utf8.length && !look.isDone; at += 1 << 14)
      stream.push(utf8.subarray(at, at + (1 << 14)));
    if (!look.isDone) stream.end();
  } catch (caught) {
    if (!(caught instanceof AppFailure)) throw caught;
  }
}

const textOf = ({ bytes, cells }: Row, column: number): string =>
  column < 0 || column >= cells.count
    ? ''
    : decodeText(bytes, cells.starts[column], Math.min(cells.ends[column], cells.starts[column] + 80)).trim();

/** The first numbers that the two decimal signs read differently, with the sign of the plan. */
function numberReadings(utf8: Uint8Array, fileName: string, plan: ImportPlan): readonly ChoiceReading[] {
  const readings: ChoiceReading[] = [];
  const values = plan.columns.filter(({ role }) => role === 'value');
  eachRow(utf8, fileName, plan, (row) => {
    for (const { index } of values) {
      if (index >= row.cells.count || readings.length >= SHOWN) continue;
      const [start, end] = [row.cells.starts[index], row.cells.ends[index]];
      const point = parseNumber(row.bytes, start, end, POINT);
      const comma = parseNumber(row.bytes, start, end, COMMA);
      if (Object.is(point, comma)) continue;
      const value = plan.decimal === ',' ? comma : point;
      readings.push({
        line: row.line,
        text: cutText(textOf(row, index)),
        becomes: Number.isNaN(value) ? 'no number: a gap' : String(value),
      });
    }
    return readings.length >= SHOWN;
  });
  return readings;
}

/** The first times of the header. */
function headerReadings(utf8: Uint8Array, fileName: string, plan: ImportPlan): readonly ChoiceReading[] {
  const readings: ChoiceReading[] = [];
  const header = new HeaderTimes(plan, new TimeReader(plan), newPassState());
  const stream = new RecordStream(plan, fileName, (row) => {
    if (!isHeaderRow(plan, row)) return;
    for (const { column, fault, localMs } of header.read(row)?.slice(0, SHOWN) ?? [])
      readings.push({
        line: row.line,
        text: cutText(textOf(row, column.index)),
        becomes: fault === TIME_OK ? shownTime(localMs) : 'no time: the column is left out',
      });
  });
  stream.push(utf8);
  return readings;
}

/** The times of the first rows, or of the line asked about; `isZone`: as UTC. */
function timeReadings(
  utf8: Uint8Array,
  fileName: string,
  plan: ImportPlan,
  line: number | null,
  isZone: boolean,
): readonly ChoiceReading[] {
  const readings: ChoiceReading[] = [];
  const time = plan.columns.find(({ role }) => role === 'time');
  const clock = plan.columns.find(({ role }) => role === 'time-of-day')?.index ?? -1;
  const context = new ReadContext(plan, fileName, () => undefined, new RejectLog(undefined), undefined);
  const rowTime = time === undefined ? null : new RowTime(context, time);
  const pass = newPassState();
  let rows = 0;
  const becomes = (row: Row): string => {
    if (plan.sampling !== null && rowTime === null)
      return shownTime(plan.sampling.startMs + (rows - 1) * plan.sampling.stepMs);
    if (rowTime === null || !readsTime(rowTime, row, pass)) return 'no time: the row is rejected';
    return isZone ? `${shownTime(context.time.utcMs)} UTC` : shownTime(context.time.localMs);
  };
  eachRow(utf8, fileName, plan, (row) => {
    rows += 1;
    const reading = becomes(row);
    if (line === null || row.line === line)
      readings.push({
        line: row.line,
        text: cutText(`${textOf(row, time?.index ?? 0)} ${textOf(row, clock)}`.trim()),
        becomes: reading,
      });
    return line === null ? readings.length >= SHOWN : row.line >= line;
  });
  return readings;
}

const shownTime = (timeMs: number): string => `${longDayText(timeMs)} ${clockText(timeMs)}`;
