import { AppFailure } from '@shared/errors.ts';
import {
  isBlankRecord,
  readSample,
  type Sample,
  type SampleCell,
  type SampleRecord,
} from '../layout/grid.ts';
import type { Delimiter, Evidence, ImportPlan } from '../import-plan.ts';
import { unclosedQuote } from '../messages.ts';
import { decodeText } from './text.ts';

const DELIMITER_NAMES: Readonly<Record<Delimiter, string>> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'vertical bar',
  ' ': 'spaces',
};

/** A file splits into words at its spaces whatever its delimiter, so spaces count half. */
const WEIGHTS: readonly (readonly [Delimiter, number])[] = [
  [',', 1],
  [';', 1],
  ['\t', 1],
  ['|', 1],
  [' ', 0.5],
];
const TRIAL_RECORDS = 200;
const FEWEST_RECORDS = 3;
const MANY_LINES = 200;

export interface DelimiterGuess {
  readonly delimiter: Delimiter;
  readonly evidence: Evidence;
}

type Dialect = Pick<ImportPlan, 'quoting' | 'quote' | 'lineEnd'>;

const evidence = (delimiter: Delimiter, because: string, confidence: number): Evidence => ({
  about: 'delimiter',
  chosen: DELIMITER_NAMES[delimiter],
  because,
  confidence,
});

/** The delimiter that splits the sample into the most regular table of numbers and times. */
export function detectDelimiter(
  bytes: Uint8Array,
  fileName: string,
  dialect: Dialect,
  isWhole: boolean,
): DelimiterGuess {
  const separator = /^"?sep=([,;|\t ])"?\r?(?:\n|$)/i.exec(decodeText(bytes, 0, Math.min(bytes.length, 16)));
  const named = WEIGHTS.find(([delimiter]) => delimiter === separator?.[1]);
  if (named !== undefined)
    return {
      delimiter: named[0],
      evidence: evidence(named[0], 'The first line says so (sep=).', 1),
    };
  const scores = WEIGHTS.map(([delimiter, weight]) => ({
    delimiter,
    ...scoreOf(bytes, fileName, { ...dialect, delimiter }, weight, isWhole),
  })).sort((a, b) => b.score - a.score);
  const [best, second] = [scores[0], scores[1]];
  const confidence =
    best.score === 0 ? 0.3 : Math.max(0.5, Math.min(1, 1 - (0.7 * second.score) / best.score));
  const failure = scores.find((score) => score.failure !== null)?.failure ?? null;
  // A delimiter that gives far too many columns is the delimiter, unless another one makes a table of the rows.
  // Spaces alone make words of every file, so they do not outdo it.
  const isTable = best.width > 1 && best.regularity > 0.5 && best.typed > 0.5 && best.delimiter !== ' ';
  if (!isTable && failure !== null) throw failure;
  const because =
    best.width < 2
      ? 'Nothing splits the lines into columns.'
      : `It gives ${best.width} columns in ${Math.round(100 * best.regularity)} % of the rows.`;
  return {
    delimiter: best.width < 2 ? ',' : best.delimiter,
    evidence: evidence(best.width < 2 ? ',' : best.delimiter, because, Number(confidence.toFixed(2))),
  };
}

interface Score {
  readonly score: number;
  /** Usual number of cells in a row, and the share of rows that have it. */
  readonly width: number;
  readonly regularity: number;
  /** Share of cells that are numbers, times, statuses or blank. */
  readonly typed: number;
  /** Why the file cannot be split in this way at all. */
  readonly failure: AppFailure | null;
}

/** A decimal comma makes two columns of any line; many columns in every row are no accident. */
const widthFactor = (width: number): number => Math.min(1.4, 1 + 0.15 * (Math.log2(width) - 1));

function scoreOf(
  bytes: Uint8Array,
  fileName: string,
  dialect: Dialect & { readonly delimiter: Delimiter },
  weight: number,
  isWhole: boolean,
): Score {
  const records = trialRecords(bytes, fileName, dialect, isWhole);
  if (records instanceof AppFailure) return { score: 0, width: 0, regularity: 0, typed: 0, failure: records };
  const counts = new Map<number, number>();
  for (const { cells } of records) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  const [width, count] = [...counts].sort(
    (a, b) => b[1] * (b[0] > 1 ? 1 : 0.5) - a[1] * (a[0] > 1 ? 1 : 0.5),
  )[0] ?? [0, 0];
  if (records.length === 0) return { score: 0, width: 0, regularity: 0, typed: 0, failure: null };
  const regularity = count / records.length;
  const isTyped = (record: SampleRecord): number =>
    record.cells.filter(({ kind }) => kind !== 'text').length / record.cells.length;
  const typed = records.reduce((sum, record) => sum + isTyped(record), 0) / records.length;
  const hasTime = records.some(({ cells }) => cells.some(({ kind }) => kind === 'calendar'));
  const divided = records.filter(({ cells }) => cells.some((cell) => isDivided(cell, dialect.delimiter)));
  const score =
    (0.2 + 0.8 * typed) *
    (1 - 0.2 * (divided.length / records.length)) *
    (0.4 + 0.6 * regularity) *
    (width > 1 ? widthFactor(width) : 0.15) *
    (hasTime ? 1 : 0.6) *
    weight;
  return { score, width, regularity, typed, failure: null };
}

/** Text with another delimiter in it: `415277778;U1.LOAD;429`, where decimal commas were taken for delimiters. */
const isDivided = ({ kind, text }: SampleCell, delimiter: Delimiter): boolean =>
  kind === 'text' && WEIGHTS.some(([other]) => other !== delimiter && other !== ' ' && text.includes(other));

/** The last two thirds of the first records, where the junk above the data weighs less. */
function trialRecords(
  bytes: Uint8Array,
  fileName: string,
  dialect: Dialect & { readonly delimiter: Delimiter },
  isWhole: boolean,
): readonly SampleRecord[] | AppFailure {
  let sample: Sample;
  try {
    sample = readSample(bytes.subarray(0, 1 << 18), fileName, dialect, false, TRIAL_RECORDS);
    if (sample.records.length < FEWEST_RECORDS)
      sample = readSample(withLineEnd(bytes), fileName, dialect, isWhole, TRIAL_RECORDS);
  } catch (error) {
    if (error instanceof AppFailure) return error;
    throw error;
  }
  const swallowed =
    sample.records.length < FEWEST_RECORDS ? quoteThatSwallows(bytes, sample, fileName) : null;
  if (swallowed !== null && dialect.quoting) return swallowed;
  const filled = sample.records.filter((record) => !isBlankRecord(record));
  return filled.slice(Math.floor(filled.length / 3));
}

/** The failure of a quote that keeps a file of many lines from having more than a few records; null when there is none. */
function quoteThatSwallows(bytes: Uint8Array, { records }: Sample, fileName: string): AppFailure | null {
  const lines = decodeText(bytes, 0, Math.min(bytes.length, 1 << 16)).split('\n');
  const line = (records.at(-1)?.line ?? 0) + 1;
  const seen = lines.at(line - 1) ?? '';
  return lines.length > MANY_LINES && seen.includes('"') ? unclosedQuote(fileName, line, seen) : null;
}

function withLineEnd(bytes: Uint8Array): Uint8Array {
  const closed = new Uint8Array(bytes.length + 1);
  closed.set(bytes);
  closed[bytes.length] = 10;
  return closed;
}
