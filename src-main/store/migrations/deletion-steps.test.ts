import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { deletionSteps } from './0009-deletion-steps.ts';
import { migrate, MIGRATIONS } from './migrate.ts';

it('keeps the deletions of earlier versions as complete ones of nobody known', () => {
  const db = new Database(':memory:');
  migrate(db, MIGRATIONS.slice(0, deletionSteps.version - 1));
  db.exec(`
    INSERT INTO plants (id, name) VALUES (1, 'Zawar');
    INSERT INTO deletions (id, plant_id, reason, tag_names, from_ms, to_ms, reading_count, deleted_ms)
      VALUES (2, 1, 'range', '["steam"]', 0, 9, 5, 7);`);
  const [before] = db.prepare<[], object>('SELECT * FROM deletions').all();
  migrate(db, MIGRATIONS.slice(0, deletionSteps.version));
  expect(db.prepare('SELECT * FROM deletions').all()).toEqual([
    { ...before, deleted_by: null, pending: null },
  ]);
  db.close();
});
