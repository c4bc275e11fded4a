import { z } from 'zod';
import { runConditions } from './conditions.ts';
import { detectorOptions } from './runs.ts';

const id = z.number().int().positive();
const timeMs = z.number().min(-8.64e15).max(8.64e15);

/** How the threshold follows from the scores of the training rows. */
export const studyThreshold = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('contamination'), share: z.number().gt(0).max(0.5) }),
  z.strictObject({ kind: z.literal('training-limit') }),
  /** Each detector by the rule that suits it. */
  z.strictObject({ kind: z.literal('usual') }),
]);

export const candidate = z.strictObject({
  detectorId: z.string().min(1).max(60),
  detectorOptions,
});

/** Operating modes that are learnt from and measured on, and whether each has a threshold of its own. */
export const studyConditions = runConditions
  .pick({ loadTagId: true, modes: true })
  .extend({ hasModeThresholds: z.boolean().default(false) });

/** What all kinds of studies are given: tags, data, training rows, seed. */
export const studyData = {
  plantId: id,
  tagIds: z.array(id).min(1).max(5000),
  fromMs: timeMs,
  toMs: timeMs,
  trainFromMs: timeMs,
  trainToMs: timeMs,
  seed: z.number().int().min(0),
  /** As in runs; absent = all operating modes, with one threshold. */
  conditions: studyConditions.optional(),
  threshold: studyThreshold,
  /** An alarm that ends up to this long before a fault begins counts as early, not as false. */
  earlyMs: z
    .number()
    .min(0)
    .max(366 * 86_400_000),
};

export type StudyConditions = z.infer<typeof studyConditions>;
export type StudyThreshold = z.infer<typeof studyThreshold>;
export type Candidate = z.infer<typeof candidate>;
