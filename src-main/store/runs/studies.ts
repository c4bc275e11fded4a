import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { trial, type Trial } from '@shared/contract/searches.ts';
import { type StudyKind, type StudyStatus, type StudySummary } from '@shared/contract/studies.ts';
import type { StudyStart } from '@core/study-store.ts';
import { getPlant } from '../plants.ts';
import { conflict, notFound } from '../storage-failure.ts';

const SELECT_STUDIES = `
  SELECT id, plant_id AS plantId, kind, status, title, started_ms AS startedMs, finished_ms AS finishedMs,
    program_version AS programVersion, message
  FROM studies`;

/** Studies of one kind, the newest first. */
export const listStudies = (db: Database, plantId: number, kind: StudyKind): StudySummary[] =>
  db
    .prepare<[number, string], StudySummary>(
      `${SELECT_STUDIES} WHERE plant_id = ? AND kind = ? ORDER BY id DESC`,
    )
    .all(plantId, kind);

export function getStudy(db: Database, studyId: number): StudySummary {
  const row = db.prepare<[number], StudySummary>(`${SELECT_STUDIES} WHERE id = ?`).get(studyId);
  if (row === undefined) throw notFound(`Study ${studyId}`);
  return row;
}

/** What was asked for and what came out, as plain data for the schema of the study's kind; null without a result. */
export function loadStudy(db: Database, studyId: number): { request: unknown; result: unknown } {
  const row = db
    .prepare<[number], { request: string; result: string | null }>(
      'SELECT request, result FROM studies WHERE id = ?',
    )
    .get(studyId);
  if (row === undefined) throw notFound(`Study ${studyId}`);
  const parse = (json: string): unknown => z.unknown().parse(JSON.parse(json));
  return { request: parse(row.request), result: row.result === null ? null : parse(row.result) };
}

/** Throws `not-found` for a study of another kind. */
export function getStudyOf(db: Database, studyId: number, kind: StudyKind): StudySummary {
  const study = getStudy(db, studyId);
  if (study.kind !== kind) throw notFound(`A ${kind} with the number ${studyId}`);
  return study;
}

export function beginStudy(db: Database, start: StudyStart, programVersion: string): number {
  getPlant(db, start.plantId);
  const { lastInsertRowid } = db
    .prepare(
      `INSERT INTO studies (plant_id, kind, status, title, request, started_ms, program_version)
       VALUES (@plantId, @kind, 'running', @title, @request, @startedMs, @programVersion)`,
    )
    .run({ ...start, request: JSON.stringify(start.request), programVersion });
  return Number(lastInsertRowid);
}

/** A study that was stopped goes on. Throws `conflict` for one that runs or is finished. */
export function resumeStudy(db: Database, studyId: number): void {
  const { status } = getStudy(db, studyId);
  if (status === 'running' || status === 'finished')
    throw conflict(`Study ${studyId} is ${status} and cannot go on.`);
  db.prepare(`UPDATE studies SET status = 'running', finished_ms = NULL, message = NULL WHERE id = ?`).run(
    studyId,
  );
}

export function finishStudy(db: Database, studyId: number, result: unknown, finishedMs: number): void {
  if (getStudy(db, studyId).status !== 'running') throw conflict(`Study ${studyId} does not run.`);
  db.prepare(`UPDATE studies SET status = 'finished', result = ?, finished_ms = ? WHERE id = ?`).run(
    JSON.stringify(result),
    finishedMs,
    studyId,
  );
}

/** Ends a running study without a result; its trials stay. */
export function endStudy(
  db: Database,
  studyId: number,
  status: Exclude<StudyStatus, 'running' | 'finished'>,
  message: string | null,
  nowMs: number,
): void {
  db.prepare(
    `UPDATE studies SET status = ?, message = ?, finished_ms = ? WHERE id = ? AND status = 'running'`,
  ).run(status, message, nowMs, studyId);
}

/** Studies that ran when their writer went; they can go on where they kept trials. */
export function endRunningStudies(db: Database, nowMs: number): void {
  db.prepare(
    `UPDATE studies SET status = 'interrupted', finished_ms = ?, message = 'The program ended while it was under way.'
     WHERE status = 'running'`,
  ).run(nowMs);
}

/** Throws `not-found`, and `conflict` while it runs. */
export function removeStudy(db: Database, studyId: number): void {
  if (getStudy(db, studyId).status === 'running') throw conflict('It is still under way. Cancel it first.');
  db.prepare('DELETE FROM studies WHERE id = ?').run(studyId);
}

/** See `StudyStore.beginTrials`. */
export function beginTrials(db: Database, studyId: number, basis: string): 'same' | 'changed' {
  return db
    .transaction((): 'same' | 'changed' => {
      const known = db
        .prepare<[number], string | null>('SELECT trial_basis FROM studies WHERE id = ?')
        .pluck()
        .get(studyId);
      if (known === undefined) throw notFound(`Study ${studyId}`);
      db.prepare('UPDATE studies SET trial_basis = ? WHERE id = ?').run(basis, studyId);
      if (known === basis) return 'same';
      const removed = db.prepare('DELETE FROM trials WHERE study_id = ?').run(studyId).changes;
      if (removed === 0) return 'same';
      const why =
        known === null
          ? 'It was not kept which readings the trials before were measured on'
          : 'Readings or labels have changed since the search began';
      db.prepare('UPDATE studies SET message = ? WHERE id = ?').run(
        `${why}: it started anew, without the ${removed === 1 ? 'trial' : `${removed} trials`} before.`,
        studyId,
      );
      return 'changed';
    })
    .immediate();
}

export function saveTrial(db: Database, studyId: number, one: Trial): void {
  getStudy(db, studyId);
  db.prepare(
    `INSERT INTO trials (study_id, rung, number, trial) VALUES (?, ?, ?, ?)
     ON CONFLICT (study_id, rung, number) DO UPDATE SET trial = excluded.trial`,
  ).run(studyId, one.rung, one.number, JSON.stringify(one));
}

export const listTrials = (db: Database, studyId: number): Trial[] =>
  db
    .prepare<[number], string>('SELECT trial FROM trials WHERE study_id = ? ORDER BY rung, number')
    .pluck()
    .all(studyId)
    .map((json) => trial.parse(JSON.parse(json)));
