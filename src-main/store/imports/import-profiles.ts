import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import type { FileShape, ImportOverrides } from '@core/csv/import-plan.ts';
import {
  fileShape,
  importChoices,
  type ImportProfile,
  importProfile,
} from '@shared/contract/import-profiles.ts';
import { AppFailure } from '@shared/errors.ts';
import { getSetting, setSetting } from '../settings.ts';
import { conflict, notFound } from '../storage-failure.ts';

const PREFIX = 'import-profile:';

/** The schema and the core's type say the same. */
const choicesSchema: z.ZodType<ImportOverrides> = importChoices;
const shapeSchema: z.ZodType<FileShape> = fileShape;

/** The first versions kept the choices alone, under the name in lower case. */
const kept = z.union([importProfile, choicesSchema]);

const keyOf = (name: string): string => `${PREFIX}${name.trim().toLowerCase()}`;

function readProfile(key: string, json: string): ImportProfile | null {
  const parsed = kept.safeParse(JSON.parse(json));
  if (!parsed.success) return null;
  if (isProfile(parsed.data)) return parsed.data;
  const choices = importChoices.parse(parsed.data);
  return { name: key.slice(PREFIX.length), choices, shape: null, savedMs: 0 };
}

const isProfile = (value: ImportProfile | ImportOverrides): value is ImportProfile => 'choices' in value;

/** Profiles by name; one that cannot be read is left out. */
export const listImportProfiles = (db: Database): ImportProfile[] =>
  db
    .prepare<[string, string], { key: string; value: string }>(
      'SELECT key, value FROM settings WHERE key >= ? AND key < ? ORDER BY key',
    )
    .all(PREFIX, `${PREFIX}\u{10ffff}`)
    .flatMap(({ key, value }) => readProfile(key, value) ?? []);

/** The choices kept under a name, whatever its case. Throws `not-found`, and `storage` where they cannot be read. */
export function getImportProfile(db: Database, name: string): ImportOverrides {
  const json = getSetting(db, keyOf(name));
  if (json === null) throw notFound(`An import profile named "${name}"`);
  const profile = readProfile(keyOf(name), json);
  if (profile !== null) return choicesSchema.parse(profile.choices);
  throw new AppFailure({
    kind: 'storage',
    message: `The import profile "${name}" cannot be read by this version. Save it again.`,
  });
}

export interface NewProfile {
  readonly name: string;
  readonly choices: ImportOverrides;
  /** Null: no file is recognised by the profile. */
  readonly shape: FileShape | null;
  /** UTC epoch ms. */
  readonly savedMs: number;
}

/** Keeps choices under a name. What was kept under it is replaced, or, if not wished, the call throws `conflict`. */
export function saveImportProfile(db: Database, fields: NewProfile, replaces = true): ImportProfile {
  const { name, savedMs } = fields;
  if (!replaces && getSetting(db, keyOf(name)) !== null)
    throw conflict(`There is a profile named "${name.trim()}" already. Replace it, or choose another name.`);
  const profile: ImportProfile = {
    name: name.trim(),
    choices: importChoices.parse(fields.choices),
    shape: fields.shape === null ? null : fileShape.parse(shapeSchema.parse(fields.shape)),
    savedMs,
  };
  setSetting(db, keyOf(name), JSON.stringify(profile));
  return profile;
}

/** Throws `not-found`, and `conflict` where another profile has the new name. */
export function renameImportProfile(db: Database, name: string, newName: string): void {
  db.transaction(() => {
    const json = getSetting(db, keyOf(name));
    const profile = json === null ? null : readProfile(keyOf(name), json);
    if (profile === null) throw notFound(`An import profile named "${name}"`);
    const isSame = keyOf(name) === keyOf(newName);
    if (!isSame && getSetting(db, keyOf(newName)) !== null)
      throw conflict(`There is a profile named "${newName.trim()}" already. Choose another name.`);
    removeImportProfile(db, name);
    setSetting(db, keyOf(newName), JSON.stringify({ ...profile, name: newName.trim() }));
  }).immediate();
}

/** Throws `not-found`. */
export function removeImportProfile(db: Database, name: string): void {
  const { changes } = db.prepare<[string]>('DELETE FROM settings WHERE key = ?').run(keyOf(name));
  if (changes === 0) throw notFound(`An import profile named "${name}"`);
}
