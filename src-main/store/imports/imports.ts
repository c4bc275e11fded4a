import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import type { ImportSummary } from '@shared/contract/readings.ts';
import type { ImportFinish, ImportStart, TagChunk } from '@core/reading-store.ts';
import { createChunkInserter } from '../readings/chunk-table.ts';
import { getPlant } from '../plants.ts';
import { noteChange } from '../readings/series-segments.ts';
import { conflict, notFound } from '../storage-failure.ts';

const SELECT_IMPORTS = `
  SELECT id, plant_id AS plantId, source, file_name AS fileName, file_bytes AS fileBytes, file_sha256 AS fileSha256,
    finished_ms AS finishedMs, row_count AS rowCount, reading_count AS readingCount, missing_count AS missingCount,
    rejected_count AS rejectedCount, duplicate_count AS duplicateCount, first_ms AS firstMs, last_ms AS lastMs, notices
  FROM imports WHERE state = 'committed'`;

type ImportRow = Omit<ImportSummary, 'notices'> & { readonly notices: string };

const noticeList = z.array(z.string());

const mapRow = (row: ImportRow): ImportSummary => ({
  ...row,
  notices: noticeList.parse(JSON.parse(row.notices)),
});

/** Committed imports of a plant, the newest first. */
export const listImports = (db: Database, plantId: number): ImportSummary[] =>
  db
    .prepare<[number], ImportRow>(`${SELECT_IMPORTS} AND plant_id = ? ORDER BY id DESC`)
    .all(plantId)
    .map(mapRow);

export function getImport(db: Database, importId: number): ImportSummary {
  const row = db.prepare<[number], ImportRow>(`${SELECT_IMPORTS} AND id = ?`).get(importId);
  if (row === undefined) throw notFound(`Import ${importId}`);
  return mapRow(row);
}

/** Opens an import; nothing of it is seen until it is committed. Returns its number. */
export function beginImport(db: Database, start: ImportStart): number {
  getPlant(db, start.plantId);
  // The number of an import that was taken back is not given again.
  const { lastInsertRowid } = db
    .prepare(
      `INSERT INTO imports (id, plant_id, state, source, file_name, settings, started_ms)
       SELECT 1 + max((SELECT coalesce(max(id), 0) FROM imports), (SELECT coalesce(max(id), 0) FROM undone_imports)),
         ?, 'loading', ?, ?, ?, ?`,
    )
    .run(
      start.plantId,
      start.source,
      start.fileName,
      JSON.stringify(start.settings ?? null),
      start.startedMs,
    );
  return Number(lastInsertRowid);
}

/** Imports that are being written: those that ended without a commit have a time of their end too. */
export const IS_OPEN = `imports.state = 'loading' AND imports.finished_ms IS NULL`;

/** The plant of an import that is being written; null for one that is gone or has ended. Throws `conflict` once it is committed. */
export function plantOfOpen(db: Database, importId: number): number | null {
  const row = db
    .prepare<[number], { plantId: number; state: string; isOpen: number }>(
      `SELECT plant_id AS plantId, state, ${IS_OPEN} AS isOpen FROM imports WHERE id = ?`,
    )
    .get(importId);
  if (row?.state === 'committed')
    throw conflict(`Import ${importId} is finished; nothing more can be added to it.`);
  return row?.isOpen === 1 ? row.plantId : null;
}

/** As `plantOfOpen`; throws `not-found` for null. */
export function plantOfLoading(db: Database, importId: number): number {
  const plantId = plantOfOpen(db, importId);
  if (plantId === null) throw notFound(`Import ${importId}`);
  return plantId;
}

/** Throws `not-found` for a tag of another plant. */
export function appendChunks(db: Database, importId: number, chunks: readonly TagChunk[]): void {
  db.transaction(() => {
    const plantId = plantOfLoading(db, importId);
    const isOfPlant = db.prepare<[number, number]>('SELECT 1 FROM tags WHERE id = ? AND plant_id = ?');
    for (const tagId of new Set(chunks.map((chunk) => chunk.tagId)))
      if (isOfPlant.get(tagId, plantId) === undefined) throw notFound(`Tag ${tagId} of plant ${plantId}`);
    const insert = createChunkInserter(db, 'readings');
    for (const { tagId, chunk } of chunks) {
      insert(tagId, importId, chunk);
      noteChange(db, tagId);
    }
  }).immediate();
}

/** Tags that an import has written to. */
export const tagsOfImport = (db: Database, importId: number): number[] =>
  db
    .prepare<[number], number>('SELECT DISTINCT tag_id FROM chunks WHERE import_id = ?')
    .pluck()
    .all(importId);

/** From when to when an import has written to each tag. */
export const rangesOfImport = (
  db: Database,
  importId: number,
): { readonly tagId: number; readonly fromMs: number; readonly toMs: number }[] =>
  db
    .prepare<[number], { tagId: number; fromMs: number; toMs: number }>(
      `SELECT tag_id AS tagId, min(first_ms) AS fromMs, max(last_ms) AS toMs FROM chunks WHERE import_id = ? GROUP BY tag_id`,
    )
    .all(importId);

/** Makes an import visible, with what is known of it. Call in a transaction. `mergedAway`: duplicates found between chunks. */
export function markCommitted(
  db: Database,
  importId: number,
  finish: ImportFinish,
  mergedAway: number,
): void {
  db.prepare(
    `UPDATE imports SET state = 'committed', finished_ms = @finishedMs, file_bytes = @fileBytes, file_sha256 = @fileSha256,
       row_count = @rowCount, rejected_count = @rejectedCount, duplicate_count = @duplicates, notices = @noticeJson,
       reading_count = counted.readings, missing_count = counted.missing, first_ms = counted.first, last_ms = counted.last
     FROM (SELECT coalesce(sum(reading_count), 0) AS readings, coalesce(sum(missing_count), 0) AS missing,
             min(first_ms) AS first, max(last_ms) AS last FROM chunks WHERE import_id = @importId) AS counted
     WHERE id = @importId`,
  ).run({
    importId,
    finishedMs: finish.finishedMs,
    fileBytes: finish.fileBytes,
    fileSha256: finish.fileSha256,
    rowCount: finish.rowCount,
    rejectedCount: finish.rejectedCount,
    duplicates: finish.duplicateCount + mergedAway,
    noticeJson: JSON.stringify(finish.notices),
  });
}

/** Labels that came with simulated readings: their faults. */
export function addEvents(
  db: Database,
  plantId: number,
  importId: number,
  events: ImportFinish['events'],
  nowMs: number,
): void {
  const insert = db.prepare(
    `INSERT INTO known_events (plant_id, source, import_id, kind, tag_name, start_ms, end_ms, note, created_ms)
     VALUES (?, 'simulator', ?, ?, ?, ?, ?, ?, ?)`,
  );
  for (const event of events)
    insert.run(plantId, importId, event.kind, event.tagName, event.startMs, event.endMs, event.note, nowMs);
}
