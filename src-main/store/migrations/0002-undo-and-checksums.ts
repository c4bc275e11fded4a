import { z } from 'zod';
import type { Database } from 'better-sqlite3';
import { checksumOf } from '../readings/chunk-checksum.ts';
import type { Migration } from './migration.ts';

const HEADER = `first_ms, last_ms, reading_count, missing_count, min_value, min_value_ms, max_value, max_value_ms,
  first_value, first_value_ms, last_value, last_value_ms, sum_value, step_ms, gap_count, longest_gap_ms`;
const HEADER_COLUMNS = 16;
const BYTES = 'pyramid, qualities, statuses, times, "values"';

const headerFields = z.array(z.number().nullable());
const byteFields = z.array(z.union([z.instanceof(Uint8Array), z.string()]));

/** The numbers of imports that were taken back stay known and are not given again. Chunks get a checksum in their header. */
export const undoAndChecksums: Migration = {
  version: 2,
  apply: (db) => {
    db.exec(`
      CREATE TABLE undone_imports (
        id INTEGER PRIMARY KEY,
        plant_id INTEGER NOT NULL REFERENCES plants ON DELETE CASCADE,
        file_name TEXT NOT NULL,
        file_sha256 TEXT,
        reading_count INTEGER,
        undone_ms INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX undone_imports_by_plant ON undone_imports (plant_id);
      CREATE INDEX imports_by_hash ON imports (file_sha256);
      ALTER TABLE chunks ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE score_chunks ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;`);
    addChecksums(db);
  },
};

function addChecksums(db: Database): void {
  db.function('chunk_checksum', { deterministic: true, varargs: true }, (...values: unknown[]) =>
    checksumOf(
      headerFields.parse(values.slice(0, HEADER_COLUMNS)),
      byteFields.parse(values.slice(HEADER_COLUMNS)),
    ),
  );
  for (const [chunks, bytes] of [
    ['chunks', 'chunk_bytes'],
    ['score_chunks', 'score_chunk_bytes'],
  ])
    db.exec(`UPDATE ${chunks} SET checksum = chunk_checksum(${HEADER}, ${BYTES})
      FROM ${bytes} WHERE ${bytes}.chunk_id = ${chunks}.id`);
}
