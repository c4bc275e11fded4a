import type Database from 'better-sqlite3';

/** What stands in a cell of a row. */
type Cell = unknown;

/** Where a row of the damaged database goes in the target: its columns with the target's numbers; null = not at all. */
export interface IdMap {
  place(table: string, columns: readonly string[], row: readonly Cell[]): readonly Cell[] | null;
}

/** For a new, empty target: every row as it is. */
export const keepIds: IdMap = { place: (_table, _columns, row) => row };

/** Rows whose numbers are given again after a deletion, by the owner with whom they come or stay away. */
const OWNED = {
  chunks: 'import_id',
  score_chunks: 'run_id',
  anomalies: 'run_id',
  known_events: 'import_id',
} as const;
/** Columns that name a row whose number may be another one in the target. */
const REFERENCES: Readonly<Record<string, Numbered>> = {
  plant_id: 'plants',
  tag_id: 'tags',
  load_tag_id: 'tags',
  chunk_id: 'chunks',
  anomaly_id: 'anomalies',
};
type Owned = keyof typeof OWNED;
type Numbered = 'plants' | 'tags' | Owned;

const isOwned = (table: string): table is Owned => Object.hasOwn(OWNED, table);

/**
 * Lays rows of the damaged database over a backup. SQLite gives the number of a deleted row again, so the same number may
 * mean another plant, tag, chunk or anomaly than in the backup: plants are known by their name or by an import that both
 * have, tags by their name, and chunks and anomalies get new numbers. What belongs to an import or run that the backup
 * holds stays as the backup has it; what belongs to nothing that can be told stays away.
 */
export function overBackup(from: Database.Database, into: Database.Database, held: HeldOwners): IdMap {
  const plants = matchPlants(from, into);
  const tags = matchTags(from, into, plants);
  const maps: Record<Numbered, Map<number, number>> = {
    plants,
    tags,
    chunks: new Map(),
    score_chunks: new Map(),
    anomalies: new Map(),
    known_events: new Map(),
  };
  const next = {
    chunks: nextId(from, into, 'chunks'),
    score_chunks: nextId(from, into, 'score_chunks'),
    anomalies: nextId(from, into, 'anomalies'),
    known_events: nextId(from, into, 'known_events'),
  };
  const isOwnerHeld = (table: Owned, ownerId: Cell): boolean =>
    (OWNED[table] === 'import_id' ? held.importIds : held.runIds).has(Number(ownerId));

  return {
    place(table, columns, row) {
      const placed: Cell[] = [];
      for (const [at, column] of columns.entries()) {
        const value = row[at];
        const named =
          table === 'score_chunk_bytes' && column === 'chunk_id' ? 'score_chunks' : REFERENCES[column];
        if (column === 'id' && (table === 'plants' || table === 'tags')) {
          placed.push(maps[table].get(Number(value)) ?? null);
        } else if (named === undefined || value === null) placed.push(value);
        else {
          const id = maps[named].get(Number(value));
          if (id === undefined) return null;
          placed.push(id);
        }
      }
      if (!isOwned(table)) return placed;
      const idAt = columns.indexOf('id');
      const ownerId = row[columns.indexOf(OWNED[table])];
      // A label of a user.
      if (ownerId === null) return placed;
      if (isOwnerHeld(table, ownerId)) return null;
      const id = next[table]++;
      maps[table].set(Number(row[idAt]), id);
      return placed.with(idAt, id);
    },
  };
}

export interface HeldOwners {
  readonly importIds: ReadonlySet<number>;
  readonly runIds: ReadonlySet<number>;
}

/** A number beyond this is damage. */
const MOST_ID = 2 ** 40;

/** Above every number of either database. */
function nextId(from: Database.Database, into: Database.Database, table: string): number {
  const sql = `SELECT coalesce(max(id), 0) AS id FROM ${table} WHERE id < ${MOST_ID}`;
  return 1 + Math.max(...[from, into].map((db) => readable<{ id: number }>(db, sql)[0]?.id ?? 0));
}

/** Rows as far as they can be read. */
function readable<Row>(db: Database.Database, sql: string): Row[] {
  const rows: Row[] = [];
  try {
    for (const row of db.prepare<[], Row>(sql).iterate()) rows.push(row);
  } catch {
    // What lies behind the damage is not matched, and so not brought over.
  }
  return rows;
}

interface PlantRow {
  readonly id: number;
  readonly name: string;
  readonly sourceId: string | null;
}

interface ImportRow {
  readonly id: number;
  readonly plantId: number;
}

const PLANTS = 'SELECT id, name, source_id AS sourceId FROM plants ORDER BY id';
const IMPORTS = 'SELECT id, plant_id AS plantId FROM imports ORDER BY id';

function matchPlants(from: Database.Database, into: Database.Database): Map<number, number> {
  const held = readable<PlantRow>(into, PLANTS);
  const nameOf = new Map(held.map(({ id, name }) => [id, name]));
  const bySource = new Map(held.map(({ id, sourceId }) => [sourceId, id]));
  const plantOf = new Map(readable<ImportRow>(into, IMPORTS).map(({ id, plantId }) => [id, plantId]));
  const shared = new Set(
    readable<ImportRow>(from, IMPORTS)
      .filter(({ id, plantId }) => plantOf.get(id) === plantId)
      .map(({ plantId }) => plantId),
  );
  let next = nextId(from, into, 'plants');
  return new Map(
    readable<PlantRow>(from, PLANTS).map(({ id, name, sourceId }) => {
      if (shared.has(id)) return [id, id];
      const same = sourceId === null ? undefined : bySource.get(sourceId);
      const isFree = !nameOf.has(id) || nameOf.get(id) === name;
      return [id, same ?? (isFree ? id : next++)];
    }),
  );
}

interface TagRow {
  readonly id: number;
  readonly plantId: number;
  readonly name: string;
}

const TAGS = 'SELECT id, plant_id AS plantId, name FROM tags ORDER BY id';

function matchTags(
  from: Database.Database,
  into: Database.Database,
  plants: ReadonlyMap<number, number>,
): Map<number, number> {
  const keyOf = (plantId: number | undefined, name: string): string => `${plantId} ${name}`;
  const held = readable<TagRow>(into, TAGS);
  const known = new Map(held.map(({ id, plantId, name }) => [keyOf(plantId, name), id]));
  const taken = new Set(held.map(({ id }) => id));
  let next = nextId(from, into, 'tags');
  return new Map(
    readable<TagRow>(from, TAGS)
      .filter(({ plantId }) => plants.has(plantId))
      .map(({ id, plantId, name }) => {
        const same = known.get(keyOf(plants.get(plantId), name));
        return [id, same ?? (taken.has(id) ? next++ : id)];
      }),
  );
}
