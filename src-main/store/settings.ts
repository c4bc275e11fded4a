import type { Database } from 'better-sqlite3';

/** The value of an application setting, or null. */
export const getSetting = (db: Database, key: string): string | null =>
  db.prepare<[string], string>('SELECT value FROM settings WHERE key = ?').pluck().get(key) ?? null;

export function setSetting(db: Database, key: string, value: string): void {
  db.prepare(
    'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  ).run(key, value);
}

export function removeSetting(db: Database, key: string): void {
  db.prepare('DELETE FROM settings WHERE key = ?').run(key);
}
