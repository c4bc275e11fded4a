import type { Database } from 'better-sqlite3';
import type { DataSummary } from '@shared/contract/readings.ts';

/** What is held for a plant. Open anomalies are those of its newest finished run. */
export function summariseData(db: Database, plantId: number): DataSummary {
  const row = db
    .prepare<[object], DataSummary>(
      `SELECT min(first_ms) AS firstMs, max(last_ms) AS lastMs,
         coalesce(sum(reading_count), 0) AS readingCount, coalesce(sum(missing_count), 0) AS missingCount,
         count(*) AS tagCount, coalesce(sum(gap_count), 0) AS gapCount,
         coalesce(max(longest_gap_ms), 0) AS longestGapMs,
         (SELECT count(*) FROM imports WHERE plant_id = @plantId AND state = 'committed') AS importCount,
         coalesce((SELECT anomaly_count FROM runs WHERE plant_id = @plantId AND status = 'finished'
                   ORDER BY id DESC LIMIT 1), 0) AS openAnomalyCount
       FROM tags WHERE plant_id = @plantId`,
    )
    .get({ plantId });
  if (row === undefined) throw new Error('An aggregate gives one row.');
  return row;
}

/** Readings held over all plants. */
export const countReadings = (db: Database): number =>
  db.prepare<[], number>('SELECT coalesce(sum(reading_count), 0) FROM tags').pluck().get() ?? 0;
