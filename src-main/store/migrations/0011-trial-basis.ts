import type { Migration } from './migration.ts';

/** What the trials of a search were measured on, so that it goes on from them only where that is still the same. */
export const trialBasis: Migration = {
  version: 11,
  apply: (db) => {
    db.exec('ALTER TABLE studies ADD COLUMN trial_basis TEXT');
  },
};
