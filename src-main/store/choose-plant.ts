import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { plantFields } from '@shared/contract/plants.ts';
import { AppFailure } from '@shared/errors.ts';
import registry from '../../resources/plants.json';
import { removeNewPlant } from './imports/new-plant.ts';
import { addPlant, seedPlants } from './plants.ts';
import { conflict, notFound } from './storage-failure.ts';

export interface ChosenPlant {
  readonly id: number;
  readonly name: string;
  readonly isNew: boolean;
  /** Removes a new plant again, with what is left of an import that came to nothing. */
  takeBack(): void;
}

interface NamedPlant {
  readonly id: number;
  readonly name: string;
}

/** Plants of a name, or the plant of a number written as `#12`. Upper and lower case are the same. */
const findPlants = (db: Database, name: string): NamedPlant[] =>
  db
    .prepare<[object], NamedPlant>(
      `SELECT id, name FROM plants WHERE name = @name COLLATE NOCASE OR '#' || id = @name ORDER BY id`,
    )
    .all({ name });

/** The plant of a name or `#number`. Throws `not-found`, and `conflict` for a name that several plants have. */
export function getPlantByName(db: Database, name: string): NamedPlant {
  const found = findPlants(db, name);
  const [plant] = found;
  if (plant === undefined) throw notFound(`A plant named "${name}"`);
  if (found.length > 1)
    throw conflict(
      `${found.length} plants are named "${name}". Name one by its number: ${found.map(({ id }) => `"#${id}"`).join(', ')}.`,
    );
  return plant;
}

/** The plant of a name, added where it is new. A store without plants gets the registry first, as in the window. */
export function choosePlant(db: Database, name: string): ChosenPlant {
  seedPlants(db, z.array(plantFields).parse(registry));
  if (findPlants(db, name).length > 0 || name.startsWith('#'))
    return { ...getPlantByName(db, name), isNew: false, takeBack: () => undefined };
  const fields = plantFields.safeParse({ ...NOTHING_KNOWN, name });
  if (!fields.success)
    throw new AppFailure({ kind: 'invalid-input', message: 'The name of a plant has 1 to 120 characters.' });
  const plant = addPlant(db, fields.data);
  return { id: plant.id, name: plant.name, isNew: true, takeBack: () => removeNewPlant(db, plant.id) };
}

const NOTHING_KNOWN = {
  country: null,
  state: null,
  latitude: null,
  longitude: null,
  fuel: null,
  capacityMw: null,
  owner: null,
  commissioningYear: null,
  source: null,
  sourceId: null,
  notes: null,
  units: [],
};
