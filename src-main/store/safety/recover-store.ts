import { copyFileSync, existsSync, renameSync } from 'node:fs';
import { basename, join } from 'node:path';
import { countOf } from '@core/csv/messages.ts';
import type { BackupInfo } from '@shared/contract/store.ts';
import { BACKUPS_FOLDER, checkCopy, listBackups, removeDatabase, syncFile } from './backups.ts';
import { freePath, moveDatabase } from './restore-backup.ts';
import { moveRejects } from '../imports/reject-files.ts';
import { type Salvage, salvageRows } from './salvage-rows.ts';

/**
 * Replaces a damaged database, which nobody has open, and keeps it under a dated name: by the newest backup that is
 * sound, with what is newer and can still be read whole; without a backup by the rows that can still be read; without
 * those by nothing, so that work can go on. Returns what happened, in sentences with both paths.
 */
export function recoverStore(folder: string, path: string, reason: string, nowMs: number): string[] {
  const kept = freePath(path, 'damaged', nowMs);
  moveDatabase(path, kept);
  const told = [`The database ${path} was damaged (${reason}). The damaged file was kept as ${kept}.`];
  return [...told, ...(restoreNewest(folder, path, kept) ?? salvage(kept, path))];
}

/** Puts the newest sound backup in place, with what can be brought back on top. What happened; null without a backup. */
function restoreNewest(folder: string, path: string, kept: string): string[] | null {
  const told: string[] = [];
  const copy = `${path}.restoring`;
  for (const backup of listBackups(folder)) {
    const from = join(folder, BACKUPS_FOLDER, backup.name);
    try {
      const newer = addNewer(from, copy, kept);
      syncFile(copy);
      const stayed = moveRejects(folder, newer?.movedImports ?? new Map<number, number>());
      renameSync(copy, path);
      return [...told, describeBackup(backup, from), ...describeNewer(backup, newer), ...stayed];
    } catch (caught) {
      removeDatabase(copy);
      told.push(
        `The backup ${backup.name} was not used: ${caught instanceof Error ? caught.message : String(caught)}`,
      );
    }
  }
  return told.length > 0 ? [...told, ...salvage(kept, path)] : null;
}

/** Copies the backup and adds to the copy what is newer; where that fails, the copy is the backup alone and the answer null. */
function addNewer(backup: string, copy: string, kept: string): Salvage | null {
  const begin = (): void => {
    removeDatabase(copy);
    copyFileSync(backup, copy);
  };
  begin();
  checkCopy(copy);
  try {
    const newer = salvageRows(kept, copy);
    checkCopy(copy);
    return newer;
  } catch {
    begin();
    return null;
  }
}

const dateOf = ({ createdMs }: BackupInfo): string =>
  `${new Date(createdMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

const describeBackup = (backup: BackupInfo, from: string): string =>
  `The backup of ${dateOf(backup)} (${from}) was put in its place: ${countOf(backup.plantCount, 'plant')}, ${countOf(backup.importCount, 'import')} with ${countOf(backup.readingCount, 'reading')}, ${countOf(backup.runCount, 'run')}.`;

function describeNewer(backup: BackupInfo, newer: Salvage | null): string[] {
  if (newer === null)
    return [
      `What was saved after it did not come back, and can no longer be read. Import again what was imported after ${dateOf(backup)}; what was deleted or taken back after it is there again.`,
    ];
  const { broughtBack, lost, doneAgain } = newer;
  const told = [];
  if (broughtBack.length > 0) told.push(`Newer than it and brought back whole: ${broughtBack.join(', ')}.`);
  if (lost.length > 0) told.push(`Newer than it and damaged: import again ${lost.join(', ')}.`);
  if (told.length === 0) told.push('No import and no run is newer than the backup.');
  return [...told, ...doneAgain, 'Changes to plants and tags that the backup holds are as they were then.'];
}

function salvage(kept: string, path: string): string[] {
  const target = `${path}.restoring`;
  removeDatabase(target);
  try {
    const salvaged = salvageRows(kept, target);
    if (salvaged !== null) {
      syncFile(target);
      renameSync(target, path);
      return [
        `There is no sound backup. Every row that could still be read was taken into a new database, ${basename(path)}.`,
        ...(salvaged.lost.length === 0 ? ['Of no import readings are missing.'] : salvaged.lost),
      ];
    }
  } catch {
    // Told below: nothing came back.
  }
  removeDatabase(target);
  return [
    `There is no sound backup and no row could be read. A new, empty database was begun at ${path}. ${existsSync(kept) ? `Import your files again; the damaged file ${kept} can still be examined.` : ''}`,
  ];
}
