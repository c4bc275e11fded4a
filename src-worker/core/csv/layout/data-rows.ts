import { type Sample, type SampleRecord, isBlankRecord } from './grid.ts';
import { findHeader, usedColumns } from './header.ts';
import type { ImportOverrides } from '../import-plan.ts';
import { headerOnly, noTimeColumn } from '../messages.ts';
import { hasOnlyClocks } from '../times/find-times.ts';
import type { TimeColumns } from '../times/time-columns.ts';
import { TIME_NAME } from '../times/time-runs.ts';

/** Where the rows of readings begin. Throws `bad-file` when there are none. */
export function firstDataRecord(
  sample: Sample,
  fileName: string,
  times: TimeColumns | null,
  overrides: ImportOverrides,
  isWhole: boolean,
): number {
  const { records } = sample;
  const filled = records.filter((record) => !isBlankRecord(record));
  const wanted =
    overrides.firstDataLine ??
    (typeof overrides.headerLine === 'number' ? overrides.headerLine + 1 : undefined);
  const detected =
    times === null
      ? firstNumericRecord(records)
      : withUnreadable(records, times.firstRecord, times.columns[0]);
  if (wanted !== undefined) {
    const at = records.findIndex(({ line }) => line >= wanted);
    if (at >= 0) return overrides.firstDataLine === undefined ? Math.max(at, detected) : at;
  }
  if (detected >= 0) return detected;
  const first = filled.at(0);
  const names = first?.cells.map(({ text }) => text).filter((text) => text !== '') ?? [];
  const header = filled.find(({ cells }) =>
    cells.some(({ text, kind }) => kind === 'text' && TIME_NAME.test(text)),
  );
  const hasRows = filled.some(
    (record) => record !== header && record.cells.some(({ kind }) => kind === 'number' || kind === 'clock'),
  );
  if (
    first !== undefined &&
    isWhole &&
    names.length > 0 &&
    !hasRows &&
    (filled.length === 1 || header !== undefined)
  ) {
    const { line, cells } = header ?? first;
    throw headerOnly(
      fileName,
      line,
      cells
        .map(({ text }) => text)
        .filter((text) => text !== '')
        .join(', '),
    );
  }
  throw noTimeColumn(fileName, names, first?.line ?? null, hasOnlyClocks(sample));
}

/**
 * The first record of the data with the rows right above it whose time cannot be read, which are to be rejected and told,
 * and the readings above those.
 */
function withUnreadable(records: readonly SampleRecord[], firstRecord: number, column: number): number {
  const isReading = ({ cells }: SampleRecord): boolean => {
    const time = cells.at(column);
    return (
      time !== undefined &&
      (time.kind === 'calendar' ||
        time.kind === 'status' ||
        (time.kind === 'text' && /\d/.test(time.text))) &&
      cells.some(({ kind }, index) => index !== column && kind === 'number')
    );
  };
  let first = firstRecord;
  while (first > 0 && isReading(records[first - 1])) first--;
  return first;
}

/** Where the rows of numbers begin in a file without times; -1 = nowhere. */
function firstNumericRecord(records: readonly SampleRecord[]): number {
  let start = -1;
  for (let index = records.length - 1; index >= 0; index--) {
    const cells = records[index].cells.filter(({ kind }) => kind !== 'blank');
    if (cells.length === 0) continue;
    if (cells.filter(({ kind }) => kind === 'number').length < 0.5 * cells.length) break;
    start = index;
  }
  return start;
}

/** The rows that name the columns and give their units: found, or as the caller says. */
export function chosenHeader(
  sample: Sample,
  firstRecord: number,
  times: TimeColumns | null,
  { headerLine, unitsLine }: ImportOverrides,
): ReturnType<typeof findHeader> {
  const found = findHeader(sample, firstRecord, usedColumns(sample, firstRecord), times);
  const recordOf = (line: number | null | undefined, otherwise: number | null): number | null => {
    if (line === undefined) return otherwise;
    const at = line === null ? -1 : sample.records.findIndex((record) => record.line === line);
    return at < 0 ? null : at;
  };
  return {
    ...found,
    nameRecord: recordOf(headerLine, found.nameRecord),
    unitsRecord: recordOf(unitsLine, found.unitsRecord),
    groupRecord: headerLine === undefined ? found.groupRecord : null,
  };
}

/** Columns of the data and of its header; junk above may be wider. */
export function dataWidth(
  { records, width }: Sample,
  firstRecord: number,
  nameRecord: number | null,
): number {
  const data = records.slice(firstRecord);
  const filled = data.map(({ cells }) => cells.findLastIndex(({ kind }) => kind !== 'blank') + 1);
  const header = nameRecord === null ? 0 : records[nameRecord].cells.length;
  const isWider = filled.filter((count) => count > header).length > 0.5 * data.length;
  if (header > 0 && !isWider) return header;
  const widths = new Map<number, number>();
  for (const { cells } of data) widths.set(cells.length, (widths.get(cells.length) ?? 0) + 1);
  const frequent = [...widths].filter(([, count]) => count > 0.1 * data.length).map(([cells]) => cells);
  return Math.min(width, Math.max(header, ...frequent, 1));
}
