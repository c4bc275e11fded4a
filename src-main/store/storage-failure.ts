import { join } from 'node:path';
import { type AppError, AppFailure, systemCode, toAppError } from '@shared/errors.ts';
import { freeBytes } from './file/disk-space.ts';
import { DATABASE_FILE } from './file/file-names.ts';
import { findLockHolder } from './file/lock-holder.ts';

/** The shared memory of SQLite is a small file beside the database. */
const FULL = ['SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE', 'ENOSPC', 'EDQUOT'];

const ADVICE: readonly (readonly [code: string, message: string])[] = [
  ['SQLITE_LOCKED', 'The database is busy. Try again.'],
  ...['SQLITE_READONLY', 'EACCES', 'EPERM', 'EROFS'].map(
    (code) => [code, 'The data folder cannot be written to. Check its permissions and try again.'] as const,
  ),
  [
    'SQLITE_CANTOPEN',
    'The database cannot be opened. Check that the data folder exists and can be written to.',
  ],
  [
    'SQLITE_CORRUPT',
    'The database file is damaged. Do not delete it. Restore a backup under File, Backups and Checks, or start the program again: either keeps the damaged file and tells what came back.',
  ],
  [
    'SQLITE_NOTADB',
    'The file in the data folder is not a database. It was not changed. Choose another data folder.',
  ],
  ...['SQLITE_IOERR', 'EIO'].map(
    (code) =>
      [code, 'The disk reported an error while reading or writing. Check the disk and try again.'] as const,
  ),
];

/** SQLite's or the system's word for a disk without room. */
export const isDiskFull = (caught: unknown): boolean => FULL.includes(systemCode(caught) ?? '');

/**
 * The AppError for anything thrown in the store: codes of SQLite and of the system get words that say what to do.
 * `folder`: where the data lies, to tell how much room there is.
 */
export function toStoreError(caught: unknown, folder: string | null = null): AppError {
  if (isDiskFull(caught))
    return diskFull(null, freeBytes(folder), 'Nothing of this step was saved; your data is as before.').error;
  const code = systemCode(caught) ?? '';
  if (code.startsWith('SQLITE_BUSY')) return locked(folder);
  const known = ADVICE.find(([prefix]) => code.startsWith(prefix));
  return known !== undefined && caught instanceof Error
    ? { kind: 'storage', message: `${known[1]} (${caught.message})` }
    : toAppError(caught);
}

function locked(folder: string | null): AppError {
  const holder = folder === null ? null : findLockHolder(join(folder, DATABASE_FILE));
  const who = holder === null ? '' : `: ${holder.name} (process ${holder.processId})`;
  return {
    kind: 'storage',
    message: `The database is locked by another program${who}. Close what has it open (a backup or a database viewer) and try again.`,
  };
}

/** Runs `work`; what it throws becomes an AppFailure. Defects keep their stack as the cause. */
export async function withStoreFailures<T>(
  work: () => T | Promise<T>,
  folder: string | null = null,
): Promise<T> {
  try {
    return await work();
  } catch (caught) {
    if (caught instanceof AppFailure) throw caught;
    const failure = new AppFailure(toStoreError(caught, folder));
    failure.cause = caught;
    throw failure;
  }
}

/**
 * Runs what tidies up behind a step that is saved already. Where the disk has no room for it, it is left to the next
 * start, which does the same: the step itself has not failed.
 */
export async function tidyUp(work: () => void | Promise<void>): Promise<void> {
  try {
    await work();
  } catch (caught) {
    if (!isDiskFull(caught)) throw caught;
  }
}

export const notFound = (what: string): AppFailure =>
  new AppFailure({ kind: 'not-found', message: `${what} is not in the store.` });

export const conflict = (message: string): AppFailure => new AppFailure({ kind: 'conflict', message });

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6).toLocaleString('en')} MB`;

/** `what`: what became of the work, in a sentence. `extent`: how the needed bytes are known. */
export const diskFull = (
  neededBytes: number | null,
  freeBytes: number | null,
  what: string,
  extent: 'about' | 'more than' = 'about',
): AppFailure => {
  const known = [
    neededBytes === null ? null : `needed ${extent} ${megabytes(neededBytes)}`,
    freeBytes === null ? null : `free ${megabytes(freeBytes)}`,
  ].filter((part) => part !== null);
  const figures = known.length === 0 ? '' : ` (${known.join(', ')})`;
  return new AppFailure({
    kind: 'storage',
    message: `The disk is full${figures}. ${what} Free some space and try again.`,
  });
};
