import type { Database, Statement } from 'better-sqlite3';

/** A statement that is prepared once for a connection: a chart asks the same for every tag and part. */
export function statementOf<Parameters extends unknown[], Row>(
  sql: string,
): (db: Database) => Statement<Parameters, Row> {
  const known = new WeakMap<Database, Statement<Parameters, Row>>();
  return (db) => {
    const statement = known.get(db) ?? db.prepare<Parameters, Row>(sql);
    known.set(db, statement);
    return statement;
  };
}
