import { renameSync, rmSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { AppFailure } from '@shared/errors.ts';
import { firstLayout } from './0001-first-layout.ts';
import { undoAndChecksums } from './0002-undo-and-checksums.ts';
import { labels } from './0003-labels.ts';
import { studies } from './0004-studies.ts';
import { segments } from './0005-segments.ts';
import { judgements } from './0006-judgements.ts';
import { deletions } from './0007-deletions.ts';
import { runTrainings } from './0008-run-trainings.ts';
import { deletionSteps } from './0009-deletion-steps.ts';
import { scoreScales } from './0010-score-scales.ts';
import { trialBasis } from './0011-trial-basis.ts';
import { leftOutTags } from './0012-left-out-tags.ts';
import type { Migration } from './migration.ts';

export const MIGRATIONS: readonly Migration[] = [
  firstLayout,
  undoAndChecksums,
  labels,
  studies,
  segments,
  judgements,
  deletions,
  runTrainings,
  deletionSteps,
  scoreScales,
  trialBasis,
  leftOutTags,
];

/** 'BOIL': the mark by which our files are told from other SQLite files. */
const APPLICATION_ID = 0x424f494c;

/**
 * Brings the file to the newest layout, each step in one transaction. A file with readings in it is copied first, to
 * `<file>.v<old version>.backup`. Throws `storage` for a file of a newer program or of another one.
 */
export function migrate(db: Database, migrations: readonly Migration[] = MIGRATIONS): void {
  checkIdentity(db, migrations);
  const version = readNumber(db, 'user_version');
  const pending = migrations.filter((migration) => migration.version > version);
  if (pending.length > 0 && version > 0 && !db.memory) backUp(db, version);
  for (const migration of pending) {
    db.transaction(() => {
      migration.apply(db);
      db.pragma(`application_id = ${APPLICATION_ID}`);
      db.pragma(`user_version = ${migration.version}`);
    }).immediate();
  }
}

/** Throws `storage` for a file of a newer program or of another one. */
export function checkIdentity(db: Database, migrations: readonly Migration[] = MIGRATIONS): void {
  const version = readNumber(db, 'user_version');
  const newest = migrations.at(-1)?.version ?? 0;
  const applicationId = readNumber(db, 'application_id');
  const tableCount = db.prepare<[], number>('SELECT count(*) FROM sqlite_schema').pluck().get() ?? 0;
  if (tableCount > 0 && applicationId !== APPLICATION_ID)
    throw new AppFailure({
      kind: 'storage',
      message: `${db.name} is a database of another program. It was not changed. Choose another data folder.`,
    });
  if (version > newest)
    throw new AppFailure({
      kind: 'storage',
      message:
        `${db.name} was written by a newer version of Boilerhouse (layout ${version}, this one knows ${newest}). ` +
        'It was not changed. Install the newer version, or choose another data folder.',
    });
}

function backUp(db: Database, version: number): void {
  const target = `${db.name}.v${version}.backup`;
  const unfinished = `${target}.unfinished`;
  rmSync(unfinished, { force: true });
  db.prepare('VACUUM INTO ?').run(unfinished);
  renameSync(unfinished, target);
}

function readNumber(db: Database, pragma: string): number {
  const value = db.pragma(pragma, { simple: true });
  return typeof value === 'number' ? value : 0;
}
