import { z } from 'zod';
import type { Places } from './salvage-match.ts';

/** Where rows that are named inside JSON belong. */
export interface NamedPlaces {
  readonly plants: Places;
  readonly tags: Places;
  readonly imports: Places;
}

type Renumber = (state: unknown, places: NamedPlaces) => unknown;

const pendingState = z.looseObject({ importIds: z.array(z.number()) });
const request = z.looseObject({
  plantId: z.number(),
  tagIds: z.array(z.number()),
  conditions: z.unknown().optional(),
});
/** Conditions with a tag for the load; it may also be recognised, or none. */
const withLoadTag = z.looseObject({ loadTagId: z.number() });

/** A tag that cannot be told is recognised anew. */
const renumberConditions: Renumber = (state, { tags }) => {
  const { data } = withLoadTag.safeParse(state);
  return data === undefined ? state : { ...data, loadTagId: tags.get(data.loadTagId)?.id ?? 'auto' };
};

/** A deletion that is not complete names the imports that lose readings. */
const renumberPending: Renumber = (state, { imports }) => {
  const pending = pendingState.parse(state);
  return { ...pending, importIds: pending.importIds.flatMap((id) => imports.get(id)?.id ?? []) };
};

/** What a study was asked names its plant and tags. Undefined where none of the tags can be told. */
const renumberRequest: Renumber = (state, places) => {
  const { data } = request.safeParse(state);
  if (data === undefined) return state;
  const tagIds = data.tagIds.flatMap((id) => places.tags.get(id)?.id ?? []);
  if (tagIds.length === 0) return undefined;
  const { conditions } = data;
  return {
    ...data,
    plantId: places.plants.get(data.plantId)?.id ?? data.plantId,
    tagIds,
    ...(conditions !== undefined && { conditions: renumberConditions(conditions, places) }),
  };
};

const INSIDE: Readonly<Record<string, readonly [column: string, renumber: Renumber]>> = {
  deletions: ['pending', renumberPending],
  studies: ['request', renumberRequest],
  runs: ['conditions', renumberConditions],
};

/** A row with the target's numbers inside its JSON too; null where it is of nothing that can be told. */
export function renumberInside(
  table: string,
  columns: readonly string[],
  row: readonly unknown[],
  places: NamedPlaces,
): readonly unknown[] | null {
  const inside = INSIDE[table];
  if (inside === undefined) return row;
  const at = columns.indexOf(inside[0]);
  const json = row[at];
  if (typeof json !== 'string') return row;
  const state = inside[1](JSON.parse(json), places);
  return state === undefined ? null : row.with(at, JSON.stringify(state));
}
