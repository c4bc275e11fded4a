import { plantFields, type Plant, type PlantFields } from '@shared/contract/plants.ts';

/** The plant as it is being typed: everything is text. */
export interface PlantForm {
  readonly name: string;
  readonly country: string;
  readonly state: string;
  readonly latitude: string;
  readonly longitude: string;
  readonly fuel: string;
  readonly capacityMw: string;
  readonly owner: string;
  readonly commissioningYear: string;
  readonly source: string;
  readonly sourceId: string;
  readonly notes: string;
  readonly units: readonly UnitForm[];
}

export interface UnitForm {
  readonly name: string;
  readonly capacityMw: string;
  readonly commissioningYear: string;
}

export const emptyUnit: UnitForm = { name: '', capacityMw: '', commissioningYear: '' };

const text = (value: string | number | null): string => (value === null ? '' : String(value));
const textOrNull = (typed: string): string | null => (typed.trim() === '' ? null : typed.trim());
const numberOrNull = (typed: string): number | null => (typed.trim() === '' ? null : Number(typed));

export const formOf = (plant: Plant | null): PlantForm => ({
  name: plant?.name ?? '',
  country: text(plant?.country ?? null),
  state: text(plant?.state ?? null),
  latitude: text(plant?.latitude ?? null),
  longitude: text(plant?.longitude ?? null),
  fuel: text(plant?.fuel ?? null),
  capacityMw: text(plant?.capacityMw ?? null),
  owner: text(plant?.owner ?? null),
  commissioningYear: text(plant?.commissioningYear ?? null),
  source: text(plant?.source ?? null),
  sourceId: text(plant?.sourceId ?? null),
  notes: text(plant?.notes ?? null),
  units: (plant?.units ?? []).map((unit) => ({
    name: unit.name,
    capacityMw: text(unit.capacityMw),
    commissioningYear: text(unit.commissioningYear),
  })),
});

const labels: Readonly<Record<string, string>> = {
  name: 'Name: up to 120 characters are needed.',
  latitude: 'Latitude: a number from -90 to 90, or empty.',
  longitude: 'Longitude: a number from -180 to 180, or empty.',
  capacityMw: 'Capacity: a number in MW, or empty.',
  commissioningYear: 'Commissioning year: from 1850 to 2100, or empty.',
  units: 'Units: every unit needs a name; capacity in MW and year are numbers or empty.',
};

export type ParsedForm =
  { readonly ok: true; readonly fields: PlantFields } | { readonly ok: false; readonly problem: string };

/** The typed plant as facts; what is left empty is not known. */
export function parseForm(form: PlantForm): ParsedForm {
  const parsed = plantFields.safeParse({
    name: form.name,
    country: textOrNull(form.country),
    state: textOrNull(form.state),
    latitude: numberOrNull(form.latitude),
    longitude: numberOrNull(form.longitude),
    fuel: textOrNull(form.fuel),
    capacityMw: numberOrNull(form.capacityMw),
    owner: textOrNull(form.owner),
    commissioningYear: numberOrNull(form.commissioningYear),
    source: textOrNull(form.source),
    sourceId: textOrNull(form.sourceId),
    notes: textOrNull(form.notes),
    units: form.units.map((unit) => ({
      name: unit.name,
      capacityMw: numberOrNull(unit.capacityMw),
      commissioningYear: numberOrNull(unit.commissioningYear),
    })),
  });
  if (parsed.success) return { ok: true, fields: parsed.data };
  const field = String(parsed.error.issues[0]?.path[0] ?? '');
  return { ok: false, problem: labels[field] ?? `${field}: the text is too long.` };
}
