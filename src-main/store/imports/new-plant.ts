import type { Database } from 'better-sqlite3';
import { removePlant } from '../plants.ts';
import { getSetting, removeSetting, setSetting } from '../settings.ts';

/** The setting by which an import is known for which its plant was added. */
const keyOf = (importId: number): string => `plant-of-import-${importId}`;

const importsOf = (db: Database, plantId: number): number[] =>
  db.prepare<[number], number>('SELECT id FROM imports WHERE plant_id = ?').pluck().all(plantId);

/** Removes a plant that was added for an import that came to nothing: at once, or with the last of the import. */
export function removeNewPlant(db: Database, plantId: number): void {
  db.transaction(() => {
    const importIds = importsOf(db, plantId);
    for (const id of importIds) setSetting(db, keyOf(id), String(plantId));
    if (importIds.length === 0) removePlant(db, plantId);
  }).immediate();
}

/** Removes the plant that was added for an import, of which nothing is left now; one that another import is for stays. Call in a transaction. */
export function removePlantOfImport(db: Database, importId: number, plantId: number): void {
  const added = getSetting(db, keyOf(importId));
  if (added === null) return;
  removeSetting(db, keyOf(importId));
  if (added === String(plantId) && importsOf(db, plantId).length === 0) removePlant(db, plantId);
}
