import { detectDecimal } from './numbers/decimal-sign.ts';
import { detectDelimiter } from './text/dialect.ts';
import { detectEncoding } from './text/encoding.ts';
import { refuseBinary, refuseZeros } from './text/file-kind.ts';
import { type Sample, type SampleRecord, cellAt, readSample } from './layout/grid.ts';
import type {
  ColumnPlan,
  DateOrder,
  Evidence,
  ImportOverrides,
  ImportPlan,
  ImportSettings,
  Question,
} from './import-plan.ts';
import { emptyFile } from './messages.ts';
import { askAboutMergedCells } from './layout/merged-cells.ts';
import { askAboutMissingClock } from './times/missing-clock.ts';
import { askAboutOrder, describeForm, hasMeridiem, planDateOrder } from './times/plan-times.ts';
import { planZone } from './zones/plan-zone.ts';
import { askAboutDecimal, askForTimeColumn } from './questions.ts';
import { detectQuote } from './text/quote-mark.ts';
import { findZoneColumn } from './zones/zone-columns.ts';
import { findTable } from './layout/table.ts';
import { hasOnlyClocks } from './times/find-times.ts';
import { refuseSplitDecimals } from './numbers/split-decimals.ts';
import { createTranscoder } from './text/transcode.ts';

export const DEFAULT_SETTINGS: ImportSettings = { dateOrder: 'dmy', zone: 'UTC' };

export interface Detection {
  readonly plan: ImportPlan;
  readonly evidence: readonly Evidence[];
  readonly questions: readonly Question[];
  readonly notices: readonly string[];
  /** The numbers of the sample contradict each other in their decimal sign. */
  readonly isDecimalMixed: boolean;
  /** The sample as UTF-8. */
  readonly utf8: Uint8Array;
  /** The question between orders of dates, with the order that the dates are read in until it is answered. */
  readonly askAboutOrder: (order: DateOrder, open: readonly DateOrder[]) => Question;
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
  const lineEnd = overrides.lineEnd ?? detectLineEnd(utf8);
  const quoting = overrides.quoting ?? true;
  const quote = overrides.quote ?? detectQuote(utf8);
  const split =
    overrides.delimiter === undefined
      ? detectDelimiter(utf8, fileName, { quoting, quote, lineEnd }, isWhole)
      : null;
  const delimiter = overrides.delimiter ?? split?.delimiter ?? ',';
  const whole = readSample(utf8, fileName, { delimiter, quoting, quote, lineEnd }, isWhole);
  const sample = withoutSeparatorLine(whole);

  const table = findTable(sample, fileName, overrides, isWhole);
  const { firstRecord, header, data, layout, times, timed } = table;
  const above = sample.records.slice(0, firstRecord).filter((record) => !timed.includes(record));
  const isNumeric = ({ role }: ColumnPlan): boolean => role === 'value' || role === 'time';
  const numeric = table.columns.filter(isNumeric).map(({ index }) => index);
  const decimal = detectDecimal(data, numeric, delimiter);
  if (overrides.columns === undefined && delimiter === ',')
    refuseSplitDecimals(
      fileName,
      data,
      table.columns,
      table.facts.map(({ name }) => name),
      layout.layout,
    );
  const preferred = overrides.dateOrder ?? settings.dateOrder;
  const isAll = isWhole && whole.isComplete;
  const order =
    times === null ? null : planDateOrder(fileName, above, timed, times, preferred, table.columns, isAll);
  const timeNames = table.columns
    .filter(({ role }) => role === 'time' || role === 'time-of-day')
    .map(({ name }) => name);
  const zoneColumn = findZoneColumn(table.facts, data);
  const zone = planZone(above, timed, times, zoneColumn, timeNames, settings.zone);
  const columns =
    overrides.columns !== undefined || zone.offsetColumn < 0
      ? table.columns
      : table.columns.map((column) =>
          column.index === zone.offsetColumn
            ? { ...column, role: 'utc-offset' as const, unit: null }
            : column,
        );
  const timeCells = times === null ? [] : [...times.columns, times.clockColumn, times.checkColumn];
  const lineOf = (record: number | null): number | null =>
    record === null ? null : sample.records[record].line;
  const isMatrix =
    times === null && header.nameRecord === null && table.facts.every(({ stats }) => stats.texts === 0);
  const plan: ImportPlan = {
    encoding: encoding.encoding,
    delimiter,
    decimal: decimal.decimal,
    layout: layout.layout,
    headerLine: lineOf(header.nameRecord),
    unitsLine: lineOf(header.unitsRecord),
    ...(table.dateRecord === null ? {} : { dateLine: lineOf(table.dateRecord) ?? 1 }),
    firstDataLine: lineOf(firstRecord) ?? 1,
    dateForm: times?.form === 'excel-1900' && states1904(above) ? 'excel-1904' : (times?.form ?? 'calendar'),
    dateOrder: order?.order ?? preferred,
    zone: zone.zone,
    twelveHour: hasMeridiem(timed, timeCells),
    skippedTimes: 'ask',
    repeatedTimes: 'by-order',
    sampling: isMatrix ? NO_TIME_SAMPLING : null,
    quoting,
    ...(quote === '"' ? {} : { quote }),
    lineEnd,
    columns,
    ...(table.tagUnits.size === 0 ? {} : { tagUnits: table.tagUnits }),
    ...overrides,
  };

