import { type AppError, AppFailure, toAppError } from '@shared/errors.ts';

const ADVICE: readonly (readonly [code: string, message: string])[] = [
  [
    'SQLITE_FULL',
    'The disk is full. Nothing of this step was saved; your data is as before. Free some space and try again.',
  ],
  [
    'SQLITE_BUSY',
    'The database is locked by another program. Close what has it open (a backup or a database viewer) and try again.',
  ],
  ['SQLITE_LOCKED', 'The database is busy. Try again.'],
  ['SQLITE_READONLY', 'The data folder cannot be written to. Check its permissions and try again.'],
  [
    'SQLITE_CANTOPEN',
    'The database cannot be opened. Check that the data folder exists and can be written to.',
  ],
  [
    'SQLITE_CORRUPT',
    'The database file is damaged. Do not delete it; restore a backup into another data folder.',
  ],
  [
    'SQLITE_NOTADB',
    'The file in the data folder is not a database. It was not changed. Choose another data folder.',
  ],
  ['SQLITE_IOERR', 'The disk reported an error while reading or writing. Check the disk and try again.'],
];

/** The AppError for anything thrown in the store: SQLite's own codes get words that say what to do. */
export function toStoreError(caught: unknown): AppError {
  if (caught instanceof Error && 'code' in caught && typeof caught.code === 'string') {
    const code = caught.code;
    const known = ADVICE.find(([prefix]) => code.startsWith(prefix));
    if (known !== undefined) return { kind: 'storage', message: `${known[1]} (${caught.message})` };
  }
  return toAppError(caught);
}

/** Runs `work`; what it throws becomes an AppFailure. Defects keep their stack as the cause. */
export async function withStoreFailures<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (caught) {
    if (caught instanceof AppFailure) throw caught;
    const failure = new AppFailure(toStoreError(caught));
    failure.cause = caught;
    throw failure;
  }
}

export const notFound = (what: string): AppFailure =>
  new AppFailure({ kind: 'not-found', message: `${what} is not in the store.` });

export const conflict = (message: string): AppFailure => new AppFailure({ kind: 'conflict', message });

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6).toLocaleString('en')} MB`;

/** `what`: what became of the work, in a sentence. */
export const diskFull = (neededBytes: number | null, freeBytes: number | null, what: string): AppFailure => {
  const known = [
    neededBytes === null ? null : `needed about ${megabytes(neededBytes)}`,
    freeBytes === null ? null : `free ${megabytes(freeBytes)}`,
  ].filter((part) => part !== null);
  const extent = known.length === 0 ? '' : ` (${known.join(', ')})`;
  return new AppFailure({
    kind: 'storage',
    message: `The disk is full${extent}. ${what} Free some space and try again.`,
  });
};
