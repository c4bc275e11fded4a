import type { Database } from 'better-sqlite3';

/** The number of a committed import of the same file, read in the same way into the same plant; null when there is none, or when some of its readings were deleted since. */
export const findSameImport = (db: Database, importId: number, fileSha256: string): number | null =>
  db
    .prepare<[object], number>(
      `SELECT other.id FROM imports AS other JOIN imports AS this ON this.id = @importId
       WHERE other.file_sha256 = @fileSha256 AND other.state = 'committed' AND other.deleted_count = 0 AND this.source = 'csv'
         AND other.plant_id = this.plant_id AND other.source = this.source AND other.settings = this.settings
       ORDER BY other.id LIMIT 1`,
    )
    .pluck()
    .get({ importId, fileSha256 }) ?? null;
