import { copyFileSync, existsSync, renameSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { AppFailure } from '@shared/errors.ts';
import { removeDatabase, syncFile, timeInName, verifyBackup } from './backups.ts';

/** A copy on its way to become the database. Complete when there is no database beside it. */
const restoringPath = (path: string): string => `${path}.restoring`;

/**
 * Copies a backup next to the database at `path` and checks the copy; the database goes on being used. Throws
 * `storage` or `not-found` and leaves nothing.
 */
export async function prepareRestore(path: string, backup: string): Promise<void> {
  if (!existsSync(backup))
    throw new AppFailure({
      kind: 'not-found',
      message: `There is no backup ${backup}. Nothing was changed.`,
    });
  const restoring = restoringPath(path);
  removeDatabase(restoring);
  try {
    await verifyBackup(backup);
    copyFileSync(backup, restoring);
    syncFile(restoring);
  } catch (caught) {
    removeDatabase(restoring);
    throw caught;
  }
}

/**
 * Puts the prepared copy in the place of the database, which must be closed, and keeps the database beside it. Returns
 * the path under which it is kept.
 */
export function swapIn(path: string, nowMs: number): string {
  const kept = freePath(path, 'before-restore', nowMs);
  moveDatabase(path, kept);
  renameSync(restoringPath(path), path);
  return kept;
}

/** What a swap that was cut off has left: completed where the database is away already, else dropped. */
export function finishSwap(path: string): void {
  const restoring = restoringPath(path);
  if (!existsSync(restoring)) return;
  if (existsSync(path)) removeDatabase(restoring);
  else renameSync(restoring, path);
}

/** Renames a closed database. Its log, where one is left, goes first: without it the name that is looked for is still there. */
export function moveDatabase(path: string, to: string): void {
  for (const end of ['-wal', '-shm', '']) if (existsSync(path + end)) renameSync(path + end, to + end);
}

/** `<folder>/boilerhouse.<why>-<time>.db`, with a number where there is one already. */
export function freePath(path: string, why: string, nowMs: number): string {
  const stem = join(dirname(path), `${basename(path, '.db')}.${why}-${timeInName(nowMs)}`);
  for (let n = 1; ; n++) {
    const free = n === 1 ? `${stem}.db` : `${stem}-${n}.db`;
    if (!existsSync(free)) return free;
  }
}
