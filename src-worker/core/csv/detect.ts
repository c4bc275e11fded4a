import { planColumns } from './column-plans.ts';
import { detectDecimal, detectDelimiter } from './dialect.ts';
import { detectEncoding } from './encoding.ts';
import { refuseBinary, refuseZeros } from './file-kind.ts';
import { type Sample, type SampleRecord, cellAt, isBlankRecord, readSample } from './grid.ts';
import { findHeader, usedColumns } from './header.ts';
import type {
  ColumnPlan,
  Evidence,
  ImportOverrides,
  ImportPlan,
  ImportSettings,
  Question,
} from './import-plan.ts';
import { describeColumns, detectLayout } from './layout.ts';
import { emptyFile, headerOnly, noTimeColumn } from './messages.ts';
import { askAboutOrder, describeForm, hasMeridiem, planDateOrder, planZone } from './plan-times.ts';
import { askAboutDecimal, askAboutMixedText, askForTimeColumn } from './questions.ts';
import { type TimeColumns, findTimeColumns, hasOnlyClocks } from './time-columns.ts';
import { createTranscoder } from './transcode.ts';

export const DEFAULT_SETTINGS: ImportSettings = { dateOrder: 'dmy', zone: 'UTC' };

export interface Detection {
  readonly plan: ImportPlan;
  readonly evidence: readonly Evidence[];
  readonly questions: readonly Question[];
  readonly notices: readonly string[];
  /** The sample as UTF-8. */
  readonly utf8: Uint8Array;
}

/** First row and step of a table of numbers without any time. */
const NO_TIME_SAMPLING = { startMs: 946_684_800_000, stepMs: 60_000 };

/**
 * Finds out how a file is to be read from its first bytes. `isWhole`: the sample is the whole file. What the overrides give
 * is taken as it is and not asked again. Throws `bad-file` when the file cannot be read in any way.
 */
export function detectPlan(
  sampleBytes: Uint8Array,
  fileName: string,
  isWhole: boolean,
  overrides: ImportOverrides,
  settings: ImportSettings = DEFAULT_SETTINGS,
): Detection {
  const refusal = refuseBinary(fileName, sampleBytes);
  if (refusal !== null) throw refusal;
  const encoding = detectEncoding(sampleBytes);
  const utf8 = toUtf8(sampleBytes, overrides.encoding ?? encoding.encoding);
  if (utf8.every((byte) => byte <= 32)) throw emptyFile(fileName);
  const zeros = refuseZeros(fileName, utf8);
  if (zeros !== null) throw zeros;
  const lineEnd = overrides.lineEnd ?? (!utf8.includes(10) && utf8.includes(13) ? 'cr' : 'lf');
  const quoting = overrides.quoting ?? true;
  const found =
    overrides.delimiter === undefined ? detectDelimiter(utf8, fileName, { quoting, lineEnd }) : null;
  const delimiter = overrides.delimiter ?? found?.delimiter ?? ',';
  const whole = readSample(utf8, fileName, { delimiter, quoting, lineEnd }, isWhole);
  const sample = withoutSeparatorLine(whole);

  const given = overrides.columns?.filter(({ role }) => role === 'time').map(({ index }) => index) ?? null;
  const times = overrides.sampling ? null : findTimeColumns(sample, given?.length === 0 ? null : given);
  const firstRecord = firstDataRecord(sample, fileName, times, overrides, isWhole);
  const data = sample.records.slice(firstRecord).filter((record) => !isBlankRecord(record));
  const header = chosenHeader(sample, firstRecord, times, overrides);
  const names = Array.from({ length: sample.width }, (_, column) =>
    header.nameRecord === null ? '' : cellAt(sample.records[header.nameRecord], column).text,
  );
  const facts = describeColumns(names, data, dataWidth(sample, firstRecord, header.nameRecord));
  const detected = detectLayout(facts, times);
  const layout = overrides.layout === undefined ? detected : { ...detected, layout: overrides.layout };
  const planned = planColumns(facts, sample, header, times, layout);
  const columns = overrides.columns ?? planned.columns;

  const numeric = columns.filter(({ role }) => role === 'value' || role === 'time').map(({ index }) => index);
  const decimal = detectDecimal(data, numeric, delimiter);
  const preferred = overrides.dateOrder ?? settings.dateOrder;
  const order = times === null ? null : planDateOrder(fileName, data, times, preferred, columns);
  const timeName = columns.find(({ role }) => role === 'time')?.name ?? '';
  const zone = planZone(sample.records.slice(0, firstRecord), data, times, timeName, settings.zone);
  const timeCells = times === null ? [] : [...times.columns, times.clockColumn, times.checkColumn];
  const lineOf = (record: number | null): number | null =>
    record === null ? null : sample.records[record].line;
  const isMatrix = times === null && header.nameRecord === null;
  const plan: ImportPlan = {
    encoding: encoding.encoding,
    delimiter,
    decimal: decimal.decimal,
    layout: layout.layout,
    headerLine: lineOf(header.nameRecord),
    unitsLine: lineOf(header.unitsRecord),
    firstDataLine: lineOf(firstRecord) ?? 1,
    dateForm: times?.form ?? 'calendar',
    dateOrder: order?.order ?? preferred,
    zone: zone.zone,
    twelveHour: hasMeridiem(data, timeCells),
    skippedTimes: 'ask',
    repeatedTimes: 'by-order',
    sampling: isMatrix ? NO_TIME_SAMPLING : null,
    quoting,
    lineEnd,
    columns,
    ...overrides,
  };

  const questions: Question[] = [];
  if (times === null && plan.sampling === null)
    questions.push(askForTimeColumn(columns, hasOnlyClocks(sample)));
  if (order?.isOpen === true && overrides.dateOrder === undefined && times !== null)
    questions.push(
      askAboutOrder(data, times.checkColumn >= 0 ? [times.checkColumn] : times.columns, plan.dateOrder),
    );
  if (decimal.open !== null && overrides.decimal === undefined)
    questions.push(askAboutDecimal(columns, decimal.open));
  if (overrides.layout === undefined && planned.mixedText !== null && times !== null)
    questions.push(...askAboutMixedText(planned.mixedText, data, times));
  const notices = [
    ...(encoding.notice === null || overrides.encoding !== undefined ? [] : [encoding.notice]),
    ...(overrides.columns === undefined ? planned.notices : []),
    ...(isMatrix && !overrides.sampling
      ? [
          'The file has neither a header nor a time column: its rows are read as samples one minute apart from 1 January 2000 00:00 UTC. Give the real start time and interval if you know them.',
        ]
      : []),
    ...(times?.form === 'by-magnitude'
      ? [
          'The time column holds numbers of several forms. Each is read after its size: seconds, milliseconds, microseconds or nanoseconds since 1970, or Excel date serial, 1900 system.',
        ]
      : []),
  ];
  const evidence = [
    encoding.evidence,
    ...(found === null ? [] : [found.evidence]),
    decimal.evidence,
    layout.evidence,
    describeHeader(plan, header.confidence),
    ...(times === null ? [] : [describeForm(times.form, data, times.columns[0])]),
    ...(order === null || times?.form !== 'calendar' ? [] : [order.evidence]),
    zone.evidence,
  ].filter(({ about }) => !isGiven(about, overrides));
  return { plan, evidence, questions, notices, utf8 };
}

