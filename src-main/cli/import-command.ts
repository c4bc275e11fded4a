import type { Command } from 'commander';
import { countOf } from '@core/csv/messages.ts';
import { AppFailure } from '@shared/errors.ts';
import type { Console } from './console.ts';
import { type DryRun, dryRunImport } from './dry-run.ts';
import { UsageError } from './exit-codes.ts';
import { openFileSource } from './file-source.ts';
import {
  addReadingOptions,
  type AskedQuestion,
  describeQuestions,
  overridesOf,
  type ReadingOptions,
} from './import-options.ts';
import { createProgress } from './progress.ts';

interface ImportOptions extends ReadingOptions {
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

const AFTER_HELP = `
The layout, delimiter, encoding, decimal sign and date order are detected. Where a file leaves two
readings open, a question is printed; an option answers it.

With --dry-run nothing is stored. With --json one JSON object goes to standard output:
  {"ok": true, "layout", "delimiter", "encoding", "questions": [{"about", "message", "choices", "answer"}],
   "notices": [text], "tags": [{"name", "unit", "count", "missing"}],
   "readings": [[tag, epoch ms in UTC, value or null, "good" | "uncertain" | "bad"], ...],
   "rejected": [{"line", "column", "reason"}], "rejectedCount"}
  (the first 10,000 readings and the first 100 rejected rows), or, with exit code 3,
  {"ok": false, "error": {"kind", "line", "column", "message"}, "questions": [...]}

Examples:
  boilerhouse import april.csv --dry-run
  boilerhouse import april.csv --dry-run --json --zone Asia/Kolkata --date-order dmy > april.json`;

/** What a failure says of the file, with every field of the printed object. */
function describeError({ error }: AppFailure): object {
  const message = 'message' in error ? error.message : error.kind;
  const where = error.kind === 'bad-file' ? error : { line: null, column: null };
  return { kind: error.kind, line: where.line, column: where.column, message };
}

const toLine = (value: object): string => `${JSON.stringify(value)}\n`;

function describeDryRun(run: DryRun): string {
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

async function dryRun(
  path: string,
  options: ImportOptions,
  target: Console,
  signal: AbortSignal,
): Promise<void> {
  const progress = createProgress(target, signal);
  let questions: readonly AskedQuestion[] = [];
  try {
    const source = await openFileSource(path);
    const run = await dryRunImport(source, overridesOf(options), Date.now(), progress.checkpoint, (open) => {
      questions = describeQuestions(open);
    });
    progress.finish();
    await target.write(options.json === true ? toLine({ ok: true, ...run }) : describeDryRun(run));
  } catch (caught) {
    progress.finish();
    if (options.json === true && caught instanceof AppFailure)
      await target.write(toLine({ ok: false, error: describeError(caught), questions }));
    throw caught;
  }
}

/** `import`: what a file holds, and its readings into the store. */
export function addImportCommand(program: Command, target: Console, signal: AbortSignal): void {
  const command = program
    .command('import <file>')
    .description('Read a CSV file of a historian.')
    .option('--dry-run', 'read the file and say what would be stored; store nothing')
    .option('--json', 'print one JSON object');
  addReadingOptions(command)
    .allowExcessArguments(false)
    .addHelpText('after', AFTER_HELP)
    .action((path: string, options: ImportOptions) => {
      if (options.dryRun !== true) throw new UsageError('Give --dry-run.');
      return dryRun(path, options, target, signal);
    });
}
