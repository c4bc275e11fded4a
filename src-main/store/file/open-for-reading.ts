import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { AppFailure } from '@shared/errors.ts';
import { MIGRATIONS } from '../migrations/migrate.ts';
import { openReader } from './open-database.ts';
import { DATABASE_FILE } from '../open-store.ts';

/** Path of the database in a data folder. Throws `not-found` when there is none. */
export function findDatabase(folder: string): string {
  const path = join(folder, DATABASE_FILE);
  if (existsSync(path)) return path;
  throw new AppFailure({
    kind: 'not-found',
    message: `There are no data in ${folder}. Name the data folder with --data-dir, or import a file first.`,
  });
}

/** Opens the database of a data folder read-only, also while the application runs. Throws `not-found` and `storage`. */
export function openForReading(folder: string): Database {
  const db = openReader(findDatabase(folder));
  const version = db.pragma('user_version', { simple: true });
  const newest = MIGRATIONS.at(-1)?.version;
  if (version === newest) return db;
  const { name } = db;
  db.close();
  throw new AppFailure({
    kind: 'storage',
    message: `${name} has layout ${String(version)}, this program reads layout ${String(newest)}. Open it once with the application, which brings older files up to date.`,
  });
}
