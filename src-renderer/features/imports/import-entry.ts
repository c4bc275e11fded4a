import type { ImportOverrides, ImportPreview, FileShape, Question, RawLine } from '@core/csv/import-plan.ts';
import type { ImportSummary } from '@shared/contract/readings.ts';
import type { AppError } from '@shared/errors.ts';
import type { FileSource } from '../../../src-worker/worker-api.ts';

/** A question with the answer that was given. */
export interface Answer {
  readonly about: Question['about'];
  readonly label: string;
  readonly overrides: ImportOverrides;
}

export type Stage =
  /** Being looked at; nothing is stored. */
  | { readonly at: 'open' }
  /** Its turn comes. */
  | { readonly at: 'waiting' }
  | { readonly at: 'importing'; readonly jobId: string }
  | { readonly at: 'done'; readonly summary: ImportSummary }
  | { readonly at: 'failed'; readonly error: AppError }
  | { readonly at: 'cancelled' }
  | { readonly at: 'left-out' };

/** A file on its way into the store. */
export interface ImportEntry {
  readonly id: string;
  readonly plantId: number;
  readonly source: FileSource;
  readonly stage: Stage;
  /** What differs from the detection: of the profile, the answers, and the user. */
  readonly overrides: ImportOverrides;
  readonly answers: readonly Answer[];
  /** Something was chosen that closing would lose. */
  readonly isTouched: boolean;
  /** Name of the profile that was applied. */
  readonly profile: string | null;
  /** Names of other profiles that may fit. */
  readonly similar: readonly string[];
  /** Why a profile that was recognised is not applied. */
  readonly refused: string | null;
  /** Of the file before any choice; null when it cannot be detected. */
  readonly shape: FileShape | null;
  /** The last one that could be made. */
  readonly preview: ImportPreview | null;
  /** The preview of the present choices is on its way. */
  readonly isReading: boolean;
  /** Why there is no preview of the present choices. */
  readonly error: AppError | null;
  readonly lines: readonly RawLine[];
  /** What only reading the whole file showed to be open. */
  readonly lateQuestions: readonly Question[];
  /** It cannot be read as text, but it is a workbook under another name. */
  readonly isHiddenWorkbook: boolean;
}

export const newEntry = (id: string, plantId: number, source: FileSource): ImportEntry => ({
  id,
  plantId,
  source,
  stage: { at: 'open' },
  overrides: {},
  answers: [],
  isTouched: false,
  profile: null,
  similar: [],
  refused: null,
  shape: null,
  preview: null,
  isReading: true,
  error: null,
  lines: [],
  lateQuestions: [],
  isHiddenWorkbook: false,
});

export const entryName = ({ source }: ImportEntry): string =>
  source.kind === 'token' ? source.name : source.file.name;

export const entryBytes = ({ source }: ImportEntry): number =>
  source.kind === 'token' ? source.sizeBytes : source.file.size;

/** What the file leaves open with the present choices. */
export const openQuestions = ({ preview, lateQuestions }: ImportEntry): readonly Question[] => [
  ...(preview?.questions ?? []),
  ...lateQuestions,
];

const topics = {
  encoding: 'the encoding',
  'date-order': 'the order of day and month',
  decimal: 'the decimal sign',
  zone: 'the clock change',
  layout: 'the layout',
  'time-column': 'the time',
} satisfies Record<Question['about'], string>;

export const topicOf = (about: Question['about']): string => topics[about];

/** Why the import of a file cannot start yet; null when it can. */
export function findObstacle(entry: ImportEntry): string | null {
  const { preview, isReading, error } = entry;
  if (error !== null) return 'The file cannot be read with these choices. Nothing was imported.';
  if (isReading || preview === null) return 'Reading the start of the file.';
  const open = openQuestions(entry);
  if (open.length > 0)
    return `Answer first: ${open.map(({ about }) => topicOf(about)).join(', ')}. Nothing is guessed.`;
  const { columns, layout, sampling } = preview.plan;
  const isTransposed = layout === 'transposed';
  if (!isTransposed && !columns.some((column) => column.role === 'time') && sampling === null)
    return 'No column is the time. Pick one under Columns, or give a start and a step.';
  const values = columns.filter((column) => column.role === 'value');
  if (values.length === 0) return 'No column holds readings. Pick at least one under Columns.';
  if ((layout === 'long' || isTransposed) && !columns.some((column) => column.role === 'tag'))
    return 'No column names the tag. Pick one under Columns.';
  if (layout === 'long' || layout === 'tag-rows' || isTransposed) return null;
  const names = values.map((column) => column.tagName.trim());
  if (names.includes('')) return 'Every column with readings needs a tag name.';
  const twice = findTwice(names);
  return twice === null ? null : `Two columns become the tag "${twice}". Rename one or leave it out.`;
}

function findTwice(names: readonly string[]): string | null {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) return name;
    seen.add(name);
  }
  return null;
}

/** Where a file stands, for the list: word and tone. */
export interface Standing {
  readonly text: string;
  readonly tone: 'quiet' | 'attention' | 'failure' | 'done';
}

export function standingOf(entry: ImportEntry): Standing {
  const { stage } = entry;
  switch (stage.at) {
    case 'open':
      if (entry.error !== null) return { text: 'cannot be read', tone: 'failure' };
      if (entry.isReading) return { text: 'reading', tone: 'quiet' };
      if (openQuestions(entry).length > 0) return { text: 'needs an answer', tone: 'attention' };
      return findObstacle(entry) === null
        ? { text: 'ready', tone: 'quiet' }
        : { text: 'needs a choice', tone: 'attention' };
    case 'waiting':
      return { text: 'waiting', tone: 'quiet' };
    case 'importing':
      return { text: 'importing', tone: 'quiet' };
    case 'done':
      return { text: `imported, #${stage.summary.id}`, tone: 'done' };
    case 'failed':
      return { text: 'failed', tone: 'failure' };
    case 'cancelled':
      return { text: 'cancelled', tone: 'quiet' };
    case 'left-out':
      return { text: 'left out', tone: 'quiet' };
  }
}

export const isReady = (entry: ImportEntry): boolean =>
  entry.stage.at === 'open' && findObstacle(entry) === null;

/** Whether two files have the same shape, so that the choices of one fit the other. */
export function haveSameShape(one: ImportEntry, other: ImportEntry): boolean {
  if (one.shape === null || other.shape === null) return false;
  const key = ({ layout, delimiter, names }: FileShape): string => JSON.stringify([layout, delimiter, names]);
  return key(one.shape) === key(other.shape);
}
