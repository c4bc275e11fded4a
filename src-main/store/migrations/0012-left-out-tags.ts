import type { Migration } from './migration.ts';

/** Tags that were chosen for a run and left out of it: training samples with a reading of theirs; null = takes part. */
export const leftOutTags: Migration = {
  version: 12,
  apply: (db) => {
    db.exec('ALTER TABLE run_tags ADD COLUMN left_out_known INTEGER');
  },
};
