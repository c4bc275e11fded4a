import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { countOf } from '@core/csv/messages.ts';
import { createIsoWriter } from '@core/iso-time.ts';
import type { BackupInfo } from '@shared/contract/store.ts';
import { AppFailure } from '@shared/errors.ts';
import { version } from '../../package.json';
import { BACKUPS_FOLDER, listBackups } from '../store/safety/backups.ts';
import { backUpFolder, checkFolder, restoreFolder } from '../store/safety/maintenance.ts';
import { findDatabase } from '../store/file/open-for-reading.ts';
import type { Console } from './console.ts';
import { addDataFolderOption, type DataFolderOption, dataFolderOf } from './data-folder.ts';
import { UsageError } from './exit-codes.ts';

interface BackupOptions extends DataFolderOption {
  readonly out?: string;
  readonly list?: boolean;
}

const BACKUP_HELP = `
Copies the database to a file, checks the copy (SQLite's integrity check, its references, its counts),
and only then gives it its name; beside it, <file>.json holds its size, SHA-256 and counts. Without
--out it goes into "backups" in the data folder, where 7 daily and 4 weekly ones are kept. The data
folder must not be in use; while the application runs, make backups from its menu.

Examples:
  boilerhouse backup
  boilerhouse backup --out /media/usb/boilerhouse-april.db
  boilerhouse backup --list`;

const RESTORE_HELP = `
<backup> is a file, or the name of one in "backups" of the data folder (see backup --list). It is
checked and copied before it takes the place of the database, which is kept under another name.

Example:
  boilerhouse restore boilerhouse-2024-04-01T00-00-00Z.db`;

const VERIFY_HELP = `
Reads everything: SQLite's integrity check, references, and every chunk of readings and scores against
its checksum and header. Exit code 0 when all is sound, 4 when not.`;

const describeBackup = ({ name, createdMs, bytes, readingCount, importCount }: BackupInfo): string =>
  `${name}  ${createIsoWriter()(createdMs)}  ${countOf(readingCount, 'reading')}, ${countOf(importCount, 'import')}, ${countOf(bytes, 'byte')}\n`;

async function backUp(options: BackupOptions, target: Console): Promise<void> {
  const folder = dataFolderOf(options);
  if (options.list === true) {
    for (const backup of listBackups(folder)) await target.write(describeBackup(backup));
    return;
  }
  findDatabase(folder);
  const path = options.out === undefined ? null : resolve(options.out);
  if (path !== null && existsSync(path))
    throw new UsageError(`--out names a file that is there already: ${path}. Nothing was replaced.`);
  const made = await backUpFolder({ folder, programVersion: version }, path);
  await target.write(`${path ?? join(folder, BACKUPS_FOLDER, made.name)}\n`);
  target.tell(describeBackup(made));
}

async function restore(backup: string, options: DataFolderOption, target: Console): Promise<void> {
  const folder = dataFolderOf(options);
  const named = join(folder, BACKUPS_FOLDER, basename(backup));
  const path = existsSync(backup) ? resolve(backup) : named;
  const { keptAs } = await restoreFolder({ folder, programVersion: version }, path);
  await target.write(`Restored ${path}. The database before it is kept as ${keptAs}\n`);
}

async function verify(options: DataFolderOption, target: Console): Promise<void> {
  const folder = dataFolderOf(options);
  findDatabase(folder);
  const report = await checkFolder({ folder, programVersion: version });
  for (const told of report.told) target.tell(`note: ${told}\n`);
  for (const problem of report.problems) await target.write(`${problem}\n`);
  const extent = `${countOf(report.readingCount, 'reading')} in ${countOf(report.chunkCount, 'chunk')}`;
  if (!report.isSound)
    throw new AppFailure({
      kind: 'storage',
      message: `The store is damaged: ${countOf(report.problems.length, 'problem')} in ${extent}. Do not delete it; restore a backup.`,
    });
  await target.write(`Sound: ${extent}\n`);
}

/** `backup`, `restore` and `verify`: the care of a data folder. */
export function addBackupCommands(program: Command, target: Console): void {
  addDataFolderOption(program.command('backup'))
    .description('Copy the database of a data folder, checked.')
    .option('--out <file>', 'file to write')
    .option('--list', 'show the backups of the data folder')
    .allowExcessArguments(false)
    .addHelpText('after', BACKUP_HELP)
    .action((options: BackupOptions) => backUp(options, target));
  addDataFolderOption(program.command('restore <backup>'))
    .description('Put a backup in the place of the database.')
    .allowExcessArguments(false)
    .addHelpText('after', RESTORE_HELP)
    .action((backup: string, options: DataFolderOption) => restore(backup, options, target));
  addDataFolderOption(program.command('verify'))
    .description('Check the database of a data folder in full.')
    .allowExcessArguments(false)
    .addHelpText('after', VERIFY_HELP)
    .action((options: DataFolderOption) => verify(options, target));
}
