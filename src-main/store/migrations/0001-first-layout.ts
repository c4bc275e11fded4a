import type { Migration } from './migration.ts';

/**
 * What is known of a chunk without its bytes. Lists and charts read these rows only, so they are kept apart from the
 * bytes: a hundred a page instead of one. Times of readings are REAL, since some sources have parts of a millisecond.
 */
const CHUNK_HEADER = `
  first_ms REAL NOT NULL,
  last_ms REAL NOT NULL,
  reading_count INTEGER NOT NULL,
  missing_count INTEGER NOT NULL,
  min_value REAL,
  min_value_ms REAL,
  max_value REAL,
  max_value_ms REAL,
  first_value REAL,
  first_value_ms REAL,
  last_value REAL,
  last_value_ms REAL,
  sum_value REAL,
  step_ms REAL NOT NULL,
  gap_count INTEGER NOT NULL,
  longest_gap_ms REAL NOT NULL`;

const CHUNK_BYTES = `
  pyramid BLOB NOT NULL,
  qualities BLOB NOT NULL,
  statuses TEXT NOT NULL,
  times BLOB NOT NULL,
  "values" BLOB NOT NULL`;

const PLANTS = `
CREATE TABLE plants (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  country TEXT,
  state TEXT,
  latitude REAL,
  longitude REAL,
  fuel TEXT,
  capacity_mw REAL,
  owner TEXT,
  commissioning_year INTEGER,
  source TEXT,
  source_id TEXT UNIQUE,
  notes TEXT
) STRICT;

CREATE TABLE units (
  id INTEGER PRIMARY KEY,
  plant_id INTEGER NOT NULL REFERENCES plants ON DELETE CASCADE,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  capacity_mw REAL,
  commissioning_year INTEGER,
  UNIQUE (plant_id, position)
) STRICT;

-- The counts and times of a tag are those of the readings as they are read: where imports overlap, a time counts once.
CREATE TABLE tags (
  id INTEGER PRIMARY KEY,
  plant_id INTEGER NOT NULL REFERENCES plants ON DELETE CASCADE,
  name TEXT NOT NULL,
  description TEXT,
  unit TEXT,
  low_limit REAL,
  high_limit REAL,
  reading_count INTEGER NOT NULL DEFAULT 0,
  missing_count INTEGER NOT NULL DEFAULT 0,
  first_ms REAL,
  last_ms REAL,
  gap_count INTEGER NOT NULL DEFAULT 0,
  longest_gap_ms REAL NOT NULL DEFAULT 0,
  UNIQUE (plant_id, name)
) STRICT;`;

const READINGS = `
CREATE TABLE imports (
  id INTEGER PRIMARY KEY,
  plant_id INTEGER NOT NULL REFERENCES plants ON DELETE CASCADE,
  state TEXT NOT NULL CHECK (state IN ('loading', 'committed')),
  source TEXT NOT NULL CHECK (source IN ('csv', 'generated')),
  file_name TEXT NOT NULL,
  settings TEXT NOT NULL,
  started_ms INTEGER NOT NULL,
  finished_ms INTEGER,
  file_bytes INTEGER,
  file_sha256 TEXT,
  row_count INTEGER,
  reading_count INTEGER,
  missing_count INTEGER,
  rejected_count INTEGER,
  duplicate_count INTEGER,
  first_ms REAL,
  last_ms REAL,
  notices TEXT
) STRICT;
CREATE INDEX imports_by_plant ON imports (plant_id);

CREATE TABLE chunks (
  id INTEGER PRIMARY KEY,
  tag_id INTEGER NOT NULL REFERENCES tags,
  import_id INTEGER NOT NULL REFERENCES imports,${CHUNK_HEADER}
) STRICT;
CREATE INDEX chunks_by_time ON chunks (tag_id, first_ms, last_ms, import_id);
CREATE INDEX chunks_by_import ON chunks (import_id, tag_id, first_ms);

CREATE TABLE chunk_bytes (
  chunk_id INTEGER PRIMARY KEY REFERENCES chunks ON DELETE CASCADE,${CHUNK_BYTES}
) STRICT;

CREATE TABLE known_events (
  id INTEGER PRIMARY KEY,
  plant_id INTEGER NOT NULL REFERENCES plants ON DELETE CASCADE,
  import_id INTEGER NOT NULL REFERENCES imports ON DELETE CASCADE,
  kind TEXT NOT NULL,
  tag_name TEXT,
  start_ms REAL NOT NULL,
  end_ms REAL NOT NULL,
  note TEXT NOT NULL
) STRICT;
CREATE INDEX known_events_by_plant ON known_events (plant_id, start_ms);
CREATE INDEX known_events_by_import ON known_events (import_id);`;

