import type { Database } from 'better-sqlite3';
import { renumberInside } from './salvage-json.ts';
import {
  matchPlants,
  matchRows,
  matchTags,
  matchUndone,
  nextId,
  type Place,
  type Places,
} from './salvage-match.ts';

/** What stands in a cell of a row. */
type Cell = unknown;

/** Where a row of the damaged database goes in the target: its columns with the target's numbers; null = not at all. */
export interface IdMap {
  place(table: string, columns: readonly string[], row: readonly Cell[]): readonly Cell[] | null;
  /** Imports that have another number in the target, by their own. */
  readonly movedImports: ReadonlyMap<number, number>;
}

/** For a new, empty target: every row as it is. */
export const keepIds: IdMap = { place: (_table, _columns, row) => row, movedImports: new Map() };

/** Columns that name a row whose number may be another one in the target. */
const REFERENCES: Readonly<Record<string, string>> = {
  plant_id: 'plants',
  tag_id: 'tags',
  load_tag_id: 'tags',
  import_id: 'imports',
  run_id: 'runs',
  study_id: 'studies',
  chunk_id: 'chunks',
  anomaly_id: 'anomalies',
};

/** Rows of these are part of what they belong to: where the target holds that, they stay away. */
const OWNERS: readonly string[] = ['import_id', 'run_id', 'study_id'];
const PARTS_OF_PLANTS: readonly string[] = ['units'];

/** Rows that other rows name, and that come with an import or a run: they get numbers that neither database has. */
const COUNTED: readonly string[] = ['chunks', 'score_chunks', 'anomalies'];

/** Rows that no row names. */
const UNNAMED: readonly string[] = ['units', 'known_events'];

/**
 * Lays rows of the damaged database over a backup. SQLite gives the number of a deleted row again, so the same number may
 * mean something else than in the backup: what has a number is known by its content (`matchRows`), and gets another number
 * where its own is taken. What belongs to an import, run or study that the backup holds stays as the backup has it, all of
 * it; what belongs to nothing that can be told stays away.
 */
export function overBackup(from: Database, into: Database): IdMap {
  const plants = matchPlants(from, into);
  const imports = matchRows(from, into, 'imports', plants, 'undone_imports');
  const labels = matchRows(from, into, 'known_events', plants);
  const tags = matchTags(from, into, plants);
  const known = new Map<string, Places>([
    ['plants', plants],
    ['tags', tags],
    ['imports', imports],
    ['undone_imports', matchUndone(from, into, plants, imports)],
    ['runs', matchRows(from, into, 'runs', plants)],
    ['studies', matchRows(from, into, 'studies', plants)],
    ['deletions', matchRows(from, into, 'deletions', plants)],
  ]);
  const counted = new Map(COUNTED.map((table) => [table, new Map<number, Place>()]));
  const next = new Map(COUNTED.map((table) => [table, nextId(from, into, table)]));

  const placeOf = (table: string, column: string, value: Cell): Place | undefined => {
    const isOfScores = table === 'score_chunk_bytes' && column === 'chunk_id';
    const named = isOfScores ? 'score_chunks' : (REFERENCES[column] ?? '');
    return (known.get(named) ?? counted.get(named))?.get(Number(value));
  };
  const numberOf = (table: string, id: number): Cell => {
    const places = counted.get(table);
    if (places === undefined) return known.get(table)?.get(id)?.id ?? id;
    const fresh = next.get(table) ?? 1;
    next.set(table, fresh + 1);
    places.set(id, { id: fresh, isHeld: false });
    return fresh;
  };

  return {
    movedImports: new Map([...imports].flatMap(([id, place]) => (place.id === id ? [] : [[id, place.id]]))),
    place(table, columns, row) {
      const placed = [...row];
      for (const [at, column] of columns.entries()) {
        if (REFERENCES[column] === undefined || row[at] === null) continue;
        const place = placeOf(table, column, row[at]);
        const isPart = OWNERS.includes(column) || PARTS_OF_PLANTS.includes(table);
        if (place === undefined || (isPart && place.isHeld)) return null;
        placed[at] = place.id;
      }
      const idAt = columns.indexOf('id');
      if (idAt < 0) return placed;
      const id = Number(row[idAt]);
      const places = known.get(table);
      if (places !== undefined && !places.has(id)) return null;
      if (table === 'known_events' && labels.get(id)?.isHeld === true) return null;
      // SQLite finds a number for null.
      placed[idAt] = UNNAMED.includes(table) ? null : numberOf(table, id);
      return renumberInside(table, columns, placed, { plants, tags, imports });
    },
  };
}
