import { z } from 'zod';
import { detectorOptions } from './runs.ts';
import { measuredOn } from './study-measures.ts';
import { studyData } from './study-request.ts';

const maybe = z.number().nullable();

/** An option of a detector that a search varies, within bounds. */
export const searchOption = z
  .strictObject({
    name: z.string().min(1).max(60),
    lowest: z.number(),
    highest: z.number(),
    isWhole: z.boolean(),
    /** Drawn evenly over the orders of magnitude. */
    isLog: z.boolean(),
  })
  .refine((option) => option.lowest <= option.highest && (!option.isLog || option.lowest > 0), {
    message: 'The bounds do not fit.',
  });

export const searchRequest = z.strictObject({
  ...studyData,
  detectorId: z.string().min(1).max(60),
  space: z.array(searchOption).min(1).max(20),
  strategy: z.enum(['random', 'halving']),
  /** Settings drawn. */
  trialCount: z.number().int().min(2).max(1000),
  /** Ends the search early; null = no limit. */
  mostSeconds: z
    .number()
    .positive()
    .max(7 * 86_400)
    .nullable(),
  /** Share of the rows (or of the labelled faults) that the search never sees. */
  heldOutShare: z.number().min(0.1).max(0.8),
  /** `labels`: average precision against labelled faults. `synthetic`: against faults put into copies of the rows. */
  criterion: z.enum(['labels', 'synthetic']),
});

export const trial = z.strictObject({
  /** 0 for random search; the round of successive halving. */
  rung: z.number().int().min(0),
  /** Number of the setting, from 0. */
  number: z.number().int().min(0),
  options: detectorOptions,
  /** Share of the training rows that was learnt from. */
  trainShare: z.number(),
  /** Null when the setting cannot be fitted. */
  criterion: maybe,
  failure: z.string().max(2000).nullable(),
  /** That fitting and scoring took; several trials may run at the same time. */
  seconds: z.number(),
  /** That the search had taken by its end, over all parts; absent where a search tried one setting after the other. */
  atSeconds: z.number().optional(),
});

/** One setting, measured on the rows of the search and on those that it never saw. */
const settingFigures = z.strictObject({ options: detectorOptions, tuned: maybe, heldOut: maybe });

export const searchResult = z.strictObject({
  tunedOn: measuredOn,
  heldOutOn: measuredOn,
  best: settingFigures.extend({ number: z.number() }),
  defaults: settingFigures,
  trialCount: z.number(),
  endedBy: z.enum(['trials', 'time']),
});

export type SearchOption = z.infer<typeof searchOption>;
export type SearchRequest = z.infer<typeof searchRequest>;
export type Trial = z.infer<typeof trial>;
export type SearchResult = z.infer<typeof searchResult>;
