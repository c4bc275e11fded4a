import type { Database } from 'better-sqlite3';
import { deleteImportRow, deleteSomeChunks } from './imports.ts';
import { dropPending, dropResults } from './runs.ts';
import { sweepRejects } from './reject-files.ts';
import { endRunningStudies } from './studies.ts';
import { removeUnusedTags } from './tags.ts';

interface Unfinished {
  readonly id: number;
  readonly plantId: number;
  readonly plantName: string;
}

/**
 * Clears what a writer left behind that is gone: imports that were being read are removed, running runs become
 * `interrupted`, anomalies nobody finished are dropped, reject files without an import are removed. Says it in sentences.
 */
export function endUnfinished(db: Database, folder: string | null, nowMs: number): string[] {
  const told = [...endImports(db), ...endRuns(db, nowMs)];
  sweepRejects(db, folder, null);
  return told;
}

function endImports(db: Database): string[] {
  const imports = db
    .prepare<[], Unfinished & { fileName: string; isUndone: number }>(
      `SELECT imports.id, plants.id AS plantId, plants.name AS plantName, file_name AS fileName,
         imports.id IN (SELECT id FROM undone_imports) AS isUndone
       FROM imports JOIN plants ON plants.id = plant_id WHERE imports.state = 'loading' ORDER BY imports.id`,
    )
    .all();
  for (const { id, plantId } of imports) {
    while (deleteSomeChunks(db, id));
    db.transaction(() => {
      deleteImportRow(db, id);
      removeUnusedTags(db, plantId);
    }).immediate();
  }
  return imports.map(({ id, fileName, plantName, isUndone }) =>
    isUndone === 1
      ? `The undo of import #${id} (${fileName}) of ${plantName} was cut off. It has been completed.`
      : `The import of ${fileName} into ${plantName} was cut off. Nothing of it was kept; import the file again.`,
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
