import Database from 'better-sqlite3';
import { conflict } from '../storage-failure.ts';

/** A program that was just ended may take a moment to let go. */
const PATIENCE_MS = 5000;

/**
 * Takes the data folder for this process, until it ends or calls the returned function. The lock is one of the
 * operating system, so a killed program leaves none behind. Throws `conflict` when another program has it.
 */
export function lockFolder(path: string, patienceMs = PATIENCE_MS): () => void {
  const db = new Database(path, { timeout: patienceMs });
  try {
    db.pragma('journal_mode = MEMORY');
    db.exec('BEGIN EXCLUSIVE');
  } catch (caught) {
    db.close();
    if (caught instanceof Database.SqliteError && caught.code.startsWith('SQLITE_BUSY'))
      throw conflict(
        'This data folder is in use by another Boilerhouse (the window or the command line). Close it, or choose another folder with --data-dir.',
      );
    throw caught;
  }
  return () => {
    db.close();
  };
}
