import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrate, MIGRATIONS } from './migrate.ts';
import type { Migration } from './migration.ts';

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'boilerhouse-migrate-'));
  path = join(folder, 'test.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

const create: Migration = {
  version: 1,
  apply: (db) => db.exec('CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT) STRICT'),
};
const extend: Migration = { version: 2, apply: (db) => db.exec('ALTER TABLE notes ADD COLUMN author TEXT') };
const breakHalfway: Migration = {
  version: 2,
  apply: (db) => {
    db.exec(`DELETE FROM notes; CREATE TABLE half (id INTEGER) STRICT`);
    throw new Error('no space');
  },
};

const version = (db: Database.Database): unknown => db.pragma('user_version', { simple: true });

describe('migrating the database', () => {
  it('brings a new file to the newest layout, with our mark and no backup', () => {
    const db = new Database(path);
    migrate(db);
    expect(version(db)).toBe(MIGRATIONS.length);
    expect(db.pragma('application_id', { simple: true })).toBe(0x424f494c);
    expect(existsSync(`${path}.v0.backup`)).toBe(false);
    db.close();
  });

  it('numbers the migrations without a hole', () => {
    expect(MIGRATIONS.map((migration) => migration.version)).toEqual(MIGRATIONS.map((_, i) => i + 1));
  });

  it('runs what is new, keeps the data, and copies the file as it was', () => {
    const db = new Database(path);
    migrate(db, [create]);
    db.exec(`INSERT INTO notes (text) VALUES ('kept')`);
    migrate(db, [create, extend]);
    expect(db.prepare('SELECT text, author FROM notes').all()).toEqual([{ text: 'kept', author: null }]);
    db.close();
    const backup = new Database(`${path}.v1.backup`, { readonly: true });
    expect(version(backup)).toBe(1);
    expect(backup.prepare('SELECT * FROM notes').all()).toEqual([{ id: 1, text: 'kept' }]);
    backup.close();
  });

  it('leaves the old layout whole when a step fails', () => {
    const db = new Database(path);
    migrate(db, [create]);
    db.exec(`INSERT INTO notes (text) VALUES ('kept')`);
    expect(() => migrate(db, [create, breakHalfway])).toThrow('no space');
    expect(version(db)).toBe(1);
    expect(db.prepare('SELECT text FROM notes').all()).toEqual([{ text: 'kept' }]);
    expect(db.prepare(`SELECT name FROM sqlite_schema WHERE name = 'half'`).all()).toEqual([]);
    db.close();
  });

  it('does nothing, and makes no copy, when nothing is new', () => {
    const db = new Database(path);
    migrate(db, [create]);
    migrate(db, [create]);
    expect(existsSync(`${path}.v1.backup`)).toBe(false);
    db.close();
  });

  it('refuses a file of a newer program and says so', () => {
    const db = new Database(path);
    migrate(db, [create, extend]);
    expect(() => migrate(db, [create])).toThrow(
      /newer version of Boilerhouse \(layout 2, this one knows 1\)/,
    );
    db.close();
  });

  it('refuses the database of another program', () => {
    const db = new Database(path);
    db.exec('CREATE TABLE theirs (id INTEGER)');
    expect(() => migrate(db)).toThrow(/another program/);
    expect(version(db)).toBe(0);
    db.close();
  });
});

describe('layout 1', () => {
  it('has strict tables and sound references', () => {
    const db = new Database(path);
    db.pragma('foreign_keys = ON');
    migrate(db);
    const tables = db
      .prepare<[], { name: string; strict: number }>(
        `SELECT name, strict FROM pragma_table_list WHERE schema = 'main'`,
      )
      .all()
      .filter((table) => !table.name.startsWith('sqlite_'));
    expect(tables.filter((table) => table.strict !== 1)).toEqual([]);
    expect(tables.map((table) => table.name).toSorted()).toEqual([
      'anomalies',
      'anomaly_contributions',
      'chunk_bytes',
      'chunks',
      'fitted_detectors',
      'imports',
      'known_events',
      'plants',
      'run_tags',
      'runs',
      'score_chunk_bytes',
      'score_chunks',
      'settings',
      'tags',
      'units',
    ]);
    expect(() => db.exec("INSERT INTO units (plant_id, position, name) VALUES (99, 0, 'U1')")).toThrow(
      /FOREIGN KEY/,
    );
    db.close();
  });
});
