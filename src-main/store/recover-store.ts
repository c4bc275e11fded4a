import { copyFileSync, existsSync, renameSync } from 'node:fs';
import { basename, join } from 'node:path';
import Database from 'better-sqlite3';
import { countOf } from '@core/csv/messages.ts';
import type { BackupInfo } from '@shared/contract/store.ts';
import { BACKUPS_FOLDER, checkCopy, listBackups, removeDatabase, syncFile } from './backups.ts';
import { freePath, moveDatabase } from './restore-backup.ts';
import { salvageRows } from './salvage-rows.ts';

/** Thrown where a check finds that the file is not what it has to be. */
export class DamagedFile extends Error {}

/** SQLite's codes for a file that is broken; the others tell of the disk, of locks, of rights, or of a defect of ours. */
const DAMAGE = /^SQLITE_(CORRUPT|NOTADB)/;

export const isDamage = (caught: unknown): boolean =>
  caught instanceof DamagedFile || (caught instanceof Database.SqliteError && DAMAGE.test(caught.code));

/**
 * Replaces a damaged database, which nobody has open, and keeps it under a dated name: by the newest backup that is
 * sound; without one by the rows that can still be read; without those by nothing, so that work can go on. Returns what
 * happened, in sentences with both paths.
 */
export function recoverStore(folder: string, path: string, reason: string, nowMs: number): string[] {
  const kept = freePath(path, 'damaged', nowMs);
  moveDatabase(path, kept);
  const told = [`The database ${path} was damaged (${reason}). The damaged file was kept as ${kept}.`];
  const backup = restoreNewest(folder, path, told);
  if (backup !== null) return [...told, ...describeBackup(folder, backup, kept)];
  return [...told, ...salvage(kept, path)];
}

/** The newest backup that could be put in place, or null. */
function restoreNewest(folder: string, path: string, told: string[]): BackupInfo | null {
  const copy = `${path}.restoring`;
  for (const backup of listBackups(folder)) {
    try {
      removeDatabase(copy);
      copyFileSync(join(folder, BACKUPS_FOLDER, backup.name), copy);
      checkCopy(copy);
      syncFile(copy);
      renameSync(copy, path);
      return backup;
    } catch (caught) {
      removeDatabase(copy);
      told.push(
        `The backup ${backup.name} was not used: ${caught instanceof Error ? caught.message : String(caught)}`,
      );
    }
  }
  return null;
}

function describeBackup(folder: string, backup: BackupInfo, kept: string): string[] {
  const from = join(folder, BACKUPS_FOLDER, backup.name);
  const date = new Date(backup.createdMs).toISOString().slice(0, 16).replace('T', ' ');
  const lost = listLaterImports(kept, from);
  return [
    `The backup of ${date} UTC (${from}) was put in its place: ${countOf(backup.plantCount, 'plant')}, ${countOf(backup.importCount, 'import')} with ${countOf(backup.readingCount, 'reading')}, ${countOf(backup.runCount, 'run')}. What was saved after it did not come back.`,
    lost === null
      ? `Which imports are newer than the backup can no longer be read. Import again what was imported after ${date} UTC.`
      : lost.length === 0
        ? 'No import is newer than the backup.'
        : `Import again: ${lost.join(', ')}.`,
  ];
}

/** Committed imports of the damaged file that the backup does not hold; null when they cannot be read. */
function listLaterImports(damaged: string, backup: string): string[] | null {
  const sql = `SELECT file_name || ' (import #' || id || ', SHA-256 ' || substr(file_sha256, 1, 12) || '…)' AS told, file_sha256 AS hash
    FROM imports WHERE state = 'committed' ORDER BY id`;
  const read = (path: string): { told: string; hash: string }[] => {
    const db = new Database(path, { readonly: true, fileMustExist: true });
    try {
      return db.prepare<[], { told: string; hash: string }>(sql).all();
    } finally {
      db.close();
    }
  };
  try {
    const held = new Set(read(backup).map(({ hash }) => hash));
    return read(damaged)
      .filter(({ hash }) => !held.has(hash))
      .map(({ told }) => told);
  } catch {
    return null;
  }
}

function salvage(kept: string, path: string): string[] {
  const target = `${path}.restoring`;
  removeDatabase(target);
  try {
    const losses = salvageRows(kept, target);
    if (losses !== null) {
      syncFile(target);
      renameSync(target, path);
      return [
        `There is no sound backup. Every row that could still be read was taken into a new database, ${basename(path)}.`,
        ...(losses.length === 0 ? ['Of no import readings are missing.'] : losses),
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
