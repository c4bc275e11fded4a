import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { runConditions, usualConditions } from '@shared/contract/conditions.ts';
import {
  detectorOptions,
  type LeftOutTag,
  runSummary,
  type RunSummary,
  type ScoreScale,
  scoreScale,
} from '@shared/contract/runs.ts';
import type { EncodedChunk } from '@core/chunks/chunk.ts';
import type { NewAnomaly, RunFinish, RunStart } from '@core/reading-store.ts';
import { createChunkInserter } from '../readings/chunk-table.ts';
import { insertRows } from '../insert-rows.ts';
import { getPlant } from '../plants.ts';
import { conflict, notFound } from '../storage-failure.ts';
import { getTag } from '../tags.ts';

const SELECT_RUNS = `
  SELECT id, plant_id AS plantId, status, detector_id AS detectorId, detector_options AS detectorOptions, seed,
    contamination, threshold, from_ms AS fromMs, to_ms AS toMs, train_from_ms AS trainFromMs, train_to_ms AS trainToMs,
    sample_count AS sampleCount, scored_count AS scoredCount, anomalous_count AS anomalousCount,
    anomaly_count AS anomalyCount, started_ms AS startedMs, finished_ms AS finishedMs,
    program_version AS programVersion, data_sha256 AS dataSha256, message, conditions,
    score_scale AS scale, mode_thresholds AS modeThresholds, (SELECT load_tag_id FROM run_operations WHERE run_id = runs.id) AS loadTagId
  FROM runs`;

type RunRow = Omit<
  RunSummary,
  'tags' | 'leftOutTags' | 'detectorOptions' | 'conditions' | 'scale' | 'modeThresholds' | 'kindCounts'
> & {
  readonly detectorOptions: string;
  readonly conditions: string | null;
  readonly scale: string | null;
  readonly modeThresholds: string | null;
};

const modeThresholds = runSummary.shape.modeThresholds.unwrap();

function mapRow(db: Database, row: RunRow): RunSummary {
  const tags = db
    .prepare<[number], RunSummary['tags'][number]>(
      `SELECT tags.id, name, unit, description FROM run_tags JOIN tags ON tags.id = tag_id
       WHERE run_id = ? AND left_out_known IS NULL ORDER BY position`,
    )
    .all(row.id);
  const leftOutTags = db
    .prepare<[number], LeftOutTag>(
      `SELECT tags.id, name, left_out_known AS knownSamples FROM run_tags JOIN tags ON tags.id = tag_id
       WHERE run_id = ? AND left_out_known IS NOT NULL ORDER BY position`,
    )
    .all(row.id);
  const counts = db
    .prepare<[number, number], [kind: string, count: number]>(
      `SELECT kind, count(*) FROM anomalies
       WHERE run_id = ? AND revision = (SELECT revision FROM runs WHERE id = ?) AND kind IS NOT NULL GROUP BY kind`,
    )
    .raw()
    .all(row.id, row.id);
  return {
    ...row,
    tags,
    ...(leftOutTags.length === 0 ? {} : { leftOutTags }),
    detectorOptions: detectorOptions.parse(JSON.parse(row.detectorOptions)),
    conditions: row.conditions === null ? usualConditions : runConditions.parse(JSON.parse(row.conditions)),
    scale: row.scale === null ? null : scoreScale.parse(JSON.parse(row.scale)),
    modeThresholds: row.modeThresholds === null ? [] : modeThresholds.parse(JSON.parse(row.modeThresholds)),
    kindCounts: Object.fromEntries(counts),
  };
}

/** Runs of a plant, the newest first. */
export const listRuns = (db: Database, plantId: number): RunSummary[] =>
  db
    .prepare<[number], RunRow>(`${SELECT_RUNS} WHERE plant_id = ? ORDER BY id DESC`)
    .all(plantId)
    .map((row) => mapRow(db, row));

