import type { ColumnPlan, ImportPlan, ImportPreview } from '@core/csv/import-plan.ts';
import type { ImportSummary } from '@shared/contract/readings.ts';
import { describe, expect, it } from 'vitest';
import { findObstacle as obstacleOf, type ImportEntry, newEntry } from './import-entry.ts';
import {
  correct,
  correctColumn,
  describeConfidence,
  describeImport,
  quoteOf,
  withQuote,
  withoutKeys,
} from './imports-model.ts';

const column = (index: number, role: ColumnPlan['role'], tagName = `tag ${index}`): ColumnPlan => ({
  index,
  name: `column ${index}`,
  role,
  tagName,
  unit: null,
  qualityScale: null,
  qualityOf: null,
});
const plan = (columns: readonly ColumnPlan[]): ImportPlan => ({
  encoding: 'utf-8',
  delimiter: ',',
  decimal: '.',
  layout: 'wide',
  headerLine: 1,
  unitsLine: null,
  firstDataLine: 2,
  dateForm: 'calendar',
  dateOrder: 'ymd',
  zone: 'UTC',
  twelveHour: false,
  skippedTimes: 'ask',
  repeatedTimes: 'by-order',
  sampling: null,
  quoting: true,
  lineEnd: 'lf',
  columns,
});
const preview = (columns: readonly ColumnPlan[], change: Partial<ImportPreview> = {}): ImportPreview => ({
  fileName: 'a.csv',
  fileBytes: 10,
  plan: plan(columns),
  evidence: [],
  questions: [],
  notices: [],
  rows: [],
  isWorkbook: false,
  shape: { layout: 'wide', delimiter: ',', names: [] },
  choices: {},
  ...change,
});
const good = [column(0, 'time'), column(1, 'value')];

const source = { kind: 'token', token: '0'.repeat(32), name: 'a.csv', sizeBytes: 10 } as const;
const entry = (change: Partial<ImportEntry>): ImportEntry => ({
  ...newEntry('a', 1, source),
  isReading: false,
  ...change,
});
const findObstacle = (shown: ImportPreview): string | null => obstacleOf(entry({ preview: shown }));
const asked = {
  about: 'date-order',
  message: 'Which?',
  choices: [{ label: 'day first', overrides: { dateOrder: 'dmy' } }],
} as const;

describe('what stands in the way of an import', () => {
  it('is nothing for a time and a column of readings', () => {
    expect(findObstacle(preview(good))).toBeNull();
  });
  it('is a question that is not answered, of the head of the file or of the whole of it', () => {
    expect(findObstacle(preview(good, { questions: [asked] }))).toMatch(/^Answer first: the order of day/);
    const late = entry({ preview: preview(good), lateQuestions: [{ ...asked, about: 'zone' }] });
    expect(obstacleOf(late)).toMatch(/^Answer first: the clock change/);
  });
  it('is a preview that has not come yet, or that the choices do not allow', () => {
    expect(obstacleOf(entry({ preview: preview(good), isReading: true }))).toMatch(/^Reading/);
    const error = { kind: 'cancelled' } as const;
    expect(obstacleOf(entry({ preview: preview(good), error }))).toMatch(/cannot be read with these/);
  });
  it('is a missing time, missing readings, or a tag named twice', () => {
    expect(findObstacle(preview([column(1, 'value')]))).toMatch(/^No column is the time/);
    expect(findObstacle(preview([column(0, 'time')]))).toMatch(/^No column holds readings/);
    expect(findObstacle(preview([...good, column(2, 'value', 'tag 1')]))).toMatch(/the tag "tag 1"/);
    expect(findObstacle(preview([...good, column(2, 'value', ' ')]))).toMatch(/needs a tag name/);
    expect(findObstacle(preview([...good, column(2, 'skip', 'tag 1')]))).toBeNull();
  });
  it('is not a missing time where the rows have a start and a step', () => {
    const sampled = { ...plan([column(1, 'value')]), sampling: { startMs: 0, stepMs: 1000 } };
    expect(findObstacle(preview([], { plan: sampled }))).toBeNull();
  });
});

it('says how sure a detection is', () => {
  expect([1, 0.8, 0.5].map(describeConfidence)).toEqual(['certain', 'likely, 80 %', 'unsure, 50 %']);
});

it('takes an answer out of the overrides', () => {
  expect(withoutKeys({ dateOrder: 'dmy', decimal: ',' }, { dateOrder: 'dmy' })).toEqual({ decimal: ',' });
});

describe('corrections', () => {
  it('of a column are kept while the columns stay the same', () => {
    const overrides = correctColumn(plan(good), 1, { unit: 'bar' });
    expect(correct(overrides, { decimal: ',' }).columns?.[1]?.unit).toBe('bar');
  });
  it('of columns go when the file is cut into other columns', () => {
    const overrides = correctColumn(plan(good), 1, { unit: 'bar' });
    expect(correct(overrides, { delimiter: ';' })).toEqual({ delimiter: ';' });
  });
});

it('tells the counts of an import', () => {
  const summary: ImportSummary = {
    source: 'csv',
    ...{ id: 1, plantId: 1, fileName: 'a.csv', fileBytes: 1, fileSha256: '', finishedMs: 0 },
    ...{ rowCount: 1, readingCount: 5000, missingCount: 3, rejectedCount: 0, duplicateCount: 2 },
    ...{ firstMs: null, lastMs: null, notices: [] },
  };
  expect(describeImport(summary)).toBe('1 row, 5,000 readings, 3 missing, 0 rejected, 2 duplicates.');
});

describe('the mark around cells', () => {
  it.each(['"', "'", 'none'] as const)('is %s as it was chosen', (mark) => {
    expect(quoteOf({ ...plan(good), ...withQuote(mark) })).toBe(mark);
  });

  it('is not known before it is chosen or detected', () => expect(quoteOf({})).toBeNull());
});

describe('a table whose times are its header', () => {
  const transposed = { ...plan([column(0, 'tag'), column(1, 'value')]), layout: 'transposed' } as const;

  it('needs no column of times, but one that names the tags', () => {
    expect(findObstacle({ ...preview([]), plan: transposed })).toBeNull();
    const nameless = { ...transposed, columns: [column(1, 'value')] };
    expect(findObstacle({ ...preview([]), plan: nameless })).toMatch(/No column names the tag/);
  });
});
