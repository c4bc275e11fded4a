import { countOf } from '@core/csv/messages.ts';
import { createIsoWriter } from '@core/iso-time.ts';
import type { AppFailure } from '@shared/errors.ts';
import type { DryRun } from './dry-run.ts';
import type { StoredImport } from './store-import.ts';

/** What a failure says of the file, with every field of the printed object. */
export function describeError({ error }: AppFailure): object {
  const message = 'message' in error ? error.message : error.kind;
  const where = error.kind === 'bad-file' ? error : { line: null, column: null };
  return { kind: error.kind, line: where.line, column: where.column, message };
}

export const toLine = (value: object): string => `${JSON.stringify(value)}\n`;

/** A dry run for people. */
export function describeDryRun(run: DryRun): string {
  const { layout, encoding, tags, rejectedCount, questions } = run;
  const delimiter = run.delimiter === '\t' ? 'tab' : run.delimiter;
  const readings = tags.reduce((sum, { count }) => sum + count, 0);
  const missing = tags.reduce((sum, tag) => sum + tag.missing, 0);
  return [
    `Layout ${layout}, delimiter "${delimiter}", encoding ${encoding}`,
    `${countOf(readings, 'reading')} of ${countOf(tags.length, 'tag')}, ${missing} of them missing; ${countOf(rejectedCount, 'rejected row')}`,
    ...tags.map(
      ({ name, unit, count, missing: gaps }) =>
        `  ${name}${unit === null ? '' : ` [${unit}]`}: ${count}, missing ${gaps}`,
    ),
    ...run.rejected.map(
      ({ line, column, reason }) => `Line ${line}${column === null ? '' : `, column "${column}"`}: ${reason}`,
    ),
    ...run.notices.map((notice) => `Note: ${notice}`),
    ...questions.map(
      ({ about, message, answer }) => `Question (${about}): ${message} Answer with ${answer}.`,
    ),
    '',
  ].join('\n');
}

/** A finished import for people: one line. */
export function describeImport({ plant, import: done }: StoredImport): string {
  const isoTime = createIsoWriter();
  const { firstMs, lastMs } = done;
  const range = firstMs === null || lastMs === null ? '' : ` from ${isoTime(firstMs)} to ${isoTime(lastMs)}`;
  return `Import #${done.id} into ${plant.name}${plant.isNew ? ' (new plant)' : ''}: ${[
    countOf(done.rowCount, 'row'),
    `${countOf(done.readingCount, 'reading')}${range}`,
    `${done.missingCount} missing`,
    `${done.rejectedCount} rejected`,
    `${done.duplicateCount} duplicate`,
  ].join(', ')}\n`;
}
