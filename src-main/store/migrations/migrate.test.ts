import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrate, MIGRATIONS } from './migrate.ts';
import { checksumOf } from '../readings/chunk-checksum.ts';
import { firstLayout } from './0001-first-layout.ts';
import { undoAndChecksums } from './0002-undo-and-checksums.ts';
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

describe('the newest layout', () => {
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
      'deletions',
      'fitted_detectors',
      'imports',
      'known_events',
      'plants',
      'run_modes',
      'run_operations',
      'run_tags',
      'run_trainings',
      'runs',
      'score_chunk_bytes',
      'score_chunks',
      'segments',
      'settings',
      'studies',
      'tags',
      'trials',
      'undone_imports',
      'units',
    ]);
    expect(() => db.exec("INSERT INTO units (plant_id, position, name) VALUES (99, 0, 'U1')")).toThrow(
      /FOREIGN KEY/,
    );
    db.close();
  });
});

describe('from layout 1 to 2', () => {
  /** A store as version 1 left it: one import of one chunk, and one of scores. Bytes and numbers are the test's own. */
  function createFirstLayout(): Database.Database {
    const db = new Database(path);
    db.pragma('foreign_keys = ON');
    migrate(db, [firstLayout]);
    const header = `first_ms, last_ms, reading_count, missing_count, min_value, min_value_ms, max_value, max_value_ms,
      first_value, first_value_ms, last_value, last_value_ms, sum_value, step_ms, gap_count, longest_gap_ms`;
    db.exec(`
      INSERT INTO plants (id, name) VALUES (1, 'Zawar');
      INSERT INTO tags (id, plant_id, name, reading_count) VALUES (1, 1, 'steam', 2);
      INSERT INTO imports (id, plant_id, state, source, file_name, settings, started_ms, file_sha256, notices)
        VALUES (7, 1, 'committed', 'csv', 'april.csv', '{}', 5, 'ab', '[]');
      INSERT INTO chunks (id, tag_id, import_id, ${header})
        VALUES (3, 1, 7, 1000.5, 2000, 2, 1, -0.0, 1000.5, 4.5, 2000, 4.5, 2000, 4.5, 2000, NULL, 999.5, 0, 0);
      INSERT INTO chunk_bytes VALUES (3, x'01', x'', '["Bad"]', x'0203', x'04');
      INSERT INTO runs (id, plant_id, status, detector_id, detector_options, seed, contamination, from_ms, to_ms,
        train_from_ms, train_to_ms, started_ms, program_version) VALUES (2, 1, 'finished', 'x', '{}', 1, 0.1, 0, 1, 0, 1, 0, '1');
      INSERT INTO score_chunks (id, run_id, ${header})
        VALUES (9, 2, 0, 0, 1, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, 0);
      INSERT INTO score_chunk_bytes VALUES (9, x'', x'', '[]', x'', x'05');`);
    return db;
  }
  const rows = (db: Database.Database, table: string): unknown[] =>
    db.prepare(`SELECT * FROM ${table}`).all();

  it('gives every chunk the checksum of its header and bytes, and changes nothing else', () => {
    const db = createFirstLayout();
    const tables = ['plants', 'tags', 'imports', 'chunks', 'chunk_bytes', 'runs', 'score_chunks'];
    const before = tables.map((table) => rows(db, table));
    migrate(db, MIGRATIONS.slice(0, 2));
    const header = [1000.5, 2000, 2, 1, 0, 1000.5, 4.5, 2000, 4.5, 2000, 4.5, 2000, null, 999.5, 0, 0];
    const parts = [Uint8Array.of(1), Uint8Array.of(), '["Bad"]', Uint8Array.of(2, 3), Uint8Array.of(4)];
    const scores = [0, 0, 1, 1, ...Array.from({ length: 9 }, () => null), 0, 0, 0];
    expect(rows(db, 'chunks')).toMatchObject([{ id: 3, checksum: checksumOf(header, parts) }]);
    const empty = new Uint8Array();
    expect(rows(db, 'score_chunks')).toMatchObject([
      { checksum: checksumOf(scores, [empty, empty, '[]', empty, Uint8Array.of(5)]) },
    ]);
    const after = tables.map((table) => rows(db, table));
    expect(JSON.stringify(after).replaceAll(/,"checksum":\d+/g, '')).toBe(JSON.stringify(before));
    expect(rows(db, 'undone_imports')).toEqual([]);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(db.pragma('foreign_key_check')).toEqual([]);
    db.close();
    expect(existsSync(`${path}.v1.backup`)).toBe(true);
  });
});

