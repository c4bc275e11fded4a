import type {
  ColumnPlan,
  DateForm,
  DateOrder,
  DecimalSign,
  Delimiter,
  DuplicatePolicy,
  Encoding,
  Evidence,
  FileShape,
  ImportOverrides,
  ImportPlan,
  ImportPreview,
  QualityScale,
  QuoteMark,
} from '@core/csv/import-plan.ts';
import type { ImportSummary } from '@shared/contract/readings.ts';
import { formatCount, formatCounted } from '../../ui/format-number.ts';

export const encodings = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16, little end first',
  'utf-16be': 'UTF-16, big end first',
  'windows-1252': 'Windows-1252 (Western Europe)',
  'windows-1250': 'Windows-1250 (Central Europe)',
  'windows-1251': 'Windows-1251 (Cyrillic)',
  cp437: 'Code page 437 (DOS, United States)',
  cp850: 'Code page 850 (DOS, Western Europe)',
  cp866: 'Code page 866 (DOS, Cyrillic)',
} satisfies Record<Encoding, string>;

export const delimiters = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'bar',
  ' ': 'space',
} satisfies Record<Delimiter, string>;

export const decimals = { '.': 'point, 1.5', ',': 'comma, 1,5' } satisfies Record<DecimalSign, string>;

export const dateOrders = {
  ymd: 'year, month, day',
  dmy: 'day, month, year',
  mdy: 'month, day, year',
  ydm: 'year, day, month',
} satisfies Record<DateOrder, string>;

export const dateForms = {
  calendar: 'date and time',
  'epoch-s': 'seconds since 1970',
  'epoch-ms': 'milliseconds since 1970',
  'epoch-us': 'microseconds since 1970',
  'epoch-ns': 'nanoseconds since 1970',
  'excel-1900': 'Excel serial, 1900 system',
  'excel-1904': 'Excel serial, 1904 system',
  'excel-micro': 'Excel serial, millionths',
  'by-magnitude': 'a number, unit by its size',
} satisfies Record<DateForm, string>;

export const skippedTimes = {
  ask: 'ask',
  shift: 'moved forward',
  reject: 'rejected',
} satisfies Record<ImportPlan['skippedTimes'], string>;

export const repeatedTimes = {
  'by-order': 'told by the order of rows',
  first: 'always the first pass',
  second: 'always the second pass',
} satisfies Record<ImportPlan['repeatedTimes'], string>;

export const mergedCells = {
  reject: 'rejected',
  fill: 'as in the row above',
} satisfies Record<NonNullable<ImportPlan['mergedCells']>, string>;

export const duplicatePolicies = {
  'keep-last': 'keep the last',
  'keep-first': 'keep the first',
  'keep-good': 'keep the one of good quality',
  reject: 'reject them',
} satisfies Record<DuplicatePolicy, string>;

export const qualityScales = {
  words: 'words: Good, Bad',
  opc: 'OPC, 192 = good',
  validity: 'validity, 1 = good',
  confidence: 'confidence, from 50',
  percent: 'percent good',
  aveva: 'AVEVA, 0 = good',
  'opc-ua': 'OPC UA status code',
} satisfies Record<QualityScale, string>;

export const layouts = {
  wide: 'one time, many tags in a row',
  long: 'tag, time, value',
  pairs: 'a time beside each value',
  'tag-rows': 'time, tag, value, tag, value',
  transposed: 'one tag in a row, times in the header',
} satisfies Record<ImportPlan['layout'], string>;

/** The mark that holds a cell together which has the delimiter in it. */
export const quotes = {
  '"': 'quotation marks, "a, b"',
  "'": "apostrophes, 'a, b'",
  none: 'no marks',
} satisfies Record<QuoteMark | 'none', string>;

/** What a plan or its overrides say of the mark; null when they do not. */
export const quoteOf = ({ quoting, quote }: ImportOverrides): QuoteMark | 'none' | null =>
  quoting === false ? 'none' : (quote ?? (quoting === true ? '"' : null));

export const withQuote = (mark: QuoteMark | 'none'): ImportOverrides =>
  mark === 'none' ? { quoting: false } : { quoting: true, quote: mark };

export const roles = {
  time: 'time, or its date or year',
  'time-of-day': 'time of day or hour',
  month: 'month of the time',
  day: 'day of the time',
  minute: 'minute of the time',
  second: 'second of the time',
  milliseconds: 'milliseconds',
  'am-pm': 'AM or PM',
  'utc-offset': 'offset from UTC',
  'time-check': 'time, to compare with',
  value: 'readings',
  tag: 'tag name',
  'tag-group': 'front of the tag name',
  quality: 'quality',
  unit: 'unit',
  skip: 'leave out',
} satisfies Record<ColumnPlan['role'], string>;

