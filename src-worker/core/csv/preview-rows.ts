import { AppFailure } from '@shared/errors.ts';
import { BAD } from '../quality.ts';
import { TIME_OK } from './times/dates.ts';
import { HeaderTimes, isHeaderRow } from './times/header-times.ts';
import type { ColumnPlan, ImportPlan, PreviewRow, Question } from './import-plan.ts';
import { parseUnusualNumber } from './numbers/numbers-with-unit.ts';
import { parseNumber } from './numbers/numbers.ts';
import { askAboutRepeated } from './outcome-notices.ts';
import { RecordStream } from './text/parser.ts';
import { qualitiesByValue } from './layout/quality-columns.ts';
import { ReadContext, type Row } from './read-context.ts';
import { RejectLog } from './rejects.ts';
import { createRowReader } from './rows/row-readers.ts';
import { RowTime, isBlankRow } from './times/row-time.ts';
import { readsTime } from './times/reads-time.ts';
import { readQuality, statusText } from './layout/statuses.ts';
import { decodeText } from './text/text.ts';
import { newPassState } from './times/pass-state.ts';

const SHOWN_ROWS = 50;
const LONGEST_SHOWN = 200;
/** Its readings are not kept, so that columns of their usual length would only cost. */
const PORTION_ROWS_OF_PREVIEW = 256;

interface Preview {
  readonly rows: readonly PreviewRow[];
  readonly questions: readonly Question[];
}

/**
 * Reads the sample as the import will read the file: its first rows, and the questions that reading raises. Throws
 * `bad-file` where the import would.
 */
export function readPreview(utf8: Uint8Array, fileName: string, plan: ImportPlan, isWhole: boolean): Preview {
  const plain: ImportPlan = { ...plan, encoding: 'utf-8' };
  const rows = shownRows(utf8, fileName, plain, isWhole);
  const context = new ReadContext(plain, fileName, () => undefined, new RejectLog(undefined), undefined);
  context.portionRows = PORTION_ROWS_OF_PREVIEW;
  try {
    const reader = createRowReader(context);
    const stream = new RecordStream(plain, fileName, (row) => {
      if (isHeaderRow(plan, row)) reader.readHeader?.(row);
      if (row.line >= plan.firstDataLine) reader.readRow(row);
      context.ready.length = 0;
    });
    stream.push(utf8);
    if (isWhole) stream.end();
  } catch (caught) {
    if (!(caught instanceof AppFailure)) throw caught;
    const question = askInstead(caught, plan);
    if (question === null) throw caught;
    return { rows, questions: question };
  }
  const repeated = isWhole ? askAboutRepeated(context) : null;
  return { rows, questions: repeated === null ? context.questions : [...context.questions, repeated] };
}

/** Faults that a choice in the plan resolves are asked, so that the preview can be shown; null for the others. */
function askInstead(failure: AppFailure, plan: ImportPlan): readonly Question[] | null {
  const time = plan.columns.find(({ role }) => role === 'time');
  const check = plan.columns.find(({ role }) => role === 'time-check');
  if (time === undefined && plan.sampling === null) return [];
  if (!plan.columns.some(({ role }) => role === 'value')) return [];
  if (failure.error.kind !== 'bad-file' || time === undefined || check === undefined) return null;
  if (failure.error.column !== check.name) return null;
  const trust = (kept: ColumnPlan, left: ColumnPlan): readonly ColumnPlan[] =>
    plan.columns.map((column) =>
      column === kept ? { ...column, role: 'time' } : column === left ? { ...column, role: 'skip' } : column,
    );
  const otherForm = plan.dateForm === 'calendar' ? 'excel-micro' : 'calendar';
  return [
    {
      about: 'time-column',
      message: failure.error.message,
      choices: [
        { label: `Trust ${time.name}`, overrides: { columns: trust(time, check) } },
        { label: `Trust ${check.name}`, overrides: { columns: trust(check, time), dateForm: otherForm } },
      ],
    },
  ];
}

