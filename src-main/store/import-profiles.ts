import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import type { ImportOverrides } from '@core/csv/import-plan.ts';
import { AppFailure } from '@shared/errors.ts';
import { getSetting, setSetting } from './settings.ts';
import { notFound } from './storage-failure.ts';

const line = z.number().int().min(1);
const index = z.number().int().min(0).max(100_000);
const text = z.string().max(1000);

const columnPlan = z.strictObject({
  index,
  name: text,
  role: z.enum([
    'time',
    'time-of-day',
    'milliseconds',
    'time-check',
    'value',
    'tag',
    'quality',
    'unit',
    'skip',
  ]),
  tagName: text,
  unit: text.nullable(),
  qualityScale: z.enum(['words', 'opc', 'validity', 'confidence', 'percent', 'aveva']).nullable(),
  qualityOf: index.nullable(),
});

/** The choices of a profile: any part of a plan. */
export const importOverrides: z.ZodType<ImportOverrides> = z.strictObject({
  encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']).exactOptional(),
  delimiter: z.enum([',', ';', '\t', '|', ' ']).exactOptional(),
  decimal: z.enum(['.', ',']).exactOptional(),
  layout: z.enum(['wide', 'long', 'pairs', 'tag-rows']).exactOptional(),
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
  dateOrder: z.enum(['ymd', 'dmy', 'mdy']).exactOptional(),
  zone: z.string().min(1).max(100).exactOptional(),
  twelveHour: z.boolean().exactOptional(),
  skippedTimes: z.enum(['ask', 'shift', 'reject']).exactOptional(),
  repeatedTimes: z.enum(['by-order', 'first', 'second']).exactOptional(),
  sampling: z.strictObject({ startMs: z.number(), stepMs: z.number().positive() }).nullable().exactOptional(),
  quoting: z.boolean().exactOptional(),
  lineEnd: z.enum(['lf', 'cr']).exactOptional(),
  columns: z.array(columnPlan).max(5000).exactOptional(),
  duplicates: z.enum(['keep-last', 'keep-first', 'keep-good', 'reject']).exactOptional(),
});

/** How files of one kind are read, under a name. */
const PREFIX = 'import-profile:';

const keyOf = (name: string): string => `${PREFIX}${name.trim().toLowerCase()}`;

/** The choices kept under a name, whatever its case. Throws `not-found`, and `storage` where they cannot be read. */
export function getImportProfile(db: Database, name: string): ImportOverrides {
  const json = getSetting(db, keyOf(name));
  if (json === null) throw notFound(`An import profile named "${name}"`);
  const parsed = importOverrides.safeParse(JSON.parse(json));
  if (parsed.success) return parsed.data;
  throw new AppFailure({
    kind: 'storage',
    message: `The import profile "${name}" cannot be read by this version. Save it again.`,
  });
}

/** Keeps choices under a name; what was kept under it is replaced. */
export const saveImportProfile = (db: Database, name: string, overrides: ImportOverrides): void =>
  setSetting(db, keyOf(name), JSON.stringify(overrides));
