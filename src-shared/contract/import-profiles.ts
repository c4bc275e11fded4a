import { z } from 'zod';

const line = z.number().int().min(1);
const index = z.number().int().min(0).max(100_000);
const text = z.string().max(1000);
const layout = z.enum(['wide', 'long', 'pairs', 'tag-rows', 'transposed']);
const delimiter = z.enum([',', ';', '\t', '|', ' ']);

const columnPlan = z.strictObject({
  index,
  name: text,
  role: z.enum([
    'time',
    'time-of-day',
    'month',
    'day',
    'minute',
    'second',
    'milliseconds',
    'am-pm',
    'utc-offset',
    'time-check',
    'value',
    'tag',
    'tag-group',
    'quality',
    'unit',
    'skip',
  ]),
  tagName: text,
  unit: text.nullable(),
  qualityScale: z.enum(['words', 'opc', 'validity', 'confidence', 'percent', 'aveva', 'opc-ua']).nullable(),
  qualityOf: index.nullable(),
  isConstant: z.literal(true).exactOptional(),
});

/** The choices of a profile: any part of an import plan. */
export const importChoices = z.strictObject({
  encoding: z
    .enum([
      'utf-8',
      'utf-16le',
      'utf-16be',
      'windows-1252',
      'windows-1250',
      'windows-1251',
      'cp437',
      'cp850',
      'cp866',
    ])
    .exactOptional(),
  delimiter: delimiter.exactOptional(),
  decimal: z.enum(['.', ',']).exactOptional(),
  layout: layout.exactOptional(),
  headerLine: line.nullable().exactOptional(),
  unitsLine: line.nullable().exactOptional(),
  firstDataLine: line.exactOptional(),
  dateForm: z
    .enum([
      'calendar',
      'epoch-s',
      'epoch-ms',
      'epoch-us',
      'epoch-ns',
      'excel-1900',
      'excel-1904',
      'excel-micro',
      'by-magnitude',
    ])
    .exactOptional(),
  dateOrder: z.enum(['ymd', 'dmy', 'mdy', 'ydm']).exactOptional(),
  zone: z.string().min(1).max(100).exactOptional(),
  twelveHour: z.boolean().exactOptional(),
  skippedTimes: z.enum(['ask', 'shift', 'reject']).exactOptional(),
  repeatedTimes: z.enum(['by-order', 'first', 'second']).exactOptional(),
  mergedCells: z.enum(['fill', 'reject']).exactOptional(),
  sampling: z.strictObject({ startMs: z.number(), stepMs: z.number().positive() }).nullable().exactOptional(),
  quoting: z.boolean().exactOptional(),
  quote: z.enum(['"', "'"]).exactOptional(),
  lineEnd: z.enum(['lf', 'cr']).exactOptional(),
  columns: z.array(columnPlan).max(5000).exactOptional(),
  duplicates: z.enum(['keep-last', 'keep-first', 'keep-good', 'reject']).exactOptional(),
});

/** What the files of a profile have in common; see `core/csv/file-shape.ts`. */
export const fileShape = z.strictObject({
  layout,
  delimiter,
  names: z.array(z.string().max(80)).max(500),
});

const profileName = z.string().trim().min(1).max(80);

/** How files of one kind are read, under a name. */
export const importProfile = z.strictObject({
  name: profileName,
  choices: importChoices,
  /** Null: it was saved without a file at hand, so no file is recognised by it. */
  shape: fileShape.nullable(),
  /** UTC epoch ms; 0 = not known. */
  savedMs: z.number(),
});

export const importProfileCalls = {
  /** Profiles of the store, by name. One that this version cannot read is left out. */
  'profiles.list': { input: z.strictObject({}), output: z.array(importProfile) },
  /** Refused with `conflict` where the name, whatever its case, is taken and `replaces` is false. */
  'profiles.save': {
    input: importProfile.omit({ savedMs: true }).extend({ replaces: z.boolean() }),
    output: importProfile,
  },
  /** Refused with `conflict` where another profile has the new name. */
  'profiles.rename': { input: z.strictObject({ name: profileName, newName: profileName }), output: z.null() },
  'profiles.remove': { input: z.strictObject({ name: profileName }), output: z.null() },
};

export type ImportProfile = z.infer<typeof importProfile>;
