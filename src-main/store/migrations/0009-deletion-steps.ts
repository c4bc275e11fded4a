import type { Migration } from './migration.ts';

/** A deletion is done in steps, which a start completes that finds it cut off. It knows who asked for it. */
export const deletionSteps: Migration = {
  version: 9,
  apply: (db) => {
    db.exec(`
      -- Null for those of earlier versions.
      ALTER TABLE deletions ADD COLUMN deleted_by TEXT;
      -- JSON: which imports lose readings, those that were there when it was asked for, and of which tags some went. Null once it is complete.
      ALTER TABLE deletions ADD COLUMN pending TEXT;`);
  },
};
