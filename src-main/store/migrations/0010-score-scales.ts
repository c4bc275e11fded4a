import type { Migration } from './migration.ts';

/** What brings the scores of a run to the common scale. Runs that are there have none until their contamination changes. */
export const scoreScales: Migration = {
  version: 10,
  apply: (db) => {
    db.exec('ALTER TABLE runs ADD COLUMN score_scale TEXT');
  },
};
