import type { Migration } from './migration.ts';

/**
 * What was deleted by range of time or for its age is recorded and told. An import knows how many of its readings went,
 * so that its file can be imported again. A tag may have an age above which its readings go.
 */
export const deletions: Migration = {
  version: 7,
  apply: (db) => {
    db.exec(`
      CREATE TABLE deletions (
        id INTEGER PRIMARY KEY,
        plant_id INTEGER NOT NULL REFERENCES plants ON DELETE CASCADE,
        reason TEXT NOT NULL CHECK (reason IN ('range', 'retention')),
        -- JSON: the names that the tags had.
        tag_names TEXT NOT NULL,
        -- Null where it was open.
        from_ms REAL,
        to_ms REAL NOT NULL,
        reading_count INTEGER NOT NULL,
        deleted_ms INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX deletions_by_plant ON deletions (plant_id, id);
      ALTER TABLE imports ADD COLUMN deleted_count INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE tags ADD COLUMN retention_days INTEGER CHECK (retention_days > 0);`);
  },
};
