import type { Database } from 'better-sqlite3';
import { tidyUp } from '../storage-failure.ts';

/** After an import its user looks at the readings; the log waits until then. */
const AFTER_MS = 2000;

/**
 * Moves what is in the log on the disk to the file, a moment later and if nothing stands in the way: what has been
 * committed is as safe in the log, and nobody should wait for two writes of the same bytes.
 */
export function moveLogLater(db: Database): void {
  const timer = setTimeout(() => {
    if (db.open) void tidyUp(() => void db.pragma('wal_checkpoint(PASSIVE)'));
  }, AFTER_MS);
  timer.unref();
}