const RUNS = `
CREATE TABLE runs (
  id INTEGER PRIMARY KEY,
  plant_id INTEGER NOT NULL REFERENCES plants ON DELETE CASCADE,
  status TEXT NOT NULL CHECK (status IN ('running', 'finished', 'failed', 'cancelled', 'interrupted')),
  detector_id TEXT NOT NULL,
  detector_options TEXT NOT NULL,
  seed REAL NOT NULL,
  contamination REAL NOT NULL,
  threshold REAL,
  from_ms REAL NOT NULL,
  to_ms REAL NOT NULL,
  train_from_ms REAL NOT NULL,
  train_to_ms REAL NOT NULL,
  sample_count INTEGER NOT NULL DEFAULT 0,
  scored_count INTEGER NOT NULL DEFAULT 0,
  anomalous_count INTEGER NOT NULL DEFAULT 0,
  anomaly_count INTEGER NOT NULL DEFAULT 0,
  started_ms INTEGER NOT NULL,
  finished_ms INTEGER,
  program_version TEXT NOT NULL,
  data_sha256 TEXT,
  message TEXT,
  -- Anomalies of this revision are the run's; a higher one is being written.
  revision INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX runs_by_plant ON runs (plant_id);

CREATE TABLE run_tags (
  run_id INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
  position INTEGER NOT NULL,
  tag_id INTEGER NOT NULL REFERENCES tags,
  PRIMARY KEY (run_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX run_tags_by_tag ON run_tags (tag_id);

CREATE TABLE fitted_detectors (
  run_id INTEGER PRIMARY KEY REFERENCES runs ON DELETE CASCADE,
  fitted TEXT NOT NULL
) STRICT;

CREATE TABLE score_chunks (
  id INTEGER PRIMARY KEY,
  run_id INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,${CHUNK_HEADER}
) STRICT;
CREATE INDEX score_chunks_by_time ON score_chunks (run_id, first_ms, last_ms);

CREATE TABLE score_chunk_bytes (
  chunk_id INTEGER PRIMARY KEY REFERENCES score_chunks ON DELETE CASCADE,${CHUNK_BYTES}
) STRICT;

CREATE TABLE anomalies (
  id INTEGER PRIMARY KEY,
  run_id INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
  revision INTEGER NOT NULL,
  start_ms REAL NOT NULL,
  end_ms REAL NOT NULL,
  peak_ms REAL NOT NULL,
  peak_score REAL NOT NULL,
  sample_count INTEGER NOT NULL
) STRICT;
CREATE INDEX anomalies_by_start ON anomalies (run_id, revision, start_ms);

CREATE TABLE anomaly_contributions (
  anomaly_id INTEGER NOT NULL REFERENCES anomalies ON DELETE CASCADE,
  position INTEGER NOT NULL,
  tag_id INTEGER NOT NULL REFERENCES tags,
  share REAL NOT NULL,
  actual REAL,
  usual REAL,
  PRIMARY KEY (anomaly_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX anomaly_contributions_by_tag ON anomaly_contributions (tag_id);`;

const SETTINGS = `
CREATE TABLE settings (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;`;

export const firstLayout: Migration = {
  version: 1,
  apply: (db) => {
    db.exec(PLANTS + READINGS + RUNS + SETTINGS);
  },
};
