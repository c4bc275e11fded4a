import type { Migration } from './migration.ts';

/** What an anomaly turned out to be and why, and the operation around a run. Anomalies that are there were not judged. */
export const judgements: Migration = {
  version: 6,
  apply: (db) => {
    db.exec(`
      ALTER TABLE anomalies ADD COLUMN kind TEXT;
      ALTER TABLE anomalies ADD COLUMN sensor_fault TEXT;
      ALTER TABLE anomalies ADD COLUMN mode TEXT;
      ALTER TABLE anomalies ADD COLUMN sentence TEXT;
      ALTER TABLE anomalies ADD COLUMN evidence TEXT;
      ALTER TABLE runs ADD COLUMN conditions TEXT;
      ALTER TABLE runs ADD COLUMN mode_thresholds TEXT;
      CREATE TABLE run_operations (
        run_id INTEGER PRIMARY KEY REFERENCES runs ON DELETE CASCADE,
        load_tag_id INTEGER REFERENCES tags,
        baseline TEXT NOT NULL
      ) STRICT;
      CREATE TABLE run_modes (
        run_id INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
        start_ms REAL NOT NULL,
        end_ms REAL NOT NULL,
        mode TEXT NOT NULL,
        PRIMARY KEY (run_id, start_ms)
      ) STRICT, WITHOUT ROWID;`);
  },
};