describe('from layout 2 to 3', () => {
  it('makes labels of the simulator of the known events, with their numbers', () => {
    const db = new Database(path);
    db.pragma('foreign_keys = ON');
    migrate(db, [firstLayout, undoAndChecksums]);
    db.exec(`
      INSERT INTO plants (id, name) VALUES (1, 'Zawar');
      INSERT INTO imports (id, plant_id, state, source, file_name, settings, started_ms, finished_ms, notices)
        VALUES (7, 1, 'committed', 'generated', 'simulated', '{}', 5, 6, '[]');
      INSERT INTO known_events (id, plant_id, import_id, kind, tag_name, start_ms, end_ms, note)
        VALUES (4, 1, 7, 'drift', 'steam', 1000.5, 2000, 'creeps'), (9, 1, 7, 'tube-leak', NULL, 3000, 4000, '');`);
    migrate(db, MIGRATIONS.slice(0, 3));
    const kept = {
      plant_id: 1,
      source: 'simulator',
      import_id: 7,
      author: null,
      created_ms: 6,
      removed_ms: null,
    };
    expect(db.prepare('SELECT * FROM known_events ORDER BY id').all()).toMatchObject([
      { ...kept, id: 4, kind: 'drift', tag_name: 'steam', start_ms: 1000.5, end_ms: 2000, note: 'creeps' },
      { ...kept, id: 9, kind: 'tube-leak', tag_name: null, start_ms: 3000, end_ms: 4000, note: '' },
    ]);
    db.exec('DELETE FROM imports');
    expect(db.prepare('SELECT * FROM known_events').all()).toEqual([]);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(db.pragma('foreign_key_check')).toEqual([]);
    db.close();
  });
});

describe('from layout 3 to 4', () => {
  it('adds room for studies and their trials, which go with them, and changes nothing else', () => {
    const db = new Database(path);
    db.pragma('foreign_keys = ON');
    migrate(db, MIGRATIONS.slice(0, 3));
    db.exec(`
      INSERT INTO plants (id, name) VALUES (1, 'Zawar');
      INSERT INTO known_events (id, plant_id, source, kind, start_ms, end_ms, note) VALUES (4, 1, 'user', 'drift', 1, 2, '');`);
    const before = db.prepare('SELECT * FROM known_events').all();
    migrate(db, MIGRATIONS.slice(0, 4));
    expect(db.prepare('SELECT * FROM known_events').all()).toEqual(before);
    db.exec(`
      INSERT INTO studies (id, plant_id, kind, status, title, request, started_ms, program_version)
        VALUES (2, 1, 'search', 'cancelled', 'knn', '{}', 5, '1');
      INSERT INTO trials (study_id, rung, number, trial) VALUES (2, 0, 0, '{}');
      DELETE FROM plants;`);
    expect(db.prepare('SELECT * FROM trials').all()).toEqual([]);
    db.close();
  });
});

describe('from layout 4 to 5', () => {
  it('adds the table of segments, and changes nothing else', () => {
    const db = new Database(path);
    db.pragma('foreign_keys = ON');
    migrate(db, MIGRATIONS.slice(0, 4));
    db.exec(`
      INSERT INTO plants (id, name) VALUES (1, 'Zawar');
      INSERT INTO tags (id, plant_id, name, reading_count) VALUES (1, 1, 'steam', 2);`);
    const tags = db.prepare('SELECT * FROM tags').all();
    migrate(db, MIGRATIONS.slice(0, 5));
    expect(db.prepare('SELECT * FROM tags').all()).toEqual(tags);
    expect(db.prepare('SELECT * FROM segments').all()).toEqual([]);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    db.close();
  });
});

describe('from layout 6 to 7', () => {
  it('adds deletions, and counts none yet for any import', () => {
    const db = new Database(path);
    db.pragma('foreign_keys = ON');
    migrate(db, MIGRATIONS.slice(0, 6));
    db.exec(`
      INSERT INTO plants (id, name) VALUES (1, 'Zawar');
      INSERT INTO tags (id, plant_id, name, reading_count) VALUES (1, 1, 'steam', 2);
      INSERT INTO imports (id, plant_id, state, source, file_name, settings, started_ms, notices)
        VALUES (7, 1, 'committed', 'csv', 'april.csv', '{}', 5, '[]');`);
    migrate(db, MIGRATIONS.slice(0, 7));
    expect(db.prepare('SELECT id, file_name, deleted_count FROM imports').all()).toEqual([
      { id: 7, file_name: 'april.csv', deleted_count: 0 },
    ]);
    expect(db.prepare('SELECT id, name, reading_count, retention_days FROM tags').all()).toEqual([
      { id: 1, name: 'steam', reading_count: 2, retention_days: null },
    ]);
    expect(db.prepare('SELECT * FROM deletions').all()).toEqual([]);
    db.close();
  });
});

