import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { judgements } from './0006-judgements.ts';
import { migrate, MIGRATIONS } from './migrate.ts';

it('keeps the anomalies of earlier versions as ones that were not judged', () => {
  const folder = mkdtempSync(join(tmpdir(), 'boilerhouse-judgements-'));
  const db = new Database(join(folder, 'store.db'));
  db.pragma('foreign_keys = ON');
  migrate(db, MIGRATIONS.slice(0, judgements.version - 1));
  db.exec(`
    INSERT INTO plants (id, name) VALUES (1, 'Zawar');
    INSERT INTO runs (id, plant_id, status, detector_id, detector_options, seed, contamination, from_ms, to_ms,
      train_from_ms, train_to_ms, started_ms, program_version)
      VALUES (2, 1, 'finished', 'isolation-forest', '{}', 42, 0.05, 0, 9, 0, 9, 5, '1');
    INSERT INTO anomalies (id, run_id, revision, start_ms, end_ms, peak_ms, peak_score, sample_count)
      VALUES (3, 2, 0, 1, 2, 1, 0.7, 2);`);
  migrate(db, MIGRATIONS.slice(0, judgements.version));
  const interval = { id: 3, run_id: 2, revision: 0, start_ms: 1, end_ms: 2, peak_ms: 1, peak_score: 0.7 };
  const judged = { kind: null, sensor_fault: null, mode: null, sentence: null, evidence: null };
  expect(db.prepare('SELECT * FROM anomalies').all()).toEqual([{ ...interval, sample_count: 2, ...judged }]);
  expect(db.prepare('SELECT conditions, mode_thresholds FROM runs').all()).toEqual([
    { conditions: null, mode_thresholds: null },
  ]);
  expect(db.pragma('foreign_key_check')).toEqual([]);
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  db.close();
  rmSync(folder, { recursive: true });
});
