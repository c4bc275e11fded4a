import type { Migration } from './migration.ts';

/**
 * Summaries over many chunks of a tag, as its readings are read: for charts of months and years, and for the counts of the
 * tag. They follow from the chunks; opening the store fills in what is missing.
 */
export const segments: Migration = {
  version: 5,
  apply: (db) => {
    db.exec(`
      CREATE TABLE segments (
        id INTEGER PRIMARY KEY,
        tag_id INTEGER NOT NULL REFERENCES tags ON DELETE CASCADE,
        first_ms REAL NOT NULL,
        last_ms REAL NOT NULL,
        reading_count INTEGER NOT NULL,
        missing_count INTEGER NOT NULL,
        gap_count INTEGER NOT NULL,
        longest_gap_ms REAL NOT NULL,
        first_value_ms REAL,
        last_value_ms REAL,
        first_step_ms REAL NOT NULL,
        last_step_ms REAL NOT NULL,
        coarse_count INTEGER NOT NULL,
        fine_count INTEGER NOT NULL,
        coarse_checksum INTEGER NOT NULL,
        fine_checksum INTEGER NOT NULL,
        coarse BLOB NOT NULL,
        fine BLOB NOT NULL
      ) STRICT;
      CREATE INDEX segments_by_time ON segments (tag_id, first_ms, last_ms);`);
  },
};
