import type { Database } from 'better-sqlite3';
import type { Plant, PlantFields, PlantSummary, UnitFields } from '@shared/contract/plants.ts';
import { conflict, notFound } from './storage-failure.ts';

const FIELDS = [
  ['name', 'name'],
  ['country', 'country'],
  ['state', 'state'],
  ['latitude', 'latitude'],
  ['longitude', 'longitude'],
  ['fuel', 'fuel'],
  ['capacity_mw', 'capacityMw'],
  ['owner', 'owner'],
  ['commissioning_year', 'commissioningYear'],
  ['source', 'source'],
  ['source_id', 'sourceId'],
  ['notes', 'notes'],
] as const;

const SELECT_PLANT = `SELECT id, ${FIELDS.map(([column, field]) => `${column} AS ${field}`).join(', ')} FROM plants`;
const INSERT_PLANT = `INSERT INTO plants (${FIELDS.map(([column]) => column).join(', ')})
  VALUES (${FIELDS.map(([, field]) => `@${field}`).join(', ')})`;
const UPDATE_PLANT = `UPDATE plants SET ${FIELDS.map(([column, field]) => `${column} = @${field}`).join(', ')} WHERE id = @id`;

type PlantRow = Omit<Plant, 'units'>;

export function listPlants(db: Database): PlantSummary[] {
  return db
    .prepare<[], Omit<PlantSummary, 'hasReadings'> & { hasReadings: number }>(
      `SELECT id, name, state, fuel, capacity_mw AS capacityMw,
         EXISTS (SELECT 1 FROM tags WHERE tags.plant_id = plants.id AND tags.reading_count > 0) AS hasReadings
       FROM plants ORDER BY name COLLATE NOCASE, id`,
    )
    .all()
    .map((row) => ({ ...row, hasReadings: row.hasReadings === 1 }));
}

export function getPlant(db: Database, plantId: number): Plant {
  const row = db.prepare<[number], PlantRow>(`${SELECT_PLANT} WHERE id = ?`).get(plantId);
  if (row === undefined) throw notFound(`Plant ${plantId}`);
  const units = db
    .prepare<[number], UnitFields>(
      `SELECT name, capacity_mw AS capacityMw, commissioning_year AS commissioningYear
       FROM units WHERE plant_id = ? ORDER BY position`,
    )
    .all(plantId);
  return { ...row, units };
}

/** Adds a plant. Throws `conflict` when another one has its sourceId. */
export function addPlant(db: Database, fields: PlantFields): Plant {
  return db
    .transaction(() => {
      checkSourceId(db, fields.sourceId, null);
      return getPlant(db, insertPlant(db, fields));
    })
    .immediate();
}

export function updatePlant(db: Database, plant: Plant): Plant {
  return db
    .transaction(() => {
      getPlant(db, plant.id);
      checkSourceId(db, plant.sourceId, plant.id);
      const { units, ...fields } = plant;
      db.prepare(UPDATE_PLANT).run(fields);
      replaceUnits(db, plant.id, units);
      return getPlant(db, plant.id);
    })
    .immediate();
}

/** Throws `conflict` while the plant holds readings. */
export function removePlant(db: Database, plantId: number): void {
  db.transaction(() => {
    const { name } = getPlant(db, plantId);
    const holds = db.prepare(
      'SELECT 1 FROM chunks WHERE tag_id IN (SELECT id FROM tags WHERE plant_id = ?) LIMIT 1',
    );
    if (holds.get(plantId) !== undefined)
      throw conflict(
        `${name} holds readings and was not removed. Only plants without readings can be removed.`,
      );
    // Runs first: their tags are named without a cascade, so that no run ever loses one.
    db.prepare('DELETE FROM runs WHERE plant_id = ?').run(plantId);
    db.prepare('DELETE FROM plants WHERE id = ?').run(plantId);
  }).immediate();
}

/** Adds the plants whose sourceId is new (or, without one, whose name and state are). Those that exist stay as they are. */
export function addPlants(
  db: Database,
  plants: readonly PlantFields[],
): { readonly added: number; readonly alreadyKnown: number } {
  const bySource = db.prepare<[string]>('SELECT 1 FROM plants WHERE source_id = ?');
  const byName = db.prepare<[string, string | null]>(
    'SELECT 1 FROM plants WHERE name = ? COLLATE NOCASE AND state IS ?',
  );
  return db
    .transaction(() => {
      let added = 0;
      for (const plant of plants) {
        const known =
          plant.sourceId === null ? byName.get(plant.name, plant.state) : bySource.get(plant.sourceId);
        if (known !== undefined) continue;
        insertPlant(db, plant);
        added++;
      }
      return { added, alreadyKnown: plants.length - added };
    })
    .immediate();
}

/** Fills an empty store with the plants that the program brings along; does nothing once there is a plant. */
export function seedPlants(db: Database, plants: readonly PlantFields[]): number {
  const isEmpty = db.prepare('SELECT 1 FROM plants LIMIT 1').get() === undefined;
  return isEmpty ? addPlants(db, plants).added : 0;
}

function checkSourceId(db: Database, sourceId: string | null, ownId: number | null): void {
  if (sourceId === null) return;
  const other = db
    .prepare<[string, number | null], string>('SELECT name FROM plants WHERE source_id = ? AND id IS NOT ?')
    .pluck()
    .get(sourceId, ownId);
  if (other !== undefined)
    throw conflict(`${other} already has the source identifier ${sourceId}. Nothing was saved.`);
}

function insertPlant(db: Database, { units, ...fields }: PlantFields): number {
  const plantId = Number(db.prepare(INSERT_PLANT).run(fields).lastInsertRowid);
  replaceUnits(db, plantId, units);
  return plantId;
}

function replaceUnits(db: Database, plantId: number, units: readonly UnitFields[]): void {
  db.prepare('DELETE FROM units WHERE plant_id = ?').run(plantId);
  const insert = db.prepare(
    'INSERT INTO units (plant_id, position, name, capacity_mw, commissioning_year) VALUES (?, ?, ?, ?, ?)',
  );
  units.forEach((unit, position) =>
    insert.run(plantId, position, unit.name, unit.capacityMw, unit.commissioningYear),
  );
}
