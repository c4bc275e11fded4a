import { createHash } from 'node:crypto';
import { type Checkpoint, portion } from '@core/checkpoint.ts';
import type { ByteSource } from '@core/csv/csv-stream.ts';
import type { ImportOverrides, ImportPlan, Question } from '@core/csv/import-plan.ts';
import { previewCsv, readCsv } from '@core/csv/read-csv.ts';
import { AppFailure } from '@shared/errors.ts';
import { UsageError } from './exit-codes.ts';
import { type CollectedSamples, createReadingCollector, createRowCollector } from './sample-collector.ts';

export interface FileSamples extends CollectedSamples {
  readonly fileSha256: string;
  readonly rejectedCount: number;
}

const TOLD_REJECTS = 5;

function refuseOpenQuestion(file: string, [question]: readonly Question[]): void {
  if (question === undefined) return;
  const option = { 'date-order': '--date-order', decimal: '--decimal', zone: '--zone' } as const;
  const about = question.about;
  const advice =
    about === 'date-order' || about === 'decimal' || about === 'zone' ? ` Answer with ${option[about]}.` : '';
  const where = { line: null, column: null, seen: null, expected: null };
  throw new AppFailure({ kind: 'bad-file', file, ...where, message: `${question.message}${advice}` });
}

/** Columns of a file whose rows hold one value a column; other layouts name their tags in the rows. */
const hasColumnTags = (plan: ImportPlan): boolean => plan.layout === 'wide' || plan.layout === 'pairs';

function refuseUnknownNames(names: readonly string[], known: readonly string[]): void {
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  throw new UsageError(
    `--exclude names what the file does not have: ${unknown.join(', ')}. Columns: ${known.join(', ')}.`,
  );
}

function leaveOut(plan: ImportPlan, names: readonly string[]): ImportPlan {
  if (!hasColumnTags(plan)) return plan;
  const isNamed = (column: { name: string; tagName: string }): boolean =>
    names.includes(column.name) || names.includes(column.tagName);
  refuseUnknownNames(
    names.filter((name) => !plan.columns.some((column) => column.tagName === name)),
    plan.columns.map((column) => column.name),
  );
  const columns = plan.columns.map((column) =>
    isNamed(column) && column.role === 'value' ? { ...column, role: 'skip' as const } : column,
  );
  return { ...plan, columns };
}

/**
 * Reads a file as samples in memory: detected as the application detects it, with `overrides` where the user knows better,
 * without the columns or tags named in `exclude`. Throws `bad-file`, and UsageError for names that are not there.
 */
export async function readSamples(
  source: ByteSource,
  overrides: ImportOverrides,
  exclude: readonly string[],
  nowMs: number,
  checkpoint: Checkpoint,
): Promise<FileSamples> {
  await checkpoint(0, 'Looking at the file');
  const preview = await previewCsv(source, overrides);
  refuseOpenQuestion(source.name, preview.questions);
  const plan = leaveOut(preview.plan, exclude);
  let bytesRead = 0;
  const shareRead = (): number => bytesRead / source.sizeBytes;
  const collector = plan.layout === 'wide' ? createRowCollector(shareRead) : createReadingCollector();
  const hash = createHash('sha256');
  const outcome = await readCsv(source, plan, collector, {
    checkpoint: portion(checkpoint, 0, 1),
    onBytes: (bytes) => {
      bytesRead += bytes.length;
      hash.update(bytes);
    },
    nowMs,
  });
  refuseOpenQuestion(source.name, outcome.questions);
  if (!hasColumnTags(plan)) {
    refuseUnknownNames(
      exclude,
      outcome.tags.map(({ name }) => name),
    );
  }
  const collected = collector.collect((tag) => !exclude.includes(tag.name));
  const rejects = outcome.rejects
    .slice(0, TOLD_REJECTS)
    .map(
      ({ line, column, reason }) => `Line ${line}${column === null ? '' : `, column "${column}"`}: ${reason}`,
    );
  return {
    ...collected,
    notices: [...preview.notices, ...outcome.notices, ...rejects, ...collected.notices],
    fileSha256: hash.digest('hex'),
    rejectedCount: outcome.rejectedCount,
  };
}
