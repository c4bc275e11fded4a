import { z } from 'zod';

/** What the unit is doing, told from its load. `unknown`: no load to tell by. */
export const operatingMode = z.enum(['unknown', 'off', 'start-up', 'steady', 'load change', 'shutdown']);

/** Process: the plant. Sensor: an instrument. Unknown: operation that training does not know. Gap: too few readings to judge. */
export const anomalyKind = z.enum(['process', 'sensor', 'unknown', 'gap']);

export const sensorFault = z.enum(['stuck', 'spike', 'drift', 'dropout', 'out of range', 'noise']);

export const modeThreshold = z.strictObject({ mode: operatingMode, threshold: z.number() });

/** Under which conditions a run learns and judges. */
export const runConditions = z.strictObject({
  /** Tag that tells the load: 'auto' = recognised by name and unit, null = none. */
  loadTagId: z.union([z.number().int().positive(), z.literal('auto'), z.null()]),
  /** Modes that are learnt from and judged; empty = all. */
  modes: z.array(operatingMode).max(6),
  /** A threshold of its own for each mode that training shows often enough. */
  hasModeThresholds: z.boolean(),
  /** What they are where the threshold was given as well, and does not follow from the training; absent = by the rule. */
  modeThresholds: z.array(modeThreshold).max(6).optional(),
});

/** How an anomaly was judged; null in a run of a program that did not judge. */
export const judgement = z.strictObject({
  kind: anomalyKind,
  /** Of kind `sensor` only. */
  sensorFault: sensorFault.nullable(),
  /** At the peak. */
  mode: operatingMode,
  /** Why, in words with figures and units. */
  sentence: z.string().max(2000),
  /** What speaks for it, one sentence each. */
  evidence: z.array(z.string().max(2000)).max(40),
});

export const usualConditions = {
  loadTagId: 'auto',
  modes: [],
  hasModeThresholds: false,
} satisfies RunConditions;

export type OperatingMode = z.infer<typeof operatingMode>;
export type AnomalyKind = z.infer<typeof anomalyKind>;
export type ModeThreshold = z.infer<typeof modeThreshold>;
export type SensorFault = z.infer<typeof sensorFault>;
export type RunConditions = z.infer<typeof runConditions>;
export type Judgement = z.infer<typeof judgement>;

/** JSON has no NaN: what is missing comes back as null. */
const figures = z.array(z.number().nullable()).transform((list) => list.map((value) => value ?? NaN));

/** What is usual at each load, as a run keeps it; see the core's `Baseline`. */
export const savedBaseline = z.object({
  loadColumn: z.number().int().min(0).nullable(),
  edges: z.array(z.number()),
  loadRange: z.tuple([z.number(), z.number()]).nullable(),
  columnCount: z.number().int().min(1),
  medians: figures,
  lows: figures,
  highs: figures,
});