describe('from layout 7 to 8', () => {
  it('has room for the training of a run, and lets go of it with the run', () => {
    const db = new Database(path);
    db.pragma('foreign_keys = ON');
    migrate(db, MIGRATIONS.slice(0, 7));
    db.exec(`
      INSERT INTO plants (id, name) VALUES (1, 'Zawar');
      INSERT INTO runs (id, plant_id, status, detector_id, detector_options, seed, contamination, from_ms, to_ms,
        train_from_ms, train_to_ms, started_ms, program_version) VALUES (2, 1, 'cancelled', 'x', '{}', 1, 0.1, 0, 1, 0, 1, 0, '1');`);
    const runs = db.prepare('SELECT * FROM runs').all();
    migrate(db, MIGRATIONS.slice(0, 8));
    expect(db.prepare('SELECT * FROM runs').all()).toEqual(runs);
    db.exec(`INSERT INTO run_trainings (run_id, losses, data_sha256, state) VALUES (2, '[]', 'ab', x'01')`);
    db.exec('DELETE FROM runs');
    expect(db.prepare('SELECT * FROM run_trainings').all()).toEqual([]);
    db.close();
  });
});

describe('from layout 9 to 10', () => {
  it('keeps the runs, whose scale of scores is not known', () => {
    const db = new Database(path);
    migrate(db, MIGRATIONS.slice(0, 9));
    db.exec(`
      INSERT INTO plants (id, name) VALUES (1, 'Zawar');
      INSERT INTO runs (id, plant_id, status, detector_id, detector_options, seed, contamination, threshold, from_ms, to_ms,
        train_from_ms, train_to_ms, started_ms, program_version) VALUES (2, 1, 'finished', 'x', '{}', 1, 0.1, 0.6, 0, 1, 0, 1, 0, '1');`);
    const runs = db.prepare<[], Record<string, unknown>>('SELECT * FROM runs').all();
    migrate(db, MIGRATIONS.slice(0, 10));
    expect(db.prepare('SELECT * FROM runs').all()).toEqual(
      runs.map((run) => ({ ...run, score_scale: null })),
    );
    db.close();
  });
});

describe('from layout 10 to 11', () => {
  it('keeps searches and their trials, of which it is not known what they were measured on', () => {
    const db = new Database(path);
    migrate(db, MIGRATIONS.slice(0, 10));
    db.exec(`
      INSERT INTO plants (id, name) VALUES (1, 'Zawar');
      INSERT INTO studies (id, plant_id, kind, status, title, request, started_ms, program_version)
        VALUES (3, 1, 'search', 'cancelled', 't', '{}', 0, '1');
      INSERT INTO trials (study_id, rung, number, trial) VALUES (3, 0, 0, '{}');`);
    const studies = db.prepare<[], Record<string, unknown>>('SELECT * FROM studies').all();
    migrate(db, MIGRATIONS.slice(0, 11));
    expect(db.prepare('SELECT * FROM studies').all()).toEqual(
      studies.map((study) => ({ ...study, trial_basis: null })),
    );
    expect(db.prepare('SELECT count(*) FROM trials').pluck().get()).toBe(1);
    db.close();
  });
});

describe('from layout 11 to 12', () => {
  it('keeps the tags of runs, all of which take part', () => {
    const db = new Database(path);
    migrate(db, MIGRATIONS.slice(0, 11));
    db.exec(`
      INSERT INTO plants (id, name) VALUES (1, 'Zawar');
      INSERT INTO tags (id, plant_id, name) VALUES (5, 1, 'load');
      INSERT INTO runs (id, plant_id, status, detector_id, detector_options, seed, contamination, from_ms, to_ms,
        train_from_ms, train_to_ms, started_ms, program_version) VALUES (2, 1, 'finished', 'x', '{}', 1, 0.1, 0, 1, 0, 1, 0, '1');
      INSERT INTO run_tags (run_id, position, tag_id) VALUES (2, 0, 5);`);
    migrate(db, MIGRATIONS.slice(0, 12));
    expect(db.prepare('SELECT * FROM run_tags').all()).toEqual([
      { run_id: 2, position: 0, tag_id: 5, left_out_known: null },
    ]);
    db.close();
  });
});
