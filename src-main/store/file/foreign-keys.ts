import type { Database } from 'better-sqlite3';

interface ForeignKey {
  readonly parent: string;
  readonly column: string;
  /** Null = the primary key. */
  readonly parentColumn: string | null;
}

const listTables = (db: Database): string[] =>
  db
    .prepare<[], string>(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid`,
    )
    .pluck()
    .all();

const listKeys = (db: Database, table: string): ForeignKey[] =>
  db
    .prepare<[string], ForeignKey>(
      `SELECT "table" AS parent, "from" AS "column", "to" AS parentColumn FROM pragma_foreign_key_list(?)`,
    )
    .all(table);

/** The database's own tables, each after those that its rows belong to. */
export function tablesInOrder(db: Database): string[] {
  const ordered: string[] = [];
  const visit = (table: string): void => {
    if (ordered.includes(table)) return;
    for (const { parent } of listKeys(db, table)) if (parent !== table) visit(parent);
    ordered.push(table);
  };
  for (const table of listTables(db)) visit(table);
  return ordered;
}

/** Deletes rows that belong to something that is not there. One pass is enough: parents come before their children. */
export function dropOrphans(db: Database): void {
  for (const table of tablesInOrder(db))
    for (const { parent, column, parentColumn } of listKeys(db, table))
      db.exec(
        `DELETE FROM "${table}" WHERE "${column}" IS NOT NULL
         AND "${column}" NOT IN (SELECT "${parentColumn ?? primaryKeyOf(db, parent)}" FROM "${parent}")`,
      );
}

const primaryKeyOf = (db: Database, table: string): string =>
  db.prepare<[string], string>('SELECT name FROM pragma_table_info(?) WHERE pk = 1').pluck().get(table) ??
  'rowid';
