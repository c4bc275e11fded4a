import { AppFailure } from '@shared/errors.ts';
import type { ByteSource } from './csv-stream.ts';
import { DEFAULT_SETTINGS } from './detect.ts';
import { likenessOf } from './file-shape.ts';
import type { ColumnPlan, FileShape, ImportOverrides, ImportPreview, ImportSettings } from './import-plan.ts';
import { previewCsv } from './preview-csv.ts';

/** Columns as they were decided for another file, by their names; a column that is new is read as detected. */
export function fitColumns(
  decided: readonly ColumnPlan[],
  detected: readonly ColumnPlan[],
): readonly ColumnPlan[] {
  const byName = new Map<string, ColumnPlan[]>();
  for (const column of decided) byName.set(column.name, [...(byName.get(column.name) ?? []), column]);
  const fitted = detected.map((column) => ({ column, from: byName.get(column.name)?.shift() }));
  const newIndex = new Map(fitted.map(({ column, from }) => [from?.index, column.index]));
  return fitted.map(({ column, from }) => {
    if (from === undefined) return column;
    const { role, tagName, unit, qualityScale, qualityOf } = from;
    const of = qualityOf === null ? null : (newIndex.get(qualityOf) ?? null);
    return { ...column, role, tagName, unit, qualityScale, qualityOf: of };
  });
}

/** Reads the head of a file after the choices of a profile, whose columns may stand elsewhere. Throws as `previewCsv`. */
export async function previewWithProfile(
  source: ByteSource,
  choices: ImportOverrides,
  settings: ImportSettings = DEFAULT_SETTINGS,
): Promise<{ readonly preview: ImportPreview; readonly overrides: ImportOverrides }> {
  const { columns, ...others } = choices;
  const preview = await previewCsv(source, others, settings);
  if (columns === undefined) return { preview, overrides: others };
  const overrides = { ...others, columns: fitColumns(columns, preview.plan.columns) };
  return { preview: await previewCsv(source, overrides, settings), overrides };
}

/** A profile as the store keeps it. */
export interface KnownProfile {
  readonly name: string;
  readonly choices: ImportOverrides;
  readonly shape: FileShape | null;
  /** UTC epoch ms. */
  readonly savedMs: number;
}

const OFFERED_FROM = 0.5;

/** The profiles that a file looks like: `same` by its whole shape, the latest first; `similar` by most of its columns, the likest first. */
function recogniseProfiles(
  shape: FileShape,
  profiles: readonly KnownProfile[],
): { readonly same: readonly KnownProfile[]; readonly similar: readonly KnownProfile[] } {
  const rated = profiles
    .map((profile) => ({
      profile,
      likeness: profile.shape === null ? 0 : likenessOf(shape, profile.shape),
    }))
    .toSorted((a, b) => b.likeness - a.likeness || b.profile.savedMs - a.profile.savedMs);
  const between = (low: number, high: number): readonly KnownProfile[] =>
    rated.filter(({ likeness }) => likeness >= low && likeness < high).map(({ profile }) => profile);
  return { same: between(1, Infinity), similar: between(OFFERED_FROM, 1) };
}

export interface Recognised {
  readonly preview: ImportPreview;
  readonly overrides: ImportOverrides;
  /** Of the file without any decision. */
  readonly shape: FileShape;
  /** Name of the profile that was applied. */
  readonly profile: string | null;
  /** Names of profiles that may fit. */
  readonly similar: readonly string[];
  /** Why a profile that was recognised could not be applied. */
  readonly refused: string | null;
}

/**
 * Reads the head of a file as the profile that it is known by says, or as detected where there is none. A profile that
 * the file contradicts is told and not applied. Throws as `previewCsv`.
 */
export async function detectWithProfiles(
  source: ByteSource,
  profiles: readonly KnownProfile[],
  settings: ImportSettings,
): Promise<Recognised> {
  const detected = await previewCsv(source, {}, settings);
  const { shape } = detected;
  const { same, similar } = recogniseProfiles(shape, profiles);
  const profile = same.at(0);
  const plain: Recognised = {
    ...{ preview: detected, overrides: {}, shape, profile: null, refused: null },
    similar: [...same.slice(1), ...similar].map(({ name }) => name),
  };
  if (profile === undefined) return plain;
  try {
    return {
      ...plain,
      ...(await previewWithProfile(source, profile.choices, settings)),
      profile: profile.name,
    };
  } catch (caught) {
    if (!(caught instanceof AppFailure)) throw caught;
    const why = 'message' in caught.error ? caught.error.message : caught.error.kind;
    return {
      ...plain,
      similar: [profile.name, ...plain.similar],
      refused: `The columns are those of profile "${profile.name}", which was not applied: ${why}`,
    };
  }
}
