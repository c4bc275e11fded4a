import type { Command } from 'commander';
import type { ByteSource } from '@core/csv/csv-stream.ts';
import type { ImportOverrides, Question } from '@core/csv/import-plan.ts';
import { OpenQuestions } from '@core/import/open-questions.ts';
import { AppFailure } from '@shared/errors.ts';
import type { Console } from './console.ts';
import { addDataFolderOption, type DataFolderOption, dataFolderOf } from './data-folder.ts';
import { dryRunImport } from './dry-run.ts';
import { UsageError } from './exit-codes.ts';
import { openImportSource } from './file-source.ts';
import {
  addReadingOptions,
  type AskedQuestion,
  describeQuestions,
  overridesOf,
  type ReadingOptions,
} from './import-options.ts';
import { describeDryRun, describeError, describeImport, toLine } from './import-output.ts';
import { createProgress, type Progress } from './progress.ts';
import type { FileReading } from './reading-thread.ts';
import { importIntoStore, loadProfile } from './store-import.ts';
import { withTimeColumn } from './time-column.ts';

interface ImportOptions extends ReadingOptions, DataFolderOption {
  readonly plant?: string;
  readonly profile?: string;
  readonly saveProfile?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

interface Run {
  readonly overrides: ImportOverrides;
  readonly target: Console;
  readonly progress: Progress;
  readonly ask: (questions: readonly Question[]) => void;
  readonly reading: FileReading | null;
}

/** How the file of a path is read on another thread; null where it cannot be. */
export type StartReading = (path: string) => FileReading | null;

const AFTER_HELP = `
The layout, delimiter, encoding, decimal sign and date order are detected. Where a file leaves two
readings open, a question is printed; an option answers it. An open question ends an import with exit
code 3; a dry run shows the file as it is read without an answer.

One import is one transaction: it is stored as a whole or not at all. The data folder must not be in
use by a running application.

With --dry-run nothing is stored. With --json one JSON object goes to standard output:
  {"ok": true, "layout", "confidence", "evidence": [{"about", "chosen", "because", "confidence"}],
   "delimiter", "encoding", "questions": [{"about", "message", "choices", "answer"}],
   "notices": [text], "tags": [{"name", "unit", "count", "missing"}],
   "readings": [[tag, epoch ms in UTC, value or null, "good" | "uncertain" | "bad"], ...],
   "rejected": [{"line", "column", "reason"}], "rejectedCount"}
  (the first 10,000 readings and the first 100 rejected rows), or, with exit code 3,
  {"ok": false, "error": {"kind", "line", "column", "message"}, "questions": [...]}

Examples:
  boilerhouse import april.csv --dry-run
  boilerhouse import april.csv --plant "ZAWAR MINES" --zone Asia/Kolkata --save-profile pi
  boilerhouse import may.csv --plant "ZAWAR MINES" --profile pi
  boilerhouse import april.csv --dry-run --json --zone Asia/Kolkata --date-order dmy > april.json`;

async function dryRun(
  source: ByteSource,
  options: ImportOptions,
  { overrides, target, progress, ask }: Run,
): Promise<void> {
  const { checkpoint } = progress;
  const run = await dryRunImport(source, overrides, Date.now(), checkpoint, ask);
  progress.finish();
  await target.write(options.json === true ? toLine({ ok: true, ...run }) : describeDryRun(run));
}

async function store(
  source: ByteSource,
  options: ImportOptions,
  { overrides, target, progress, ask, reading }: Run,
): Promise<void> {
  const { plant } = options;
  if (plant === undefined) throw new UsageError('Name the plant with --plant, or give --dry-run.');
  try {
    const { checkpoint } = progress;
    const destination = { folder: dataFolderOf(options), plant, profileName: options.saveProfile ?? null };
    const stored = await importIntoStore(source, overrides, destination, checkpoint, reading);
    progress.finish();
    for (const notice of [...stored.notices, ...stored.import.notices]) target.tell(`note: ${notice}\n`);
    await target.write(options.json === true ? toLine({ ok: true, ...stored }) : describeImport(stored));
  } catch (caught) {
    if (!(caught instanceof OpenQuestions)) throw caught;
    ask(caught.questions);
    throw withAnswers(source.name, caught);
  }
}

/** The failure of an open question with the options that answer it. */
function withAnswers(file: string, { questions }: OpenQuestions): AppFailure {
  const message = describeQuestions(questions)
    .map((question) => `${question.message} Answer with ${question.answer}.`)
    .join(' ');
  const where = { line: null, column: null, seen: null, expected: null };
  return new AppFailure({ kind: 'bad-file', file, ...where, message: `${message} Nothing was imported.` });
}

const profileOf = (options: ImportOptions): ImportOverrides =>
  options.profile === undefined ? {} : loadProfile(dataFolderOf(options), options.profile);

async function importFile(
  path: string,
  options: ImportOptions,
  target: Console,
  signal: AbortSignal,
  startReading: StartReading,
): Promise<void> {
  const progress = createProgress(target, signal);
  let questions: readonly AskedQuestion[] = [];
  const ask = (open: readonly Question[]): void => {
    questions = describeQuestions(open);
  };
  try {
    const source = await openImportSource(path);
    const given = { ...profileOf(options), ...overridesOf(options) };
    const { timeColumn } = options;
    const overrides = timeColumn === undefined ? given : await withTimeColumn(source, given, timeColumn);
    const run = { overrides, target, progress, ask };
    if (options.dryRun === true) await dryRun(source, options, { ...run, reading: null });
    else {
      const reading = source.workbook === undefined ? startReading(path) : null;
      try {
        await store(source, options, { ...run, reading });
      } finally {
        reading?.close();
      }
    }
  } catch (caught) {
    progress.finish();
    if (options.json === true && caught instanceof AppFailure)
      await target.write(toLine({ ok: false, error: describeError(caught), questions }));
    throw caught;
  }
}

/** `import`: what a file holds, and its readings into the store. */
export function addImportCommand(
  program: Command,
  target: Console,
  signal: AbortSignal,
  startReading: StartReading = () => null,
): void {
  const command = program
    .command('import <file>')
    .description('Read a CSV file or Excel workbook (.xlsx) of a historian into the store.')
    .option(
      '--plant <name>',
      'plant that the readings belong to, or "#" and its number; added where it is new',
    )
    .option(
      '--profile <name>',
      'choices of the data folder to read the file with; other options go before them',
    )
    .option('--save-profile <name>', 'keep the choices under this name when the import is done')
    .option('--dry-run', 'read the file and say what would be stored; store nothing')
    .option('--json', 'print one JSON object');
  addDataFolderOption(addReadingOptions(command))
    .allowExcessArguments(false)
    .addHelpText('after', AFTER_HELP)
    .action((path: string, options: ImportOptions) =>
      importFile(path, options, target, signal, startReading),
    );
}
