import type { Database } from 'better-sqlite3';

/** One step of the layout, run once in a transaction of its own. */
export interface Migration {
  /** The layout's version after it; the first is 1. */
  readonly version: number;
  readonly apply: (db: Database) => void;
}
