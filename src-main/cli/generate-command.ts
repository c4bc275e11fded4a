import { type Command, Option } from 'commander';
import { csvLine } from '@core/csv/write-csv.ts';
import { createClassicCsv } from '@core/generate/classic-csv.ts';
import { DEFAULT_START_MS, DEFAULT_STEP_MS, generatePlant } from '@core/generate/generate-plant.ts';
import { createIsoWriter } from '@core/iso-time.ts';
import type { KnownEvent } from '@core/reading-store.ts';
import { isFaultKind } from '@shared/contract/labels.ts';
import type { Console } from './console.ts';
import { isoTime, numberAbove, wholeNumber } from './option-values.ts';
import { createOutputFiles, type OutputFile } from './output-files.ts';
import { createProgress } from './progress.ts';

interface GenerateOptions {
  readonly rows: number;
  readonly seed: number;
  readonly out?: string;
  readonly truth?: string;
  readonly step: number;
  readonly start?: number;
  readonly plant: string;
  readonly fuel: string;
  readonly capacity: number;
  readonly faults: boolean;
  readonly outages: 'none' | 'weekly';
}

const AFTER_HELP = `
Columns: timestamp (ISO 8601, UTC), plant, fuel, capacity_mw, temperature [degC] (main steam),
vibration [mm/s] (RMS), pressure [bar], flow_rate [t/h] (main steam), load_factor (0..1).
An empty cell is a missing reading. The same options give the same bytes.

Examples:
  boilerhouse generate --rows 1000 --seed 42 --out week.csv --truth faults.csv
  boilerhouse generate --rows 525600 --step 60 --out year.csv
  boilerhouse generate --rows 80640 --step 60 --outages weekly --out starts.csv
  boilerhouse generate --rows 100 --no-faults > healthy.csv`;

/** The faults that were put in, for comparison with what is found. */
async function writeTruth(output: OutputFile, events: readonly KnownEvent[]): Promise<void> {
  const isoTime = createIsoWriter();
  await output.write(csvLine(['kind', 'tag', 'start', 'end', 'note']));
  for (const { kind, tagName, startMs, endMs, note } of events) {
    await output.write(csvLine([kind, tagName, isoTime(startMs), isoTime(endMs), note]));
  }
}

async function generate(options: GenerateOptions, target: Console, signal: AbortSignal): Promise<void> {
  const progress = createProgress(target, signal);
  const plant = generatePlant(
    {
      capacityMw: options.capacity,
      signals: 'classic',
      rowCount: options.rows,
      stepMs: Math.round(options.step * 1000),
      startMs: options.start ?? DEFAULT_START_MS,
      seed: options.seed,
      faults: options.faults ? 'default' : 'none',
      outages: options.outages,
    },
    progress.checkpoint,
  );
  const csv = createClassicCsv(
    { name: options.plant, fuel: options.fuel, capacityMw: options.capacity },
    plant.signals,
  );
  const files = createOutputFiles();
  try {
    const output: OutputFile = options.out === undefined ? target : await files.create(options.out);
    await output.write(csv.header);
    for await (const portion of plant.portions) await output.write(csv.rows(portion));
    if (options.truth !== undefined) {
      await writeTruth(await files.create(options.truth), plant.events);
    }
    await files.commit();
  } finally {
    await files.discard();
  }
  progress.finish();
  if (options.out !== undefined) {
    target.tell(
      `${options.rows} rows, ${plant.events.filter(({ kind }) => isFaultKind(kind)).length} faults in them: ${options.out}\n`,
    );
  }
}

/** `generate`: a simulated plant as the classic table. */
export function addGenerateCommand(program: Command, target: Console, signal: AbortSignal): void {
  program
    .command('generate')
    .description('Simulate a coal-fired unit and write its readings as CSV.')
    .option('--rows <count>', 'number of rows', wholeNumber(1), 1000)
    .option('--seed <number>', 'seed of all chance', wholeNumber(0), 42)
    .option('--out <file>', 'file to write; without it the rows go to standard output')
    .option(
      '--truth <file>',
      'write the faults (and outages, as kind "normal") in the rows: kind, tag, start, end, note',
    )
    .option('--step <seconds>', 'time between rows', numberAbove(0, 86_400), DEFAULT_STEP_MS / 1000)
    .option('--start <time>', 'time of the first row, ISO 8601 (default: 2024-01-01 00:00 in India)', isoTime)
    .option('--plant <name>', 'name in the column "plant"', 'ZAWAR MINES')
    .option('--fuel <name>', 'fuel in the column "fuel"', 'Coal')
    .option('--capacity <mw>', 'capacity of the unit in MW; flows grow with it', numberAbove(0, 100_000), 80)
    .option('--no-faults', 'a healthy plant')
    .addOption(
      new Option('--outages <how>', 'outages with hot, warm and cold starts; some starts are faulty')
        .choices(['none', 'weekly'])
        .default('none'),
    )
    .allowExcessArguments(false)
    .addHelpText('after', AFTER_HELP)
    .action((options: GenerateOptions) => generate(options, target, signal));
}