export function getRun(db: Database, runId: number): RunSummary {
  const row = db.prepare<[number], RunRow>(`${SELECT_RUNS} WHERE id = ?`).get(runId);
  if (row === undefined) throw notFound(`Run ${runId}`);
  return mapRow(db, row);
}

export function beginRun(db: Database, start: RunStart, programVersion: string): number {
  return db
    .transaction(() => {
      getPlant(db, start.plantId);
      const runId = Number(
        db
          .prepare(
            `INSERT INTO runs (plant_id, status, detector_id, detector_options, seed, contamination, from_ms, to_ms,
               train_from_ms, train_to_ms, started_ms, program_version, conditions)
             VALUES (@plantId, 'running', @detectorId, @optionsJson, @seed, @contamination, @fromMs, @toMs,
               @trainFromMs, @trainToMs, @startedMs, @programVersion, @conditions)`,
          )
          .run({
            ...start,
            tagIds: null,
            detectorOptions: null,
            optionsJson: JSON.stringify(start.detectorOptions),
            programVersion,
            conditions: start.conditions === undefined ? null : JSON.stringify(start.conditions),
          }).lastInsertRowid,
      );
      const insertTag = db.prepare('INSERT INTO run_tags (run_id, position, tag_id) VALUES (?, ?, ?)');
      start.tagIds.forEach((tagId, position) => insertTag.run(runId, position, getTag(db, tagId).id));
      return runId;
    })
    .immediate();
}

/** These of its tags take no part in the run. Throws `conflict` for a run that has ended. */
export function leaveOutTags(db: Database, runId: number, tags: readonly LeftOutTag[]): RunSummary {
  return db
    .transaction(() => {
      if (getRun(db, runId).status !== 'running')
        throw conflict(`Run ${runId} has ended; its tags stay as they are.`);
      const leaveOut = db.prepare('UPDATE run_tags SET left_out_known = ? WHERE run_id = ? AND tag_id = ?');
      for (const { id, knownSamples } of tags) leaveOut.run(knownSamples, runId, id);
      return getRun(db, runId);
    })
    .immediate();
}

export function saveDetector(db: Database, runId: number, fitted: unknown): void {
  getRun(db, runId);
  db.prepare(
    'INSERT INTO fitted_detectors (run_id, fitted) VALUES (?, ?) ON CONFLICT (run_id) DO UPDATE SET fitted = excluded.fitted',
  ).run(runId, JSON.stringify(fitted));
}

export function loadDetector(db: Database, runId: number): unknown {
  const json = db
    .prepare<[number], string>('SELECT fitted FROM fitted_detectors WHERE run_id = ?')
    .pluck()
    .get(runId);
  if (json === undefined) throw notFound(`The fitted detector of run ${runId}`);
  return z.unknown().parse(JSON.parse(json));
}

export function appendScores(db: Database, runId: number, chunks: readonly EncodedChunk[]): void {
  db.transaction(() => {
    if (getRun(db, runId).status !== 'running')
      throw conflict(`Run ${runId} is finished; no scores can be added to it.`);
    const insert = createChunkInserter(db, 'scores');
    for (const chunk of chunks) insert(runId, 0, chunk);
  }).immediate();
}

const ANOMALY_COLUMNS = [
  'id',
  'run_id',
  'revision',
  'start_ms',
  'end_ms',
  'peak_ms',
  'peak_score',
  'sample_count',
  'kind',
  'sensor_fault',
  'mode',
  'sentence',
  'evidence',
];
const CONTRIBUTION_COLUMNS = ['anomaly_id', 'position', 'tag_id', 'share', 'actual', 'usual'];

type Value = number | string | null;

/** `kind` to `evidence` of a row. */
function judgementValues(judgement: NewAnomaly['judgement']): Value[] {
  if (judgement === undefined) return [null, null, null, null, null];
  const { kind, sensorFault, mode, sentence, evidence } = judgement;
  return [kind, sensorFault, mode, sentence, JSON.stringify(evidence)];
}

