import type { Migration } from './migration.ts';

/** Detectors that learn in epochs keep the loss of each, and what they need to go on after a stop. */
export const runTrainings: Migration = {
  version: 8,
  apply: (db) => {
    db.exec(`
      CREATE TABLE run_trainings (
        run_id INTEGER PRIMARY KEY REFERENCES runs ON DELETE CASCADE,
        -- Loss of each epoch as JSON.
        losses TEXT NOT NULL,
        -- Of the samples, so that a training goes on with the same ones only.
        data_sha256 TEXT NOT NULL,
        -- That was given when the run began; null where it follows from the contamination.
        threshold REAL,
        -- Null once the run is finished.
        state BLOB
      ) STRICT;`);
  },
};
