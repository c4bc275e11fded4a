import type { Command } from 'commander';
import { durationText } from '@core/anomalies/figures.ts';
import { createIsoWriter } from '@core/iso-time.ts';
import { reportStarts, type StartsInput } from '@core/starts/plant-starts.ts';
import type { Start, StartsReport } from '@core/starts/start-report.ts';
import type { StartMark } from '@shared/start-marks.ts';
import type { Checkpoint } from '@core/checkpoint.ts';
import { AppFailure } from '@shared/errors.ts';
import { withStarts } from '../store/runs/starts-source.ts';
import type { Console } from './console.ts';
import { addDataFolderOption, type DataFolderOption, dataFolderOf } from './data-folder.ts';
import { wholeNumber } from './option-values.ts';
import { createProgress } from './progress.ts';

interface StartsOptions extends DataFolderOption {
  readonly plant: string;
  readonly golden?: readonly number[];
  readonly json?: true;
}

const AFTER_HELP = `
Start-ups are told from the load: from standstill (below 3 % of rated load) until the unit has been above
40 % for 15 minutes. Each is aligned at synchronisation and compared with the golden start of its class
(hot, warm, cold), which is marked in the application; --golden takes others for this once.
The application may be running.

Examples:
  boilerhouse starts --plant Kota
  boilerhouse starts --plant Kota --golden 3 --golden 7 --json`;

/** Starts of these numbers as golden, in the place of what labels say. */
async function marksFor(
  numbers: readonly number[],
  input: StartsInput,
  checkpoint: Checkpoint,
): Promise<readonly StartMark[]> {
  const { starts } = await reportStarts({ ...input, marks: [] }, checkpoint);
  return numbers.map((number) => {
    const start = starts.find((one) => one.number === number);
    if (start === undefined)
      throw new AppFailure({
        kind: 'not-found',
        message: `There is no start-up ${number}; ${starts.length === 0 ? 'there are none' : `the last is ${starts.length}`}.`,
      });
    return { kind: 'golden', startMs: start.syncMs, endMs: start.syncMs };
  });
}

const isoTime = createIsoWriter();

function lineOf(start: Start): string {
  const { number, syncMs, offFromMs, lightUpMs, startClass, mark, outcome } = start;
  const facts = [
    startClass ?? 'class not known',
    ...(offFromMs === null ? [] : [`off for ${durationText(syncMs - offFromMs)}`]),
    ...(lightUpMs === null ? [] : [`light-up ${durationText(syncMs - lightUpMs)} before`]),
    ...start.milestones.flatMap(({ share, timeMs }) =>
      timeMs === null || share < 0.4 ? [] : [`${share * 100} % load after ${durationText(timeMs - syncMs)}`],
    ),
    ...(outcome === 'completed' ? [] : [outcome]),
    ...(mark === null ? [] : [mark]),
  ];
  return `${number}  ${isoTime(syncMs)}  ${facts.join(', ')}\n`;
}

function textOf({ starts, load, emptyReason }: StartsReport): string {
  if (emptyReason !== null) return `No start-ups found. ${emptyReason}\n`;
  const head = `${starts.length} start-up${starts.length === 1 ? '' : 's'}, aligned where ${load?.tagName ?? 'load'} leaves zero.\n`;
  return (
    head +
    starts
      .map(
        (start) =>
          lineOf(start) + (start.comparison?.sentences ?? []).map((sentence) => `   ${sentence}\n`).join(''),
      )
      .join('')
  );
}

async function listStarts(options: StartsOptions, target: Console, signal: AbortSignal): Promise<void> {
  const progress = createProgress(target, signal);
  try {
    const report = await withStarts(dataFolderOf(options), options.plant, async (input) => {
      const marks =
        options.golden === undefined
          ? input.marks
          : await marksFor(options.golden, input, progress.checkpoint);
      return reportStarts({ ...input, marks }, progress.checkpoint);
    });
    progress.finish();
    await target.write(options.json === true ? `${JSON.stringify(report, null, 2)}\n` : textOf(report));
  } finally {
    progress.finish();
  }
}

/** `starts`: the start-ups of a plant beside its golden ones. */
export function addStartsCommand(program: Command, target: Console, signal: AbortSignal): void {
  const readNumber = wholeNumber(1);
  const command = program
    .command('starts')
    .description('List the start-ups of a plant and how they differ from a golden one.')
    .requiredOption('--plant <name>', 'plant, or "#" and its number')
    .option(
      '--golden <number>',
      'start-up to compare with; can be given for each class',
      (text: string, before?: readonly number[]) => [...(before ?? []), readNumber(text)],
    )
    .option('--json', 'as JSON, with every tag');
  addDataFolderOption(command)
    .allowExcessArguments(false)
    .addHelpText('after', AFTER_HELP)
    .action((options: StartsOptions) => listStarts(options, target, signal));
}
