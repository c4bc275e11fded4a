import type { Database } from 'better-sqlite3';
import type { CallOutput } from '@shared/contract/contract.ts';
import type { Label, LabelFields } from '@shared/contract/labels.ts';
import { getPlant } from '../plants.ts';
import { conflict, notFound } from '../storage-failure.ts';

/** Who makes a change, and when. */
export interface Author {
  readonly name: string;
  readonly nowMs: number;
}

const SELECT_LABELS = `
  SELECT id, kind, tag_name AS tagName, start_ms AS startMs, end_ms AS endMs, note, source, author,
    file_name AS fileName, created_ms AS createdMs, changed_ms AS changedMs
  FROM known_events WHERE removed_ms IS NULL`;

/** Labels of a plant in order of start, those of the simulator among them. */
export const listLabels = (db: Database, plantId: number): Label[] =>
  db.prepare<[number], Label>(`${SELECT_LABELS} AND plant_id = ? ORDER BY start_ms, id`).all(plantId);

/** Throws `not-found` for a label that is not there or was taken away. */
export function getLabel(db: Database, labelId: number): Label {
  const found = db.prepare<[number], Label>(`${SELECT_LABELS} AND id = ?`).get(labelId);
  if (found === undefined) throw notFound(`Label ${labelId}`);
  return found;
}

const INSERT_LABEL = `
  INSERT INTO known_events (plant_id, source, kind, tag_name, start_ms, end_ms, note, author, file_name, created_ms)
  VALUES (@plantId, @source, @kind, @tagName, @startMs, @endMs, @note, @author, @fileName, @createdMs)`;

export function addLabel(db: Database, plantId: number, fields: LabelFields, author: Author): Label {
  getPlant(db, plantId);
  const { lastInsertRowid } = db.prepare(INSERT_LABEL).run({
    plantId,
    source: 'user',
    ...fields,
    author: author.name,
    fileName: null,
    createdMs: author.nowMs,
  });
  return getLabel(db, Number(lastInsertRowid));
}

/** Labels of a file, in one transaction; one that is there already in the same words and times is not added again. */
export function addLabels(
  db: Database,
  plantId: number,
  fileName: string,
  labels: readonly LabelFields[],
  author: Author,
): CallOutput<'labels.addMany'> {
  const findSame = db.prepare<[object], number>(
    `SELECT 1 FROM known_events WHERE removed_ms IS NULL AND plant_id = @plantId AND kind = @kind
       AND tag_name IS @tagName AND start_ms = @startMs AND end_ms = @endMs`,
  );
  const insert = db.prepare(INSERT_LABEL);
  return db
    .transaction(() => {
      getPlant(db, plantId);
      const addedIds: number[] = [];
      for (const { note, ...place } of labels) {
        if (findSame.get({ plantId, ...place }) !== undefined) continue;
        const { lastInsertRowid } = insert.run({
          plantId,
          source: 'import',
          ...place,
          note,
          author: author.name,
          fileName,
          createdMs: author.nowMs,
        });
        addedIds.push(Number(lastInsertRowid));
      }
      return { addedIds, alreadyKnown: labels.length - addedIds.length };
    })
    .immediate();
}

/** Throws `not-found`, and `conflict` for a label of the simulator. */
export function updateLabel(db: Database, labelId: number, fields: LabelFields, author: Author): Label {
  return db
    .transaction(() => {
      refuseSimulated(getLabel(db, labelId));
      db.prepare(
        `UPDATE known_events SET kind = @kind, tag_name = @tagName, start_ms = @startMs, end_ms = @endMs,
           note = @note, author = @author, changed_ms = @nowMs WHERE id = @labelId`,
      ).run({ ...fields, author: author.name, nowMs: author.nowMs, labelId });
      return getLabel(db, labelId);
    })
    .immediate();
}

/** All or none. Throws `not-found`, and `conflict` for a label of the simulator. */
export function removeLabels(db: Database, labelIds: readonly number[], nowMs: number): void {
  const remove = db.prepare('UPDATE known_events SET removed_ms = ? WHERE id = ?');
  db.transaction(() => {
    for (const labelId of labelIds) {
      refuseSimulated(getLabel(db, labelId));
      remove.run(nowMs, labelId);
    }
  }).immediate();
}

/** Brings back labels that were taken away; how many there were. */
export function restoreLabels(db: Database, labelIds: readonly number[]): number {
  const restore = db.prepare(
    'UPDATE known_events SET removed_ms = NULL WHERE id = ? AND removed_ms IS NOT NULL',
  );
  return db
    .transaction(() => labelIds.reduce((count, labelId) => count + restore.run(labelId).changes, 0))
    .immediate();
}

/** The plant that a label belongs to, also of one that was taken away. Throws `not-found`. */
export function plantOfLabel(db: Database, labelId: number): number {
  const plantId = db
    .prepare<[number], number>('SELECT plant_id FROM known_events WHERE id = ?')
    .pluck()
    .get(labelId);
  if (plantId === undefined) throw notFound(`Label ${labelId}`);
  return plantId;
}

function refuseSimulated({ id, source }: Label): void {
  if (source === 'simulator')
    throw conflict(
      `Label ${id} is the truth about simulated readings and stays as it is. Taking back their import takes it away.`,
    );
}
