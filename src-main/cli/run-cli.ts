import { Command, CommanderError } from 'commander';
import type { ScoreAll } from '@core/scoring/score-in-chunks.ts';
import { version } from '../../package.json';
import { addAnalyseCommand } from './analyse-command.ts';
import { addBackupCommands } from './backup-commands.ts';
import { type Console, processConsole } from './console.ts';
import { explainFailure, EXIT, type ExitCode } from './exit-codes.ts';
import { addDeletionCommands } from './deletion-commands.ts';
import { addDetectorsCommand } from './detectors-command.ts';
import { addExportCommand } from './export-command.ts';
import { addGenerateCommand } from './generate-command.ts';
import { addImportCommand, type StartReading } from './import-command.ts';
import { addQueryCommand } from './query-command.ts';
import { addStartsCommand } from './starts-command.ts';

/** From when on a further Ctrl+C does not wait for the clean end. One press can be told twice, by the terminal and by `npm`. */
const IMPATIENT_MS = 1000;
/** 128 + SIGINT, as shells tell it. */
const INTERRUPTED = 130;

const AFTER_HELP = `
Exit codes:
  0  done
  2  wrong usage: an option or a name that does not exist
  3  bad input: the file cannot be read as readings, or holds too little
  4  other failure: disk full, cancelled, ...

Progress and messages go to standard error, results to standard output or files.`;

/** What a host does on other threads; what is absent is done on this one. */
export interface Threads {
  /** Scores many samples. */
  readonly scoreAll?: ScoreAll;
  /** Reads the file of an import. */
  readonly startReading?: StartReading;
}

function buildProgram(target: Console, signal: AbortSignal, { scoreAll, startReading }: Threads): Command {
  const program = new Command('boilerhouse');
  program
    .description('Analysis of thermal power plant readings without a window.')
    .version(version, '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command')
    .addHelpText('after', AFTER_HELP)
    .exitOverride()
    .showHelpAfterError('(--help shows what is possible)');
  addGenerateCommand(program, target, signal);
  addAnalyseCommand(program, target, signal, scoreAll);
  addDetectorsCommand(program, target);
  addImportCommand(program, target, signal, startReading);
  addQueryCommand(program, target, signal);
  addExportCommand(program, target, signal);
  addBackupCommands(program, target);
  addDeletionCommands(program, target);
  addStartsCommand(program, target, signal);
  return program;
}

/** Output of the parser itself: help and version are results, complaints are not. */
function redirect(command: Command, target: Console, results: string[]): void {
  command.configureOutput({
    writeOut: (text) => {
      results.push(text);
    },
    writeErr: (text) => target.tell(text),
  });
  for (const child of command.commands) redirect(child, target, results);
}

/**
 * Runs one command line without the program's name, such as `['generate', '--rows', '1000']`, and gives the exit code.
 * Never throws. Ctrl+C ends a command cleanly with nothing written; pressed again a
 * second later, at once.
 */
export async function runCli(
  args: readonly string[],
  target: Console = processConsole,
  threads: Threads = {},
): Promise<ExitCode> {
  const interruption = new AbortController();
  let firstMs = NaN;
  const interrupt = (): void => {
    if (performance.now() - firstMs > IMPATIENT_MS) process.exit(INTERRUPTED);
    if (Number.isNaN(firstMs)) firstMs = performance.now();
    interruption.abort();
  };
  process.on('SIGINT', interrupt);
  const results: string[] = [];
  try {
    const program = buildProgram(target, interruption.signal, threads);
    redirect(program, target, results);
    await program.parseAsync([...args], { from: 'user' });
    return EXIT.done;
  } catch (caught) {
    if (caught instanceof CommanderError) {
      await target.write(results.join(''));
      return caught.exitCode === 0 ? EXIT.done : EXIT.wrongUsage;
    }
    const { text, exitCode } = explainFailure(caught);
    target.tell(text);
    return exitCode;
  } finally {
    process.off('SIGINT', interrupt);
  }
}