function shownRows(
  utf8: Uint8Array,
  fileName: string,
  plan: ImportPlan,
  isWhole: boolean,
): readonly PreviewRow[] {
  const context = new ReadContext(plan, fileName, () => undefined, new RejectLog(undefined), undefined);
  const time = plan.columns.find(({ role }) => role === 'time');
  const rowTime = time === undefined ? null : new RowTime(context, time);
  const pass = newPassState();
  const ownTimes = new Map(
    plan.layout === 'pairs'
      ? plan.columns
          .filter(({ role }) => role === 'time')
          .map((column) => [column, { time: new RowTime(context, column), pass: newPassState() }] as const)
      : [],
  );
  const badness = badnessOf(plan);
  const header = new HeaderTimes(plan, context.time, newPassState());
  const headerTimes = new Map<ColumnPlan, number>();
  const readHeader = (row: Row): void => {
    for (const { column, fault, utcMs } of header.read(row) ?? [])
      if (fault === TIME_OK) headerTimes.set(column, utcMs);
  };
  const cellOf = (row: Row, column: ColumnPlan): PreviewRow['cells'][number] => {
    const cell = shownCell(row, column, plan, badness);
    const ofHeader = headerTimes.get(column);
    if (ofHeader !== undefined) return { ...cell, timeMs: ofHeader };
    const own = ownTimes.get(column);
    if (own === undefined) return cell;
    return { ...cell, timeMs: readsTime(own.time, row, own.pass) ? context.time.utcMs : null };
  };
  const rows: PreviewRow[] = [];
  const stream = new RecordStream(plan, fileName, (row) => {
    if (plan.layout === 'transposed' && isHeaderRow(plan, row)) readHeader(row);
    if (
      row.line < plan.firstDataLine ||
      row.line === plan.unitsLine ||
      rows.length >= SHOWN_ROWS ||
      isBlankRow(row)
    )
      return;
    let timeMs: number | null = null;
    if (rowTime === null && plan.sampling !== null)
      timeMs = plan.sampling.startMs + rows.length * plan.sampling.stepMs;
    else if (rowTime !== null && readsTime(rowTime, row, pass)) timeMs = context.time.utcMs;
    rows.push({ line: row.line, timeMs, cells: plan.columns.map((column) => cellOf(row, column)) });
  });
  stream.push(utf8);
  if (isWhole) stream.end();
  return rows;
}

/** What the quality columns say of a value that is bad; null where none calls it bad. */
function badnessOf(plan: ImportPlan): (row: Row, index: number) => string | null {
  const qualitiesOf = qualitiesByValue(plan.columns);
  return ({ bytes, cells }, index) => {
    for (const { index: at, qualityScale, name } of qualitiesOf(index)) {
      if (qualityScale === null || at >= cells.count) continue;
      const told = statusText(bytes, cells.starts[at], cells.ends[at]);
      if (readQuality(told, qualityScale) === BAD) return qualityScale === 'words' ? told : `${name} ${told}`;
    }
    return null;
  };
}

function shownCell(
  row: Row,
  column: ColumnPlan,
  plan: ImportPlan,
  badness: (row: Row, index: number) => string | null,
): PreviewRow['cells'][number] {
  const { bytes, cells } = row;
  const { index, role } = column;
  if (index >= cells.count) return { text: '', value: null, status: null };
  const [start, end] = [cells.starts[index], cells.ends[index]];
  const text = decodeText(bytes, start, Math.min(end, start + LONGEST_SHOWN)).trim();
  if (role !== 'value') return { text, value: null, status: null };
  const sign = plan.decimal.charCodeAt(0);
  const plainValue = parseNumber(bytes, start, end, sign);
  const value = Number.isNaN(plainValue)
    ? parseUnusualNumber(bytes, start, end, sign, column.unit)
    : plainValue;
  if (Number.isNaN(value)) return { text, value: null, status: statusText(bytes, start, end) || null };
  const bad = badness(row, index);
  return bad === null ? { text, value, status: null } : { text, value: null, status: bad };
}
