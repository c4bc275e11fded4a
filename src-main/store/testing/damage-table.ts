import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { DATABASE_FILE } from '../open-store.ts';
import { createTemporaryStore, type TemporaryStore } from './temporary-store.ts';

/** Overwrites the page on which a table begins and opens the store again, which has to recover. */
export function reopenDamaged({ store, folder }: TemporaryStore, table: string): TemporaryStore {
  store.close();
  const path = join(folder, DATABASE_FILE);
  const db = new Database(path, { readonly: true });
  const page = Number(db.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').pluck().get(table));
  const pageBytes = Number(db.pragma('page_size', { simple: true }));
  db.close();
  const file = openSync(path, 'r+');
  writeSync(file, new Uint8Array(pageBytes).fill(0xa5), 0, pageBytes, (page - 1) * pageBytes);
  closeSync(file);
  const reopened = createTemporaryStore(folder);
  if (reopened.store.recovered.length === 0) throw new Error('the damage was not seen');
  return reopened;
}