function isGiven(about: Evidence['about'], overrides: ImportOverrides): boolean {
  const key =
    about === 'date-order'
      ? 'dateOrder'
      : about === 'date-form'
        ? 'dateForm'
        : about === 'header'
          ? 'headerLine'
          : about;
  return key in overrides;
}

function toUtf8(bytes: Uint8Array, encoding: ImportPlan['encoding']): Uint8Array {
  const transcoder = createTranscoder(encoding);
  return transcoder.push(bytes).slice();
}

function withoutSeparatorLine(sample: Sample): Sample {
  const first = sample.records.at(0);
  return first !== undefined && /^sep=/i.test(first.cells.map(({ text }) => text).join(''))
    ? { ...sample, records: sample.records.slice(1) }
    : sample;
}

function firstDataRecord(
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
  const detected = times?.firstRecord ?? firstNumericRecord(records);
  if (wanted !== undefined) {
    const at = records.findIndex(({ line }) => line >= wanted);
    if (at >= 0) return overrides.firstDataLine === undefined ? Math.max(at, detected) : at;
  }
  if (detected >= 0) return detected;
  const first = filled.at(0);
  const names = first?.cells.map(({ text }) => text).filter((text) => text !== '') ?? [];
  if (first !== undefined && filled.length === 1 && isWhole && names.length > 0)
    throw headerOnly(fileName, first.line, names.join(', '));
  throw noTimeColumn(fileName, names, first?.line ?? null, hasOnlyClocks(sample));
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

function chosenHeader(
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
function dataWidth({ records, width }: Sample, firstRecord: number, nameRecord: number | null): number {
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

function describeHeader({ headerLine, unitsLine, columns }: ImportPlan, confidence: number): Evidence {
  const names = columns.slice(0, 4).map(({ name }: ColumnPlan) => name);
  return {
    about: 'header',
    chosen: headerLine === null ? 'none' : `line ${headerLine}`,
    because:
      headerLine === null
        ? 'No row above the data names the columns.'
        : `It names the columns (${names.join(', ')}${columns.length > names.length ? ', …' : ''})${unitsLine === null ? '' : `; the units stand in line ${unitsLine}`}.`,
    confidence: Number(confidence.toFixed(2)),
  };
}
