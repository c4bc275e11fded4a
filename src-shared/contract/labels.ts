import { z } from 'zod';

const id = z.number().int().positive();
const timeMs = z.number().min(-8.64e15).max(8.64e15);

/** Kinds that the window offers, with their names on screen. A file may bring others; they are kept as they are written. */
export const LABEL_KINDS = {
  normal: 'Normal operation',
  'golden-start': 'Golden start',
  'good-start': 'Good start',
  'bearing-wear': 'Bearing wear',
  imbalance: 'Rotor imbalance',
  'tube-leak': 'Tube leak',
  fouling: 'Fouling of heating surfaces',
  'condenser-fouling': 'Condenser fouling',
  'spray-valve-oscillation': 'Spray valve oscillation',
  'load-rejection': 'Load rejection',
  'slow-start': 'Slow start',
  'rough-run-up': 'Rough run-up',
  'process-fault': 'Other process fault',
  drift: 'Sensor drift',
  stuck: 'Sensor stuck',
  spike: 'Sensor spike',
  'noise-burst': 'Sensor noise burst',
  dropout: 'Sensor dropout',
  'sensor-fault': 'Other sensor fault',
} as const satisfies Record<string, string>;

/** The kind of a stretch that was looked at and found to be as it should be. */
export const NORMAL_KIND = 'normal';
/** Start-ups that others are compared with, and those that are good as well. */
export const GOLDEN_START_KIND = 'golden-start';
export const GOOD_START_KIND = 'good-start';

const soundKinds: ReadonlySet<string> = new Set([NORMAL_KIND, GOLDEN_START_KIND, GOOD_START_KIND]);

/** Every kind that does not say that all was as it should be is a fault. */
export const isFaultKind = (kind: string): boolean => !soundKinds.has(kind);

/** What a person or a file says about a stretch of time. */
export const labelFields = z
  .strictObject({
    kind: z.string().trim().min(1).max(60),
    /** The one tag it is about; null = the plant. */
    tagName: z.string().trim().min(1).max(500).nullable(),
    /** Both ends belong to it. */
    startMs: timeMs,
    endMs: timeMs,
    note: z.string().trim().max(2000),
  })
  .refine((label) => label.startMs <= label.endMs, { message: 'The end is before the start.' });

export const label = z.strictObject({
  id,
  kind: z.string(),
  tagName: z.string().nullable(),
  startMs: z.number(),
  endMs: z.number(),
  note: z.string(),
  /** Who says so: a person in the window, a file of labels, or the simulator, which made the fault. */
  source: z.enum(['user', 'import', 'simulator']),
  /** Account on this computer under which it was made; null for the simulator. */
  author: z.string().nullable(),
  /** The file that it came from; null for one made by hand. */
  fileName: z.string().nullable(),
  createdMs: z.number().nullable(),
  /** Last change after it was made. */
  changedMs: z.number().nullable(),
});

const labelIds = z.array(id).min(1).max(50_000);

export const labelCalls = {
  /** In order of start. */
  'labels.list': { input: z.strictObject({ plantId: id }), output: z.array(label) },
  'labels.add': { input: z.strictObject({ plantId: id, fields: labelFields }), output: label },
  /** From a file. One with the same kind, tag and times as one that is there is not added again. */
  'labels.addMany': {
    input: z.strictObject({
      plantId: id,
      fileName: z.string().max(400),
      labels: z.array(labelFields).min(1).max(50_000),
    }),
    output: z.strictObject({ addedIds: z.array(id), alreadyKnown: z.number() }),
  },
  /** Refused with `conflict` for a label of the simulator. */
  'labels.update': { input: z.strictObject({ id, fields: labelFields }), output: label },
  /** Takes labels away; `labels.restore` brings them back. Refused with `conflict` for a label of the simulator. */
  'labels.remove': { input: z.strictObject({ labelIds }), output: z.strictObject({ removed: z.number() }) },
  'labels.restore': { input: z.strictObject({ labelIds }), output: z.strictObject({ restored: z.number() }) },
};

export type Label = z.infer<typeof label>;
export type LabelFields = z.infer<typeof labelFields>;
