import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import type { DataChanged } from '@shared/contract/contract.ts';
import { endUnfinished } from './end-unfinished.ts';
import { migrate } from './migrations/migrate.ts';
import { openReader, openWriter } from './open-database.ts';
import { lockFolder } from './store-lock.ts';

export const DATABASE_FILE = 'boilerhouse.db';
export const LOCK_FILE = 'boilerhouse.lock';

export interface StoreOptions {
  /** Data folder, made where it does not exist; null for a store in memory that ends with the process. */
  readonly folder: string | null;
  readonly programVersion: string;
  /** UTC epoch ms. */
  readonly now: () => number;
  /** Called after each commit that others can see. */
  readonly onChanged: (change: DataChanged) => void;
}

export interface Store extends StoreOptions {
  readonly writer: Database;
  /** Sees what is committed, also while an import is being written. */
  readonly reader: Database;
  /** What the last exit cut off, in sentences. */
  readonly interrupted: readonly string[];
  /** Bytes on disk. */
  databaseBytes(): number;
  close(): void;
}

/** Opens the store of a data folder, brings it up to date and clears what was cut off. Throws `storage` and `conflict`. */
export function openStore(options: StoreOptions): Store {
  const { folder } = options;
  if (folder === null) {
    const db = openWriter(':memory:');
    migrate(db);
    return {
      ...options,
      writer: db,
      reader: db,
      interrupted: [],
      databaseBytes: () => 0,
      close: () => db.close(),
    };
  }
  mkdirSync(folder, { recursive: true });
  const path = join(folder, DATABASE_FILE);
  const unlock = lockFolder(join(folder, LOCK_FILE));
  const opened: Database[] = [];
  const closeAll = (): void => {
    for (const db of opened.reverse()) db.close();
    unlock();
  };
  try {
    const writer = openWriter(path);
    opened.push(writer);
    migrate(writer);
    const interrupted = endUnfinished(writer, folder, options.now());
    const reader = openReader(path);
    opened.push(reader);
    return {
      ...options,
      writer,
      reader,
      interrupted,
      databaseBytes: () =>
        statSync(path).size + (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0),
      close: () => {
        writer.pragma('wal_checkpoint(TRUNCATE)');
        closeAll();
      },
    };
  } catch (caught) {
    closeAll();
    throw caught;
  }
}