  const questions: Question[] = [];
  if (encoding.question !== null && overrides.encoding === undefined) questions.push(encoding.question);
  if (times === null && plan.sampling === null)
    questions.push(askForTimeColumn(columns, hasOnlyClocks(sample)));
  const dated = times === null ? [] : times.checkColumn >= 0 ? [times.checkColumn] : times.columns;
  const askForOrder: Detection['askAboutOrder'] = (tried, open) => askAboutOrder(timed, dated, tried, open);
  if (order !== null && order.open.length > 0 && overrides.dateOrder === undefined)
    questions.push(askForOrder(plan.dateOrder, order.open));
  if (zone.question !== null && overrides.zone === undefined) questions.push(zone.question);
  if (decimal.open !== null && overrides.decimal === undefined)
    questions.push(askAboutDecimal(columns, decimal.open));
  questions.push(...table.questions);
  const merged = askAboutMergedCells(data, columns, layout.layout);
  if (merged !== null && overrides.mergedCells === undefined) questions.push(merged);
  const isClockOpen =
    times !== null &&
    overrides.duplicates === undefined &&
    overrides.columns === undefined &&
    table.questions.length === 0;
  const missing = isClockOpen ? askAboutMissingClock(data, columns, times, layout.layout) : null;
  if (missing !== null) questions.push(missing);
  const isOfInterval = (record: SampleRecord): boolean =>
    timeCells.some((column) => cellAt(record, column).isInterval === true);
  const notices = [
    ...(data.some(isOfInterval)
      ? ['The times are intervals. Each reading is stored at the begin of its interval.']
      : []),
    ...(encoding.notice === null || overrides.encoding !== undefined ? [] : [encoding.notice]),
    ...table.notices,
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
    ...(split === null ? [] : [split.evidence]),
    decimal.evidence,
    layout.evidence,
    describeHeader(plan, header.confidence),
    ...(times === null ? [] : [describeForm(plan.dateForm, timed, times.columns[0])]),
    ...(order === null || times?.form !== 'calendar' ? [] : [order.evidence]),
    zone.evidence,
  ].filter(({ about }) => !isGiven(about, overrides));
  return {
    ...{ plan, evidence, questions, notices, utf8 },
    isDecimalMixed: decimal.isMixed,
    askAboutOrder: askForOrder,
  };
}

/** Whether the rows above the data say that days are counted from 1904, as Excel for the Macintosh did. */
const states1904 = (above: readonly SampleRecord[]): boolean =>
  above.some(({ cells }) => /\b1904\b/.test(cells.map(({ text }) => text).join(' ')));

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

/** A carriage return alone ends the lines where there are more of them than line feeds. */
function detectLineEnd(utf8: Uint8Array): ImportPlan['lineEnd'] {
  let alone = 0;
  let feeds = 0;
  for (let at = 0; at < utf8.length; at++) {
    if (utf8[at] === 10) feeds++;
    else if (utf8[at] === 13 && utf8[at + 1] !== 10) alone++;
  }
  return alone > feeds ? 'cr' : 'lf';
}

function withoutSeparatorLine(sample: Sample): Sample {
  const first = sample.records.at(0);
  return first !== undefined && /^sep=/i.test(first.cells.map(({ text }) => text).join(''))
    ? { ...sample, records: sample.records.slice(1) }
    : sample;
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