/** Adds anomalies that become visible with `finishRun`; their ids rise. */
export function appendAnomalies(db: Database, runId: number, anomalies: readonly NewAnomaly[]): void {
  db.transaction(() => {
    const revision = db
      .prepare<[number], number>('SELECT revision FROM runs WHERE id = ?')
      .pluck()
      .get(runId);
    if (revision === undefined) throw notFound(`Run ${runId}`);
    let id = db.prepare<[], number>('SELECT coalesce(max(id), 0) FROM anomalies').pluck().get() ?? 0;
    const rows: Value[] = [];
    const contributionRows: Value[] = [];
    for (const { contributions, judgement, ...one } of anomalies) {
      id++;
      rows.push(id, runId, revision + 1, one.startMs, one.endMs, one.peakMs, one.peakScore, one.sampleCount);
      rows.push(...judgementValues(judgement));
      contributions.forEach(({ tagId, share, actual, usual }, position) =>
        contributionRows.push(id, position, tagId, share, actual, usual),
      );
    }
    insertRows(db, 'anomalies', ANOMALY_COLUMNS, rows);
    insertRows(db, 'anomaly_contributions', CONTRIBUTION_COLUMNS, contributionRows);
  }).immediate();
}

const scaleJson = (scale: ScoreScale | null): string | null =>
  scale === null ? null : JSON.stringify(scale);

/** Closes a run, or a new contamination of a finished one: the anomalies added since replace those before. */
export function finishRun(db: Database, runId: number, finish: RunFinish): RunSummary {
  return db
    .transaction(() => {
      const { status } = getRun(db, runId);
      if (status !== 'running' && status !== 'finished')
        throw conflict(`Run ${runId} is ${status} and cannot be finished.`);
      db.prepare(
        `UPDATE runs SET status = 'finished', revision = revision + 1, contamination = @contamination,
           threshold = @threshold, score_scale = coalesce(@scale, score_scale), mode_thresholds = @modeThresholds,
           sample_count = @sampleCount, scored_count = @scoredCount,
           anomalous_count = @anomalousCount, data_sha256 = @dataSha256, finished_ms = @finishedMs, message = NULL,
           anomaly_count = (SELECT count(*) FROM anomalies WHERE run_id = runs.id AND revision = runs.revision + 1)
         WHERE id = @runId`,
      ).run({
        ...finish,
        runId,
        scale: scaleJson(finish.scale ?? null),
        modeThresholds: JSON.stringify(finish.modeThresholds ?? []),
      });
      db.prepare(
        `DELETE FROM anomalies WHERE run_id = @runId AND revision < (SELECT revision FROM runs WHERE id = @runId)`,
      ).run({ runId });
      db.prepare('UPDATE run_trainings SET state = NULL WHERE run_id = ?').run(runId);
      return getRun(db, runId);
    })
    .immediate();
}

/** Ends a run without a result; its scores go. A finished run that was to get a new contamination stays as it was. */
export function endRun(
  db: Database,
  runId: number,
  status: 'failed' | 'cancelled',
  message: string | null,
  nowMs: number,
): void {
  db.transaction(() => {
    dropPending(db, runId);
    if (getRun(db, runId).status !== 'running') return;
    dropResults(db, runId);
    db.prepare('UPDATE runs SET status = ?, message = ?, finished_ms = ? WHERE id = ?').run(
      status,
      message,
      nowMs,
      runId,
    );
  }).immediate();
}

/** Anomalies that no `finishRun` has made visible, of one run or of all. */
export function dropPending(db: Database, runId: number | null): void {
  db.prepare(
    `DELETE FROM anomalies WHERE (@runId IS NULL OR run_id = @runId)
       AND revision > (SELECT revision FROM runs WHERE runs.id = run_id)`,
  ).run({ runId });
}

/** Scores, fitted detector and anomalies of a run. Call in a transaction. */
export function dropResults(db: Database, runId: number): void {
  for (const table of ['score_chunks', 'fitted_detectors', 'anomalies', 'run_operations', 'run_modes'])
    db.prepare(`DELETE FROM ${table} WHERE run_id = ?`).run(runId);
}
