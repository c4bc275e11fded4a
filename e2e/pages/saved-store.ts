import { join } from 'node:path';
import Database from 'better-sqlite3';

/** The database of a closed application, read with plain SQL: what is really on disk. */
export function readStore<Row>(dataFolder: string, sql: string): Row[] {
  const database = new Database(join(dataFolder, 'boilerhouse.db'), { readonly: true });
  try {
    return database.prepare<[], Row>(sql).all();
  } finally {
    database.close();
  }
}
