import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { runChoice, type RunChoice } from '@shared/contract/runs.ts';
import { getRun } from './runs.ts';
import { notFound } from '../storage-failure.ts';

const shape = runChoice.shape;

/** Without the detector that was chosen, which can be megabytes and is not shown. */
const SELECT_CHOICE = `SELECT json_remove(fitted, '$.chosen') FROM fitted_detectors WHERE run_id = ?`;

/** The part of a saved automatic choice that is shown; more is there. JSON has null for a share that there is none of. */
const saved = z.object({
  format: z.literal('boilerhouse.automatic'),
  chosenId: z.string(),
  rule: z.string().nullish(),
  reason: z.string(),
  columns: z.array(z.object(shape.tags.element.omit({ name: true }).shape)),
  trial: z.array(z.object(shape.trial.element.shape)).default([]),
  triedOn: shape.triedOn.default(null),
});

/** What the automatic choice took in a finished run, and why; null for a run whose detector a person chose. */
export function getChoice(db: Database, runId: number): RunChoice | null {
  const run = getRun(db, runId);
  if (run.detectorId !== 'automatic' || run.status !== 'finished') return null;
  const json = db.prepare<[number], string>(SELECT_CHOICE).pluck().get(runId);
  if (json === undefined) throw notFound(`The fitted detector of run ${runId}`);
  const { chosenId, rule, reason, columns, trial, triedOn } = saved.parse(JSON.parse(json));
  return {
    detectorId: chosenId,
    rule: rule ?? reason.replace(/; tried: .*$/s, ''),
    triedOn,
    trial,
    tags: columns.map((column, at) => ({ name: run.tags[at]?.name ?? '', ...column })),
  };
}
