import type { Database } from 'better-sqlite3';

/** Where a row of the damaged database belongs in the backup. `isHeld`: the backup has that row. */
export interface Place {
  readonly id: number;
  readonly isHeld: boolean;
}

/** By the number in the damaged database. */
export type Places = ReadonlyMap<number, Place>;

/** A number beyond this is damage. */
const MOST_ID = 2 ** 40;

/** Above every number of either database. */
export function nextId(from: Database, into: Database, ...tables: readonly string[]): number {
  const highest = [from, into].flatMap((db) =>
    tables.flatMap((table) =>
      readable<{ id: number | null }>(db, `SELECT max(id) AS id FROM ${table} WHERE id < ${MOST_ID}`),
    ),
  );
  return 1 + Math.max(0, ...highest.map(({ id }) => id ?? 0));
}

/** Rows as far as they can be read, from both ends. */
function readable<Row extends { readonly id: number | null }>(db: Database, sql: string): Row[] {
  const rows = new Map<number | null, Row>();
  for (const direction of ['ASC', 'DESC']) {
    try {
      for (const row of db.prepare<[], Row>(`${sql} ORDER BY id ${direction}`).iterate())
        rows.set(row.id, row);
      break;
    } catch {
      // What neither end reaches is not matched, and so not brought over.
    }
  }
  return [...rows.values()];
}

interface PlantRow {
  readonly id: number;
  readonly name: string;
  readonly sourceId: string | null;
}

const PLANTS = 'SELECT id, name, source_id AS sourceId FROM plants';

/** Plants are known by an import that both have, by their source or by number and name. */
export function matchPlants(from: Database, into: Database): Places {
  const held = readable<PlantRow>(into, PLANTS);
  const nameOf = new Map(held.map(({ id, name }) => [id, name]));
  const bySource = new Map(held.map(({ id, sourceId }) => [sourceId, id]));
  const identityOf = new Map(readImports(into).map((row) => [row.id, row]));
  const shared = new Set(
    readImports(from)
      .filter(({ id, plantId, identity }) => {
        const same = identityOf.get(id);
        return same?.plantId === plantId && same.identity === identity;
      })
      .map(({ plantId }) => plantId),
  );
  let next = nextId(from, into, 'plants');
  return new Map(
    readable<PlantRow>(from, PLANTS).map(({ id, name, sourceId }): [number, Place] => {
      if (shared.has(id)) return [id, { id, isHeld: true }];
      const same = sourceId === null ? undefined : bySource.get(sourceId);
      if (same !== undefined) return [id, { id: same, isHeld: true }];
      if (!nameOf.has(id)) return [id, { id, isHeld: false }];
      return [id, nameOf.get(id) === name ? { id, isHeld: true } : { id: next++, isHeld: false }];
    }),
  );
}

interface TagRow {
  readonly id: number;
  readonly plantId: number;
  readonly name: string;
}

const TAGS = 'SELECT id, plant_id AS plantId, name FROM tags';

/** Tags are known by their plant and name. */
export function matchTags(from: Database, into: Database, plants: Places): Places {
  const keyOf = (plantId: number | undefined, name: string): string => `${plantId} ${name}`;
  const held = readable<TagRow>(into, TAGS);
  const known = new Map(held.map(({ id, plantId, name }) => [keyOf(plantId, name), id]));
  const taken = new Set(held.map(({ id }) => id));
  let next = nextId(from, into, 'tags');
  return new Map(
    readable<TagRow>(from, TAGS)
      .filter(({ plantId }) => plants.has(plantId))
      .map(({ id, plantId, name }): [number, Place] => {
        const same = known.get(keyOf(plants.get(plantId)?.id, name));
        if (same !== undefined) return [id, { id: same, isHeld: true }];
        return [id, { id: taken.has(id) ? next++ : id, isHeld: false }];
      }),
  );
}

/** What never changes about a row once it is there, beside its plant: with the time at which it was made. */
const IDENTITIES = {
  imports: ['source', 'file_name', 'file_sha256', 'started_ms'],
  undone_imports: ['file_name', 'file_sha256', 'undone_ms'],
  runs: ['detector_id', 'detector_options', 'seed', 'from_ms', 'to_ms', 'started_ms'],
  studies: ['kind', 'request', 'started_ms'],
  deletions: ['reason', 'from_ms', 'to_ms', 'deleted_ms'],
  known_events: ['source', 'import_id', 'created_ms'],
} as const;

interface IdentifiedRow {
  readonly id: number;
  readonly plantId: number;
  readonly identity: string;
}

const readIdentities = (
  db: Database,
  table: keyof typeof IDENTITIES,
  columns: readonly string[] = IDENTITIES[table],
): IdentifiedRow[] =>
  readable<IdentifiedRow>(
    db,
    `SELECT id, plant_id AS plantId, json_array(${columns.join(', ')}) AS identity FROM ${table}`,
  );

const readImports = (db: Database): IdentifiedRow[] => readIdentities(db, 'imports');

/**
 * Rows are the same where number, plant and identity are: SQLite gives the number of a deleted row again. Another row
 * keeps its number where that is free in the backup. `alsoTaken`: a table whose numbers are not free either.
 */
export function matchRows(
  from: Database,
  into: Database,
  table: keyof typeof IDENTITIES,
  plants: Places,
  ...alsoTaken: readonly (keyof typeof IDENTITIES)[]
): Places {
  const held = new Map(readIdentities(into, table).map((row) => [row.id, row]));
  const taken = new Set(alsoTaken.flatMap((other) => readIdentities(into, other).map(({ id }) => id)));
  let next = nextId(from, into, table, ...alsoTaken);
  return new Map(
    readIdentities(from, table)
      .filter(({ plantId }) => plants.has(plantId))
      .map(({ id, plantId, identity }): [number, Place] => {
        const same = held.get(id);
        if (same !== undefined && same.plantId === plants.get(plantId)?.id && same.identity === identity)
          return [id, { id, isHeld: true }];
        const isFree = same === undefined && !taken.has(id);
        return [id, { id: isFree ? id : next++, isHeld: false }];
      }),
  );
}

/**
 * Imports that were taken back are known by their number too. One that the backup holds is the same file of the same plant.
 */
export function matchUndone(from: Database, into: Database, plants: Places, imports: Places): Places {
  const columns = ['file_name', 'file_sha256'];
  const inBackup = new Map(readIdentities(into, 'imports', columns).map((row) => [row.id, row]));
  const taken = new Set([...imports.values()].map(({ id }) => id));
  const places = new Map<number, Place>();
  for (const { id, plantId, identity } of readIdentities(from, 'undone_imports', columns)) {
    const plant = plants.get(plantId);
    const own = inBackup.get(id);
    const isSame = own !== undefined && own.plantId === plant?.id && own.identity === identity;
    // The number is that of another import by now: there is nothing to keep it from.
    if (plant === undefined || (!isSame && (own !== undefined || taken.has(id)))) continue;
    places.set(id, { id, isHeld: false });
  }
  return places;
}
