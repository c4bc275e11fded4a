import { z } from 'zod';

const id = z.number().int().positive();

/** A file that the user chose in the native dialog; the renderer sees a token, never a path. */
export const fileToken = z.strictObject({
  token: z.string().regex(/^[0-9a-f]{32}$/),
  name: z.string(),
  sizeBytes: z.number(),
});

export const menuCommand = z.enum([
  'import',
  'import-plants',
  'add-plant',
  'generate',
  'train',
  'labels',
  'compare',
  'search',
  'back-test',
  'starts',
  'export',
  'find',
  'refresh',
  'reset-view',
  'toggle-plants',
  'toggle-info',
  'shortcuts',
  'store-care',
  'back-up',
  'delete-readings',
  'retention',
]);

export const applicationCalls = {
  'application.info': {
    input: z.strictObject({}),
    output: z.strictObject({
      version: z.string(),
      dataFolder: z.string(),
      databaseBytes: z.number(),
      readingCount: z.number(),
      /** Plant to open first: the last one opened, else the sample plant. */
      startPlantId: id.nullable(),
      /** Runs and imports that were cut off by the last exit, told once. */
      interrupted: z.array(z.string()),
    }),
  },
  'application.rememberPlant': { input: z.strictObject({ plantId: id }), output: z.null() },
  'application.showDataFolder': { input: z.strictObject({}), output: z.null() },
  /** The native dialog; an empty list when the user closes it. */
  'files.choose': {
    input: z.strictObject({ purpose: z.enum(['readings', 'plants', 'labels']) }),
    output: z.array(fileToken),
  },
  /** Anomalies, flagged readings and their side file into a folder; null when the user closes the dialog. */
  'exports.run': {
    input: z.strictObject({ runId: id }),
    output: z.strictObject({ files: z.array(z.string()) }).nullable(),
  },
  /** The labels of a plant as a CSV file; null when the user closes the dialog. */
  'exports.labels': {
    input: z.strictObject({ plantId: id }),
    output: z.strictObject({ files: z.array(z.string()) }).nullable(),
  },
  /** A chart as PNG (bytes of the file); null when the user closes the dialog. */
  'exports.image': {
    input: z.strictObject({ suggestedName: z.string().max(120), png: z.instanceof(Uint8Array) }),
    output: z.strictObject({ files: z.array(z.string()) }).nullable(),
  },
};

export type FileToken = z.infer<typeof fileToken>;
export type MenuCommand = z.infer<typeof menuCommand>;
