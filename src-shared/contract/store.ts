import { z } from 'zod';

/** A checked copy of the whole database in the folder `backups`. */
export const backupInfo = z.strictObject({
  /** Name of its file: `boilerhouse-2024-04-01T00-00-00Z.db`. */
  name: z.string().regex(/^boilerhouse-[0-9TZ-]{1,40}\.db$/),
  createdMs: z.number(),
  bytes: z.number(),
  /** Of its file. Lower-case hex. */
  sha256: z.string(),
  programVersion: z.string(),
  plantCount: z.number(),
  importCount: z.number(),
  readingCount: z.number(),
  runCount: z.number(),
});

export const storeCalls = {
  /** The full check, which reads everything. Problems are sentences, at most a hundred. */
  'store.check': {
    input: z.strictObject({}),
    output: z.strictObject({
      isSound: z.boolean(),
      problems: z.array(z.string()),
      chunkCount: z.number(),
      readingCount: z.number(),
    }),
  },
  /**
   * Makes the file as small as it can be, in steps between which other work goes on; one of an earlier version is copied
   * once, in one go, and without the room for that `storage` is the answer. No reading changes. `conflict` while it is under
   * way.
   */
  'store.compact': {
    input: z.strictObject({}),
    output: z.strictObject({
      bytesBefore: z.number(),
      bytesAfter: z.number(),
      /** Chunks written anew. */
      rewrittenCount: z.number(),
      /** False when it was cancelled; what was done stays. */
      isComplete: z.boolean(),
    }),
  },
  /** Ends a compaction after the step it is at. */
  'store.cancelCompact': { input: z.strictObject({}), output: z.null() },
  /** Room that the file takes, and what a compaction is doing. */
  'store.space': {
    input: z.strictObject({}),
    output: z.strictObject({
      databaseBytes: z.number(),
      /** Of these hold nothing. */
      freeBytes: z.number(),
      /** False for a file of an earlier version, whose first compaction copies it once, in one go. */
      isStepwise: z.boolean(),
      /** `share`: 0..1. Null while none is under way. */
      compaction: z.strictObject({ share: z.number(), label: z.string() }).nullable(),
    }),
  },
  /** What the program has found about the store by itself since its start. */
  'store.health': {
    input: z.strictObject({}),
    output: z.strictObject({
      /** What happened to a database that was damaged, in sentences with both paths; empty when it was sound. */
      recovered: z.array(z.string()),
      /** Found by the check in the background. */
      problems: z.array(z.string()),
      lastBackupMs: z.number().nullable(),
    }),
  },
  /** The newest first. */
  'backups.list': { input: z.strictObject({}), output: z.array(backupInfo) },
  'backups.create': { input: z.strictObject({}), output: backupInfo },
  /** Puts a backup in the place of the database, which is kept under another name. Refused with `conflict` while work is under way. */
  'backups.restore': {
    input: z.strictObject({ name: backupInfo.shape.name }),
    output: z.strictObject({ keptAs: z.string() }),
  },
  /** The same with a file that the user chooses in the native dialog; null when it is closed. */
  'backups.restoreFile': {
    input: z.strictObject({}),
    output: z.strictObject({ name: z.string(), keptAs: z.string() }).nullable(),
  },
  /** A checked copy of a backup in a folder that the user chooses; null when the dialog is closed. */
  'backups.saveCopy': {
    input: z.strictObject({ name: backupInfo.shape.name }),
    output: z.strictObject({ path: z.string() }).nullable(),
  },
};

export type BackupInfo = z.infer<typeof backupInfo>;
