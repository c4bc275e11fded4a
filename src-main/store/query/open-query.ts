import Database from 'better-sqlite3';
import { AppFailure } from '@shared/errors.ts';
import { findDatabase, openForReading } from '../file/open-for-reading.ts';
import { toStoreError } from '../storage-failure.ts';
import { defineReadings } from './reading-tables.ts';

export type QueryValue = string | number | null | Uint8Array;

export interface QueryResult {
  readonly columns: readonly string[];
  /** To be read before the next query. Throws as `run` does. */
  readonly rows: Iterable<readonly QueryValue[]>;
}

export interface Query {
  /** Runs one statement that only reads. Throws `invalid-input` for any other and for wrong SQL. */
  run(sql: string): QueryResult;
  close(): void;
}

const refused = (message: string): AppFailure => new AppFailure({ kind: 'invalid-input', message });

function failureOf(caught: unknown): AppFailure {
  if (caught instanceof AppFailure) return caught;
  if (caught instanceof RangeError)
    return refused('Only one statement can be run at a time. Nothing was run.');
  const isWrongSql = caught instanceof Database.SqliteError && caught.code === 'SQLITE_ERROR';
  return isWrongSql
    ? refused(`The query cannot be run: ${caught.message}.`)
    : new AppFailure(toStoreError(caught));
}

/**
 * Opens the readings of a data folder to SQL, read-only, also while the application runs. Two connections, since the
 * virtual tables read from one while the query runs in the other. Throws `not-found` and `storage`.
 */
export function openQuery(folder: string): Query {
  const path = findDatabase(folder);
  const opened: Database.Database[] = [];
  const close = (): void => {
    for (const db of opened) db.close();
  };
  try {
    const source = openForReading(folder);
    opened.push(source);
    const db = new Database(path, { readonly: true, fileMustExist: true });
    opened.push(db);
    db.pragma('temp_store = MEMORY');
    defineReadings(db, source);
    db.pragma('query_only = ON');
    return { run: (sql) => run(db, sql), close };
  } catch (caught) {
    close();
    throw failureOf(caught);
  }
}

function run(db: Database.Database, sql: string): QueryResult {
  try {
    const statement = db.prepare<[], QueryValue[]>(sql);
    if (!statement.reader || !statement.readonly)
      throw refused('Only statements that read are allowed, such as SELECT. Nothing was changed.');
    const rows = statement.raw().iterate();
    return { columns: statement.columns().map(({ name }) => name), rows: guarded(rows) };
  } catch (caught) {
    throw failureOf(caught);
  }
}

function* guarded(rows: Iterable<readonly QueryValue[]>): Generator<readonly QueryValue[]> {
  try {
    yield* rows;
  } catch (caught) {
    throw failureOf(caught);
  }
}
