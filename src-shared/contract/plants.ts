import { z } from 'zod';

const id = z.number().int().positive();
const year = z.number().int().min(1850).max(2100);
const text = (most: number) => z.string().trim().min(1).max(most);

export const unitFields = z.strictObject({
  name: text(120),
  capacityMw: z.number().min(0).max(100_000).nullable(),
  commissioningYear: year.nullable(),
});

/** A plant as a person enters it or a registry gives it. What is not known is null, never a guess. */
export const plantFields = z.strictObject({
  name: text(120),
  country: text(80).nullable(),
  state: text(80).nullable(),
  /** Degrees, WGS 84. */
  latitude: z.number().min(-90).max(90).nullable(),
  longitude: z.number().min(-180).max(180).nullable(),
  fuel: text(40).nullable(),
  capacityMw: z.number().min(0).max(100_000).nullable(),
  owner: text(200).nullable(),
  commissioningYear: year.nullable(),
  /** Where the facts come from. */
  source: text(400).nullable(),
  /** Identifier in that source, such as WRI1019901. */
  sourceId: text(80).nullable(),
  notes: text(2000).nullable(),
  units: z.array(unitFields).max(40),
});

export const plant = plantFields.extend({ id });

export const plantSummary = z.strictObject({
  id,
  name: z.string(),
  state: z.string().nullable(),
  fuel: z.string().nullable(),
  capacityMw: z.number().nullable(),
  hasReadings: z.boolean(),
});

export const tagFields = z.strictObject({
  description: text(200).nullable(),
  unit: text(40).nullable(),
  /** Alarm limits in the tag's unit. */
  lowLimit: z.number().nullable(),
  highLimit: z.number().nullable(),
});

export const tag = tagFields.extend({
  id,
  plantId: id,
  name: z.string(),
  readingCount: z.number(),
  missingCount: z.number(),
  firstMs: z.number().nullable(),
  lastMs: z.number().nullable(),
});

export const plantCalls = {
  'plants.list': { input: z.strictObject({}), output: z.array(plantSummary) },
  'plants.get': { input: z.strictObject({ plantId: id }), output: plant },
  'plants.add': { input: plantFields, output: plant },
  'plants.update': { input: plant, output: plant },
  /** Refused with `conflict` while the plant holds readings. */
  'plants.remove': { input: z.strictObject({ plantId: id }), output: z.null() },
  /** Adds what is new by sourceId, fills nothing into plants that exist. */
  'plants.addMany': {
    input: z.strictObject({ plants: z.array(plantFields).min(1).max(50_000) }),
    output: z.strictObject({ added: z.number(), alreadyKnown: z.number() }),
  },
  'tags.list': { input: z.strictObject({ plantId: id }), output: z.array(tag) },
  'tags.update': { input: tagFields.extend({ id }), output: tag },
};

export type PlantFields = z.infer<typeof plantFields>;
export type UnitFields = z.infer<typeof unitFields>;
export type Plant = z.infer<typeof plant>;
export type PlantSummary = z.infer<typeof plantSummary>;
export type Tag = z.infer<typeof tag>;
