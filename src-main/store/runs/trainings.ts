import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { lossPoints, type ResumableRun, type RunSummary, type RunTraining } from '@shared/contract/runs.ts';
import type { SavedTraining } from '@core/reading-store.ts';
import { getRun, listRuns } from './runs.ts';
import { conflict } from '../storage-failure.ts';

interface TrainingRow {
  readonly losses: string;
  readonly dataSha256: string;
  readonly threshold: number | null;
  readonly state: Uint8Array | null;
}

const readLosses = (json: string): RunTraining['losses'] =>
  lossPoints.parse(z.unknown().parse(JSON.parse(json)));

/** Replaces what was saved of the run's training before. */
export function saveTraining(
  db: Database,
  runId: number,
  { losses, dataSha256, threshold, state }: SavedTraining,
): void {
  getRun(db, runId);
  db.prepare(
    `INSERT INTO run_trainings (run_id, losses, data_sha256, threshold, state) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (run_id) DO UPDATE SET losses = excluded.losses, data_sha256 = excluded.data_sha256, state = excluded.state`,
  ).run(runId, JSON.stringify(losses), dataSha256, threshold, state);
}

export function loadTraining(db: Database, runId: number): SavedTraining | null {
  const row = db
    .prepare<[number], TrainingRow>(
      'SELECT losses, data_sha256 AS dataSha256, threshold, state FROM run_trainings WHERE run_id = ?',
    )
    .get(runId);
  return row === undefined ? null : { ...row, losses: readLosses(row.losses) };
}

/** Loss of each epoch of a run's training; null for a detector that does not learn in epochs. */
export function getTraining(db: Database, runId: number): RunTraining | null {
  const json = db
    .prepare<[number], string>('SELECT losses FROM run_trainings WHERE run_id = ?')
    .pluck()
    .get(runId);
  return json === undefined ? null : { losses: readLosses(json) };
}

const isStopped = ({ status }: RunSummary): boolean => status === 'cancelled' || status === 'interrupted';

/** Runs of a plant that were cancelled or interrupted and whose training can go on, the newest first. */
export function listResumable(db: Database, plantId: number): ResumableRun[] {
  const trained = new Set(
    db
      .prepare<[number], number>(
        'SELECT run_id FROM run_trainings JOIN runs ON runs.id = run_id WHERE plant_id = ? AND state IS NOT NULL',
      )
      .pluck()
      .all(plantId),
  );
  return listRuns(db, plantId)
    .filter((run) => isStopped(run) && trained.has(run.id))
    .map((run) => ({ run, losses: getTraining(db, run.id)?.losses ?? [] }));
}

/** A stopped run whose training was saved runs again. Throws `conflict` for any other. */
export function resumeRun(db: Database, runId: number): RunSummary {
  return db
    .transaction(() => {
      const run = getRun(db, runId);
      if (!isStopped(run) || (loadTraining(db, runId)?.state ?? null) === null)
        throw conflict(`Run ${runId} is ${run.status} and has no training that could go on.`);
      db.prepare(`UPDATE runs SET status = 'running', finished_ms = NULL, message = NULL WHERE id = ?`).run(
        runId,
      );
      return getRun(db, runId);
    })
    .immediate();
}
