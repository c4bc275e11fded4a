import type { Migration } from './migration.ts';

/** Comparisons, searches and back-tests, with the trials of searches. */
export const studies: Migration = {
  version: 4,
  apply: (db) => {
    db.exec(`
      CREATE TABLE studies (
        id INTEGER PRIMARY KEY,
        plant_id INTEGER NOT NULL REFERENCES plants ON DELETE CASCADE,
        kind TEXT NOT NULL CHECK (kind IN ('comparison', 'search', 'back-test')),
        status TEXT NOT NULL CHECK (status IN ('running', 'finished', 'failed', 'cancelled', 'interrupted')),
        title TEXT NOT NULL,
        request TEXT NOT NULL,
        result TEXT,
        started_ms INTEGER NOT NULL,
        finished_ms INTEGER,
        program_version TEXT NOT NULL,
        message TEXT
      ) STRICT;
      CREATE INDEX studies_by_plant ON studies (plant_id, kind);
      CREATE TABLE trials (
        study_id INTEGER NOT NULL REFERENCES studies ON DELETE CASCADE,
        rung INTEGER NOT NULL,
        number INTEGER NOT NULL,
        trial TEXT NOT NULL,
        PRIMARY KEY (study_id, rung, number)
      ) STRICT, WITHOUT ROWID;`);
  },
};
