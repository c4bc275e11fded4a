import type { Database } from 'better-sqlite3';

type Value = number | string | null;

/** Rows of one statement: enough that a row costs little more than its place in the table. */
const TOGETHER = 128;

/**
 * Inserts many rows into a table, over a hundred with a statement. `values` are those of all rows one after the other,
 * each row with one for each column. Names are the program's own, never a user's.
 */
export function insertRows(
  db: Database,
  table: string,
  columns: readonly string[],
  values: readonly Value[],
): void {
  const width = columns.length;
  const row = `(${columns.map(() => '?').join(', ')})`;
  const insertOf = (rowCount: number) =>
    db.prepare<Value[]>(
      `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${Array.from({ length: rowCount }, () => row).join(', ')}`,
    );
  const whole = values.length - (values.length % (TOGETHER * width));
  if (whole > 0) {
    const insert = insertOf(TOGETHER);
    for (let at = 0; at < whole; at += TOGETHER * width)
      insert.run(...values.slice(at, at + TOGETHER * width));
  }
  if (whole < values.length) insertOf((values.length - whole) / width).run(...values.slice(whole));
}
