import { dirname } from 'node:path';
import type { Database } from 'better-sqlite3';
import { countOf } from '@core/csv/messages.ts';
import { type AppError, AppFailure } from '@shared/errors.ts';
import { dropDeletion, getPending } from './deletion-record.ts';
import { freeBytes } from '../file/disk-space.ts';
import { diskFull, isDiskFull, toStoreError } from '../storage-failure.ts';

/**
 * What to tell when a deletion fails, with what is gone by then; `cause` is what was thrown. Before anything is gone the
 * deletion is withdrawn, else the next start completes it.
 */
export function deletionFailure(db: Database, id: number, caught: unknown): AppFailure {
  const failure = new AppFailure(explain(db, caught, tellGone(db, id)));
  failure.cause = caught;
  return failure;
}

function tellGone(db: Database, id: number): string {
  const { readingCount, touchedTags } = getPending(db, id);
  if (touchedTags.length > 0) {
    const gone = `${countOf(readingCount, 'reading')} of ${countOf(touchedTags.length, 'tag')}`;
    return `${gone} ${readingCount === 1 ? 'is' : 'are'} gone already. The next start of the program deletes the rest.`;
  }
  try {
    dropDeletion(db, id);
    return 'Nothing was deleted.';
  } catch {
    // A disk that is full has no room for that either.
    return 'Nothing is gone yet. The next start of the program deletes it.';
  }
}

function explain(db: Database, caught: unknown, gone: string): AppError {
  const folder = db.memory ? null : dirname(db.name);
  if (isDiskFull(caught)) return diskFull(null, freeBytes(folder), gone).error;
  const error = toStoreError(caught, folder);
  return 'message' in error ? { ...error, message: `${error.message} ${gone}` } : error;
}
