import { type Command, Option } from 'commander';
import type { Checkpoint } from '@core/checkpoint.ts';
import { countOf } from '@core/csv/messages.ts';
import { csvLine } from '@core/csv/write-csv.ts';
import { createIsoWriter } from '@core/iso-time.ts';
import { version } from '../../package.json';
import { createLongTable, createWideTable, type ReadingTable } from '../export/reading-table.ts';
import { writeParquet } from '../export/write-parquet.ts';
import { type ExportedTag, withReadings } from '../store/readings/reading-export.ts';
import type { Console } from './console.ts';
import { addDataFolderOption, type DataFolderOption, dataFolderOf } from './data-folder.ts';
import { isoTime, nameList } from './option-values.ts';
import { createOutputFiles, type OutputFile } from './output-files.ts';
import { createProgress } from './progress.ts';

interface ExportOptions extends DataFolderOption {
  readonly plant: string;
  readonly out: string;
  readonly tags?: readonly string[];
  readonly from?: number;
  readonly to?: number;
  readonly shape: 'long' | 'wide';
}

const AFTER_HELP = `
A file name that ends in .parquet gives Parquet (Snappy), any other CSV. Times are UTC.
  long   time, tag, value, unit, quality, status: every reading, nothing left out
  wide   time and one column a tag, "name [unit]": one row for each time; qualities are left out
An empty cell is a missing reading, or in a wide table none. In CSV, texts that a spreadsheet would run
as a formula get a leading apostrophe. The application may be running.

Examples:
  boilerhouse export --plant Kota --out kota.parquet
  boilerhouse export --plant Kota --tags U1.LOAD,U1.MS.TEMP --from 2024-04-01 --to 2024-05-01 --shape wide --out april.csv`;

const ROWS_A_STEP = 8192;

type Step = (rowCount: number) => ReturnType<Checkpoint>;

async function writeCsv(output: OutputFile, table: ReadingTable, step: Step): Promise<number> {
  const writeTime = createIsoWriter();
  let rowCount = 0;
  await output.write(csvLine(table.columns.map(({ name }) => name)));
  for (const [time, ...cells] of table.rows()) {
    await output.write(csvLine([writeTime(Number(time)), ...cells]));
    if (++rowCount % ROWS_A_STEP === 0) await step(rowCount);
  }
  return rowCount;
}

async function exportReadings(options: ExportOptions, target: Console, signal: AbortSignal): Promise<void> {
  const { plant, out, shape, tags = null, from = -Infinity, to = Infinity } = options;
  const progress = createProgress(target, signal);
  const files = createOutputFiles();
  const write = async (chosen: readonly ExportedTag[]): Promise<number> => {
    const table = shape === 'wide' ? createWideTable(chosen) : createLongTable(chosen);
    const total = chosen.reduce((sum, { readingCount }) => sum + readingCount, 1);
    const step: Step = (rowCount) => progress.checkpoint(Math.min(1, rowCount / total), 'Writing');
    if (!out.toLowerCase().endsWith('.parquet')) return writeCsv(await files.create(out), table, step);
    return files.createWith(out, (path) => writeParquet(path, table, `Boilerhouse ${version}`, step));
  };
  try {
    const range = { plant, tags, fromMs: from, toMs: to };
    const rowCount = await withReadings(dataFolderOf(options), range, write);
    await files.commit();
    progress.finish();
    target.tell(`${countOf(rowCount, 'row')}: ${out}\n`);
  } finally {
    progress.finish();
    await files.discard();
  }
}

/** `export`: readings of a plant as CSV or Parquet. */
export function addExportCommand(program: Command, target: Console, signal: AbortSignal): void {
  const command = program
    .command('export')
    .description('Write the readings of a plant as CSV or Parquet.')
    .requiredOption('--plant <name>', 'plant, or "#" and its number')
    .requiredOption('--out <file>', 'file to write, .csv or .parquet; replaced when it is there')
    .option('--tags <names>', 'tags, separated by commas (default: all)', nameList)
    .option('--from <time>', 'first time, ISO 8601, UTC where it names no offset', isoTime)
    .option('--to <time>', 'last time, itself included', isoTime)
    .addOption(new Option('--shape <shape>', 'of the table').choices(['long', 'wide']).default('long'));
  addDataFolderOption(command)
    .allowExcessArguments(false)
    .addHelpText('after', AFTER_HELP)
    .action((options: ExportOptions) => exportReadings(options, target, signal));
}