/** Another delimiter, quotation mark, header or encoding makes other columns, so corrections of columns are given up with it. */
export function correct(overrides: ImportOverrides, change: ImportOverrides): ImportOverrides {
  const changesColumns = ['encoding', 'delimiter', 'quoting', 'headerLine', 'unitsLine', 'layout'].some(
    (key) => key in change,
  );
  if (!changesColumns) return { ...overrides, ...change };
  const kept = { ...overrides };
  delete kept.columns;
  return { ...kept, ...change };
}

/** One column of the plan changed, as an override of all columns. A row has one time and one tag: the column that was it before is left out. */
export function correctColumn(plan: ImportPlan, index: number, change: ColumnChange): ImportOverrides {
  const { columns = [] } = correctColumns(plan, (column) => column.index === index, change);
  const { role } = change;
  const isOnly =
    role === 'tag'
      ? plan.layout !== 'pairs' && plan.layout !== 'tag-rows'
      : role === 'time' && (plan.layout === 'wide' || plan.layout === 'long');
  if (!isOnly) return { columns };
  return {
    columns: columns.map((column) =>
      column.index !== index && column.role === role ? { ...column, role: 'skip' } : column,
    ),
  };
}

export type ColumnChange = Partial<Pick<ColumnPlan, 'role' | 'tagName' | 'unit' | 'qualityScale'>>;

/** Several columns changed alike. A column that becomes a quality gets a scale to be read by. */
export const correctColumns = (
  plan: ImportPlan,
  isMeant: (column: ColumnPlan) => boolean,
  change: ColumnChange,
): ImportOverrides => ({
  columns: plan.columns.map((column) => {
    if (!isMeant(column)) return column;
    const changed = { ...column, ...change };
    return changed.role === 'quality' && changed.qualityScale === null
      ? { ...changed, qualityScale: 'words' }
      : changed;
  }),
});

/** Overrides without those that an answer brought. */
export function withoutKeys(overrides: ImportOverrides, gone: ImportOverrides): ImportOverrides {
  const entries = Object.entries(overrides).filter(([key]) => !(key in gone));
  return Object.fromEntries(entries);
}

/** How sure the detection is, in words with its figure. */
export function describeConfidence(confidence: number): string {
  if (confidence >= 0.95) return 'certain';
  const percent = Math.round(confidence * 100);
  return confidence >= 0.7 ? `likely, ${percent} %` : `unsure, ${percent} %`;
}

/** Why a part of the plan is as it is: the evidence with its confidence, or who chose it. */
export function reasonFor(preview: ImportPreview, about: Evidence['about'], chosenBy: string): string {
  const evidence = preview.evidence.find((one) => one.about === about);
  return evidence === undefined
    ? `${chosenBy}.`
    : `${evidence.because} (${describeConfidence(evidence.confidence)})`;
}

/** What an import brought, in one sentence. */
export const describeImport = (summary: ImportSummary): string =>
  [
    formatCounted(summary.rowCount, 'row', 'rows'),
    formatCounted(summary.readingCount, 'reading', 'readings'),
    `${formatCount(summary.missingCount)} missing`,
    `${formatCount(summary.rejectedCount)} rejected`,
    `${formatCount(summary.duplicateCount)} duplicates`,
  ].join(', ') + '.';

/** What is kept of a file's choices as a profile. */
export const profileOf = ({ choices }: ImportPreview, shape: FileShape | null) => {
  const { columns, ...others } = choices;
  return {
    choices: { ...others, ...(columns === undefined ? {} : { columns: columns.map((one) => ({ ...one })) }) },
    shape: shape === null ? null : { ...shape, names: [...shape.names] },
  };
};

/** Bytes a second and time left at the pace so far; null while it is too early to tell. */
export function paceOf(
  done: number,
  bytes: number,
  startedMs: number,
  nowMs: number,
): { readonly bytesPerSecond: number; readonly leftMs: number } | null {
  const elapsedMs = nowMs - startedMs;
  if (done < 0.02 || elapsedMs < 1000) return null;
  return {
    bytesPerSecond: (1000 * done * bytes) / elapsedMs,
    leftMs: (elapsedMs / done) * (1 - done),
  };
}
