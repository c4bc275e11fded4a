import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { DataChanged } from '@shared/contract/contract.ts';
import type { PlantFields } from '@shared/contract/plants.ts';
import { createChunkBuilder } from '@core/chunks/chunk-builder.ts';
import { decodeChunk } from '@core/chunks/decode-chunk.ts';
import type { ImportFinish, ReadingStore, TagChunk } from '@core/reading-store.ts';
import { DATABASE_FILE, openStore, type Store } from '../open-store.ts';
import { addPlant } from '../plants.ts';
import { createReadingStore } from '../reading-store.ts';

/** The clock of the tests: 1 April 2024, 00:00 UTC. */
export const START_MS = Date.UTC(2024, 3, 1);

export interface TemporaryStore {
  readonly folder: string;
  readonly store: Store;
  readonly readings: ReadingStore;
  readonly changes: DataChanged[];
  /** Closes and opens again, as after a restart. */
  reopen(): TemporaryStore;
  /** As after a program that was killed when it had done what `sql` does. */
  reopenAfter(sql: string): TemporaryStore;
  remove(): void;
}

/** A store in a folder of its own under the system's temporary folder. */
export function createTemporaryStore(
  folder = mkdtempSync(join(tmpdir(), 'boilerhouse-store-')),
): TemporaryStore {
  const changes: DataChanged[] = [];
  const store = openStore({
    folder,
    programVersion: '1.2.3',
    now: () => START_MS,
    onChanged: (change) => changes.push(change),
  });
  return {
    folder,
    store,
    readings: createReadingStore(store),
    changes,
    reopen() {
      store.close();
      return createTemporaryStore(folder);
    },
    reopenAfter(sql) {
      store.close();
      const db = new Database(join(folder, DATABASE_FILE));
      db.exec(sql);
      db.close();
      return createTemporaryStore(folder);
    },
    remove() {
      if (store.writer.open) store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

export const plantFields = (name: string, more: Partial<PlantFields> = {}): PlantFields => ({
  name,
  country: 'India',
  state: 'Rajasthan',
  latitude: null,
  longitude: null,
  fuel: 'Coal',
  capacityMw: 80,
  owner: null,
  commissioningYear: null,
  source: null,
  sourceId: null,
  notes: null,
  units: [],
  ...more,
});

/** A temporary store that holds one plant. */
export function createPlantStore(): { readonly temporary: TemporaryStore; readonly plantId: number } {
  const temporary = createTemporaryStore();
  return { temporary, plantId: addPlant(temporary.store.writer, plantFields('Zawar')).id };
}

let finishCount = 0;

/** Every call as if of another file. */
export const finish = (more: Partial<ImportFinish> = {}): ImportFinish => ({
  fileBytes: 100,
  fileSha256: (++finishCount).toString(16).padStart(64, '0'),
  rowCount: 1,
  rejectedCount: 0,
  duplicateCount: 0,
  notices: [],
  events: [],
  finishedMs: START_MS,
  ...more,
});

/** Values by seconds after the start; NaN is missing. In the order given, as in a file. */
export type Column = readonly (readonly [second: number, value: number])[];

export const everySecond = (from: number, values: readonly number[]): Column =>
  values.map((value, i): [number, number] => [from + i, value]);

/** The columns of a file as chunks. Each portion becomes chunks of its own. */
export function buildChunks(
  tagId: number,
  portions: readonly Column[],
): { readonly chunks: TagChunk[]; readonly duplicateCount: number } {
  const chunks: TagChunk[] = [];
  let duplicateCount = 0;
  for (const portion of portions) {
    const builder = createChunkBuilder((chunk) => chunks.push({ tagId, chunk }));
    builder.add({
      timesMs: Float64Array.from(portion, ([second]) => START_MS + second * 1000),
      values: Float64Array.from(portion, ([, value]) => value),
      qualities: Uint8Array.from(portion, ([, value]) => (Number.isNaN(value) ? 2 : 0)),
      statuses: [],
    });
    builder.finish();
    duplicateCount += builder.duplicateCount;
  }
  return { chunks, duplicateCount };
}

export const chunksOf = (tagId: number, ...portions: readonly Column[]): TagChunk[] =>
  buildChunks(tagId, portions).chunks;

export const beginImport = (
  readings: ReadingStore,
  plantId: number,
  fileName = 'april.csv',
): Promise<number> =>
  readings.beginImport({
    plantId,
    source: 'csv',
    fileName,
    settings: { delimiter: ';' },
    startedMs: START_MS,
  });

export const importedTag = (name: string, unit: string | null = null) => ({
  name,
  unit,
  description: null,
  lowLimit: null,
  highLimit: null,
});

/** Imports columns by tag name in one go; the import's number and the tags' ids. */
export async function importColumns(
  readings: ReadingStore,
  plantId: number,
  columns: Readonly<Record<string, readonly Column[]>>,
  more: Partial<ImportFinish> = {},
): Promise<{ importId: number; tagIds: readonly number[] }> {
  const importId = await beginImport(readings, plantId);
  const names = Object.keys(columns);
  const tagIds = await readings.resolveTags(
    plantId,
    names.map((name) => importedTag(name)),
  );
  let duplicateCount = 0;
  for (const [at, tagId] of tagIds.entries()) {
    const built = buildChunks(tagId, columns[names[at] ?? ''] ?? []);
    duplicateCount += built.duplicateCount;
    await readings.appendChunks(importId, built.chunks);
  }
  await readings.commitImport(importId, finish({ duplicateCount, ...more }));
  return { importId, tagIds };
}

/** What is read of a tag, as [second, value]. */
export async function readSeconds(
  readings: ReadingStore,
  tagId: number,
  from = -Infinity,
  to = Infinity,
): Promise<[number, number][]> {
  const seen: [number, number][] = [];
  let next: number | null = from;
  while (next !== null) {
    const answer: Awaited<ReturnType<ReadingStore['readChunks']>> = await readings.readChunks(
      tagId,
      next,
      to,
    );
    for (const chunk of answer.chunks) {
      const { timesMs, values } = decodeChunk(chunk);
      timesMs.forEach((time, i) => seen.push([(time - START_MS) / 1000, values[i] ?? NaN]));
    }
    next = answer.nextFromMs;
  }
  return seen;
}
