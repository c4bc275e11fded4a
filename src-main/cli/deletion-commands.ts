import { type Command, Option } from 'commander';
import { countOf } from '@core/csv/messages.ts';
import { createIsoWriter } from '@core/iso-time.ts';
import { version } from '../../package.json';
import {
  choosePlantTags,
  compactFolder,
  deleteFromFolder,
  retainInFolder,
} from '../store/deletion/deletion-maintenance.ts';
import { findDatabase } from '../store/file/open-for-reading.ts';
import type { Console } from './console.ts';
import { addDataFolderOption, type DataFolderOption, dataFolderOf } from './data-folder.ts';
import { isoTime, nameList, wholeNumber } from './option-values.ts';

interface PlantOption extends DataFolderOption {
  readonly plant: string;
}

interface DeleteOptions extends PlantOption {
  readonly tags?: readonly string[];
  readonly from: number;
  readonly to: number;
  readonly dryRun?: boolean;
}

interface RetentionOptions extends PlantOption {
  readonly tags?: readonly string[];
  readonly days?: number;
  readonly keepAll?: boolean;
}

const DELETE_HELP = `
Deletes the readings between --from and --to, both included, for good: those that lie under later
imports too, and an undo of an import brings none of them back. A file whose readings were deleted can
be imported again. Counts are of readings as they are read. The data folder must not be in use.

Examples:
  boilerhouse delete-range --plant Kota --from 2024-04-01 --to 2024-04-02T12:00:00Z --dry-run
  boilerhouse delete-range --plant Kota --tags U1.LOAD,U1.FLOW --from 2024-04-01 --to 2024-04-30`;

const RETENTION_HELP = `
With --days the readings of the tags that are older than the tag's newest reading by so many days are
deleted, now and once a day while the application runs; --keep-all ends that. With neither, shows what
is set. The age is counted from the newest reading, not from the clock.

Examples:
  boilerhouse retention --plant Kota --tags U1.VIBRATION --days 90
  boilerhouse retention --plant Kota`;

const COMPACT_HELP = `
Writes chunks of earlier versions in today's encoding, joins small ones, makes the summaries anew and
gives free room back to the disk. No reading changes. The first compaction of a file of an earlier version
needs free room of twice the file on its disk.`;

const dataOf = (options: DataFolderOption) => {
  const folder = dataFolderOf(options);
  findDatabase(folder);
  return { folder, programVersion: version };
};

async function deleteReadings(options: DeleteOptions, target: Console): Promise<void> {
  const { plant, tags = null, from, to, dryRun = false } = options;
  const { readingCount, tagCount } = await deleteFromFolder(dataOf(options), {
    plant,
    tags,
    fromMs: from,
    toMs: to,
    isDryRun: dryRun,
  });
  const write = createIsoWriter();
  await target.write(
    `${dryRun ? 'Would delete' : 'Deleted'} ${countOf(readingCount, 'reading')} of ${countOf(tagCount, 'tag')} between ${write(from)} and ${write(to)}.\n`,
  );
}

async function retain(options: RetentionOptions, target: Console): Promise<void> {
  const data = dataOf(options);
  const days = options.keepAll === true ? null : options.days;
  if (days === undefined) {
    const { tags } = await choosePlantTags(data, options.plant, options.tags ?? null);
    for (const { name, retentionDays } of tags)
      await target.write(`${name}  ${retentionDays === null ? 'all' : countOf(retentionDays, 'day')}\n`);
    return;
  }
  const { readingCount, tagCount } = await retainInFolder(data, options.plant, options.tags ?? null, days);
  await target.write(
    days === null
      ? `All readings of ${countOf(tagCount, 'tag')} are kept from now on.\n`
      : `${countOf(tagCount, 'tag keeps', 'tags keep')} ${countOf(days, 'day')}. Deleted ${countOf(readingCount, 'reading')} that were older.\n`,
  );
}

async function compact(options: DataFolderOption, target: Console): Promise<void> {
  const { bytesBefore, bytesAfter, rewrittenCount } = await compactFolder(dataOf(options));
  await target.write(
    `${countOf(bytesBefore, 'byte')} before, ${countOf(bytesAfter, 'byte')} now; ${countOf(rewrittenCount, 'chunk')} written anew.\n`,
  );
}

const tagsOption = (): Option =>
  new Option('--tags <names>', 'tags, separated by commas (default: all of the plant)').argParser(nameList);

/** `delete-range`, `retention` and `compact`: what goes, and the room it leaves. */
export function addDeletionCommands(program: Command, target: Console): void {
  addDataFolderOption(program.command('delete-range'))
    .description('Delete the readings of a range of time.')
    .requiredOption('--plant <name>', 'plant')
    .addOption(tagsOption())
    .requiredOption('--from <time>', 'first time, ISO 8601', isoTime)
    .requiredOption('--to <time>', 'last time, ISO 8601', isoTime)
    .option('--dry-run', 'count only')
    .allowExcessArguments(false)
    .addHelpText('after', DELETE_HELP)
    .action((options: DeleteOptions) => deleteReadings(options, target));
  addDataFolderOption(program.command('retention'))
    .description('Show or set for how long tags keep their readings.')
    .requiredOption('--plant <name>', 'plant')
    .addOption(tagsOption())
    .addOption(
      new Option('--days <number>', 'age in days above which readings go')
        .argParser(wholeNumber(1))
        .conflicts('keepAll'),
    )
    .option('--keep-all', 'keep all readings')
    .allowExcessArguments(false)
    .addHelpText('after', RETENTION_HELP)
    .action((options: RetentionOptions) => retain(options, target));
  addDataFolderOption(program.command('compact'))
    .description('Make the database as small as it can be.')
    .allowExcessArguments(false)
    .addHelpText('after', COMPACT_HELP)
    .action((options: DataFolderOption) => compact(options, target));
}
