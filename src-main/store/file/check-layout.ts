import Database from 'better-sqlite3';
import { migrate, MIGRATIONS } from '../migrations/migrate.ts';

const SELECT_LAYOUT = `SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema ORDER BY 1`;

/** True when tables and indexes are exactly those that the migrations make up to the file's version. An empty file is. */
export function hasKnownLayout(db: Database.Database): boolean {
  const version = Number(db.pragma('user_version', { simple: true }));
  const fresh = new Database(':memory:');
  try {
    if (version > 0) migrate(fresh, MIGRATIONS.slice(0, version));
    const layoutOf = (one: Database.Database): string =>
      one.prepare<[], string>(SELECT_LAYOUT).pluck().all().join('\n');
    return layoutOf(db) === layoutOf(fresh);
  } finally {
    fresh.close();
  }
}
