import type { Migration } from './migration.ts';

/**
 * Known events become labels: beside the faults of simulated readings, what a person or a file says about a stretch.
 * Those that are there came from the simulator. The table keeps its name.
 */
export const labels: Migration = {
  version: 3,
  apply: (db) => {
    db.exec(`
      DROP INDEX known_events_by_plant;
      DROP INDEX known_events_by_import;
      ALTER TABLE known_events RENAME TO earlier_events;
      CREATE TABLE known_events (
        id INTEGER PRIMARY KEY,
        plant_id INTEGER NOT NULL REFERENCES plants ON DELETE CASCADE,
        source TEXT NOT NULL DEFAULT 'simulator' CHECK (source IN ('user', 'import', 'simulator')),
        -- The import that brought simulated readings with it.
        import_id INTEGER REFERENCES imports ON DELETE CASCADE,
        kind TEXT NOT NULL,
        tag_name TEXT,
        start_ms REAL NOT NULL,
        end_ms REAL NOT NULL,
        note TEXT NOT NULL,
        author TEXT,
        file_name TEXT,
        created_ms INTEGER,
        changed_ms INTEGER,
        -- Taken away, and kept so that it can come back.
        removed_ms INTEGER
      ) STRICT;
      INSERT INTO known_events (id, plant_id, source, import_id, kind, tag_name, start_ms, end_ms, note, created_ms)
        SELECT earlier_events.id, earlier_events.plant_id, 'simulator', import_id, kind, tag_name, start_ms, end_ms, note, finished_ms
        FROM earlier_events LEFT JOIN imports ON imports.id = import_id;
      DROP TABLE earlier_events;
      CREATE INDEX known_events_by_plant ON known_events (plant_id, start_ms);
      CREATE INDEX known_events_by_import ON known_events (import_id);`);
  },
};
