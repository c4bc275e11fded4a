import type { Database } from 'better-sqlite3';
import { IS_OPEN } from './imports.ts';
import { dropPending, dropResults } from '../runs/runs.ts';
import { sweepRejects } from './reject-files.ts';
import { endRunningStudies } from '../runs/studies.ts';

interface Unfinished {
  readonly id: number;
  readonly plantId: number;
  readonly plantName: string;
}

/**
 * Ends what a writer left behind that is gone: imports that were being read end (`clearEnded` clears them away), running runs become
 * `interrupted`, anomalies nobody finished are dropped, reject files without an import are removed. Says it in sentences.
 */
export function endUnfinished(db: Database, folder: string | null, nowMs: number): string[] {
  const told = [...endImports(db, nowMs), ...endRuns(db, nowMs)];
  sweepRejects(db, folder, null);
  return told;
}

/** One that has ended already, and is not cleared away yet, is nothing to tell. */
function endImports(db: Database, nowMs: number): string[] {
  const imports = db
    .prepare<[], { plantName: string; fileName: string }>(
      `SELECT plants.name AS plantName, file_name AS fileName
       FROM imports JOIN plants ON plants.id = plant_id WHERE ${IS_OPEN} ORDER BY imports.id`,
    )
    .all();
  db.prepare(`UPDATE imports SET finished_ms = ? WHERE ${IS_OPEN}`).run(nowMs);
  return imports.map(
    ({ fileName, plantName }) =>
      `The import of ${fileName} into ${plantName} was cut off. Nothing of it was kept; import the file again.`,
  );
}

function endRuns(db: Database, nowMs: number): string[] {
  const runs = db
    .prepare<[], Unfinished & { isResumable: number }>(
      `SELECT runs.id, plants.id AS plantId, plants.name AS plantName,
         runs.id IN (SELECT run_id FROM run_trainings WHERE state IS NOT NULL) AS isResumable
       FROM runs JOIN plants ON plants.id = plant_id WHERE status = 'running' ORDER BY runs.id`,
    )
    .all();
  db.transaction(() => {
    for (const { id } of runs) {
      dropResults(db, id);
      db.prepare(`UPDATE runs SET status = 'interrupted', finished_ms = ?, message = ? WHERE id = ?`).run(
        nowMs,
        'The program ended while the run was under way.',
        id,
      );
    }
    dropPending(db, null);
    endRunningStudies(db, nowMs);
  }).immediate();
  return runs.map(
    ({ id, plantName, isResumable }) =>
      `Run ${id} of ${plantName} was interrupted. ` +
      (isResumable === 1 ? 'Its training can be resumed under Train and score.' : 'It can be started again.'),
  );
}
