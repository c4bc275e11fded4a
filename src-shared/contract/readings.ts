import { z } from 'zod';

const id = z.number().int().positive();
const timeMs = z.number().int().min(-8.64e15).max(8.64e15);

export const importSummary = z.strictObject({
  /** The import's number, counted from 1 over the whole store. */
  id,
  plantId: id,
  source: z.enum(['csv', 'generated']),
  fileName: z.string(),
  fileBytes: z.number(),
  /** Of the file's bytes; for generated data of the times and values of each portion as float64. Lower-case hex. */
  fileSha256: z.string(),
  finishedMs: z.number(),
  rowCount: z.number(),
  readingCount: z.number(),
  missingCount: z.number(),
  rejectedCount: z.number(),
  duplicateCount: z.number(),
  firstMs: z.number().nullable(),
  lastMs: z.number().nullable(),
  /** Sentences that the user should read: what was found and what was done about it. */
  notices: z.array(z.string()),
});

/** What is held for one plant. A gap is a stretch without a good reading longer than three usual sampling steps of its tag. */
export const dataSummary = z.strictObject({
  firstMs: z.number().nullable(),
  lastMs: z.number().nullable(),
  readingCount: z.number(),
  missingCount: z.number(),
  tagCount: z.number(),
  gapCount: z.number(),
  longestGapMs: z.number(),
  importCount: z.number(),
  openAnomalyCount: z.number(),
});

/**
 * One lane of a chart, ready to draw: the first, lowest, highest and last reading of every pixel in time order.
 * A gap is one point whose value is NaN. Times are UTC epoch ms.
 */
export const trendLane = z.strictObject({
  timesMs: z.instanceof(Float64Array),
  values: z.instanceof(Float64Array),
  /** Readings in the range, missing ones among them. */
  readingCount: z.number(),
  missingCount: z.number(),
  /** How many readings a drawn point stands for, on average; 1 = every reading is drawn. */
  readingsPerPoint: z.number(),
});

const window = { fromMs: timeMs, toMs: timeMs, pixels: z.number().int().min(1).max(8192) };

export const readingCalls = {
  'imports.list': { input: z.strictObject({ plantId: id }), output: z.array(importSummary) },
  /** Takes a committed import back, exactly: what lay below it is read again. `readingCount`: readings it held. */
  'imports.undo': {
    input: z.strictObject({ importId: id }),
    output: z.strictObject({ plantId: id, fileName: z.string(), readingCount: z.number() }),
  },
  /** Shows the file of rejected rows in the system's file window. `not-found` when the import rejected none. */
  'imports.showRejects': { input: z.strictObject({ importId: id }), output: z.null() },
  'data.summary': { input: z.strictObject({ plantId: id }), output: dataSummary },
  'trends.query': {
    input: z.strictObject({ tagIds: z.array(id).min(1).max(64), ...window }),
    output: z.strictObject({ lanes: z.array(trendLane.extend({ tagId: id })) }),
  },
  'trends.scores': {
    input: z.strictObject({ runId: id, ...window }),
    output: trendLane.extend({ threshold: z.number() }),
  },
};

/** `tagIds`: null for all tags of the plant. Both ends included. */
const deletedRange = z.strictObject({
  plantId: id,
  tagIds: z.array(id).min(1).max(5000).nullable(),
  fromMs: timeMs,
  toMs: timeMs,
});

const retentionDays = z.number().int().min(1).max(36_500);

/** Readings that go for good. */
export const deletionCalls = {
  /** What a deletion of this range would take. */
  'readings.countRange': {
    input: deletedRange,
    output: z.strictObject({ readingCount: z.number(), tagCount: z.number() }),
  },
  /**
   * Deletes the readings of some tags, or of all, from a range of time: for good, those under later imports too, and an
   * undo brings none back. Counts readings as they were read. One that fails part-way tells what is gone; the next start
   * completes it.
   */
  'readings.deleteRange': {
    input: deletedRange,
    output: z.strictObject({ readingCount: z.number(), tagCount: z.number() }),
  },
  /** What was and is being deleted, the newest first, at most 1,000. */
  'deletions.list': {
    input: z.strictObject({ plantId: id }),
    output: z.array(
      z.strictObject({
        id,
        reason: z.enum(['range', 'retention']),
        /** Those that lost readings; until it is complete those that were asked for. */
        tagNames: z.array(z.string()),
        /** Null: from the first reading on. */
        fromMs: z.number().nullable(),
        toMs: z.number(),
        /** So far, until it is complete. */
        readingCount: z.number(),
        deletedMs: z.number(),
        /** Account on the computer; null for deletions of earlier versions. */
        deletedBy: z.string().nullable(),
        /** False while it is under way, and when it was cut off: then the next start completes it. */
        isComplete: z.boolean(),
      }),
    ),
  },
  /**
   * Readings older than the newest of the tag by so many days are deleted, now and once a day; null keeps all.
   * `readingCount`: how many went now.
   */
  'tags.setRetention': {
    input: z.strictObject({ tagId: id, days: retentionDays.nullable() }),
    output: z.strictObject({ plantId: id, readingCount: z.number() }),
  },
  /** What setting this retention for these tags would delete now. */
  'retention.count': {
    input: z.strictObject({ plantId: id, tagIds: z.array(id).min(1).max(5000), days: retentionDays }),
    output: z.strictObject({ readingCount: z.number(), tagCount: z.number() }),
  },
  /** Tags that have a retention. */
  'retention.list': {
    input: z.strictObject({ plantId: id }),
    output: z.array(z.strictObject({ tagId: id, days: retentionDays })),
  },
};

export type ImportSummary = z.infer<typeof importSummary>;
export type DataSummary = z.infer<typeof dataSummary>;
export type TrendLane = z.infer<typeof trendLane>;
