import type {
  ColumnPlan,
  DateForm,
  DateOrder,
  DecimalSign,
  Delimiter,
  Encoding,
  Evidence,
  ImportOverrides,
  ImportPlan,
  ImportPreview,
  Question,
} from '@core/csv/import-plan.ts';
import type { ImportSummary } from '@shared/contract/readings.ts';
import type { FileSource } from '../../../src-worker/worker-api.ts';
import { formatCount, formatCounted } from '../../ui/format-number.ts';

export const encodings = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16, little end first',
  'utf-16be': 'UTF-16, big end first',
  'windows-1252': 'Windows-1252 (Western Europe)',
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

export const layouts = {
  wide: 'one time, many tags in a row',
  long: 'tag, time, value',
  pairs: 'a time beside each value',
  'tag-rows': 'time, tag, value, tag, value',
} satisfies Record<ImportPlan['layout'], string>;

export const roles = {
  time: 'time',
  'time-of-day': 'time of day',
  milliseconds: 'milliseconds',
  'time-check': 'time, to compare with',
  value: 'readings',
  tag: 'tag name',
  quality: 'quality',
  unit: 'unit',
  skip: 'leave out',
} satisfies Record<ColumnPlan['role'], string>;

/** Identity of a file among those that wait. */
export const sourceKey = (source: FileSource): string =>
  source.kind === 'token'
    ? source.token
    : `${source.file.name} ${source.file.size} ${source.file.lastModified}`;

export const sourceName = (source: FileSource): string =>
  source.kind === 'token' ? source.name : source.file.name;

/** Another delimiter, header or encoding makes other columns, so corrections of columns are given up with it. */
export function correct(overrides: ImportOverrides, change: ImportOverrides): ImportOverrides {
  const changesColumns = ['encoding', 'delimiter', 'headerLine', 'unitsLine', 'layout'].some(
    (key) => key in change,
  );
  if (!changesColumns) return { ...overrides, ...change };
  const kept = { ...overrides };
  delete kept.columns;
  return { ...kept, ...change };
}

/** One column of the plan changed, as an override of all columns. */
export const correctColumn = (
  plan: ImportPlan,
  index: number,
  change: Partial<Pick<ColumnPlan, 'role' | 'tagName' | 'unit'>>,
): ImportOverrides => ({
  columns: plan.columns.map((column) => (column.index === index ? { ...column, ...change } : column)),
});

export const evidenceAbout = (preview: ImportPreview, about: Evidence['about']): string | null =>
  preview.evidence.find((evidence) => evidence.about === about)?.because ?? null;

/** Answers by what they are about: the position of the choice. */
export type Answers = Readonly<Partial<Record<Question['about'], number>>>;

export const openQuestions = (preview: ImportPreview, answers: Answers): readonly Question[] =>
  preview.questions.filter((question) => answers[question.about] === undefined);

/** Why the import cannot start yet; null when it can. */
export function findObstacle(preview: ImportPreview, answers: Answers): string | null {
  const open = openQuestions(preview, answers).length;
  if (open > 0) return open === 1 ? 'One question is open.' : `${open} questions are open.`;
  const { columns } = preview.plan;
  if (!columns.some((column) => column.role === 'time')) return 'No column is the time. Pick one.';
  const values = columns.filter((column) => column.role === 'value');
  if (values.length === 0) return 'No column holds readings. Pick at least one.';
  if (preview.plan.layout !== 'wide') return null;
  const names = values.map((column) => column.tagName.trim());
  if (names.includes('')) return 'Every column with readings needs a tag name.';
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  return twice === undefined ? null : `Two columns become the tag "${twice}". Rename one or leave it out.`;
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
