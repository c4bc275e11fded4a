import type { ImportSummary } from '@shared/contract/readings.ts';
import type { Checkpoint } from '../checkpoint.ts';
import type { ByteSource, CsvOutcome, CsvSink, CsvTag } from '../csv/csv-stream.ts';
import type { ImportPlan } from '../csv/import-plan.ts';
import { readCsv } from '../csv/read-csv.ts';
import type { ReadingStore } from '../reading-store.ts';
import { type ChunkWriter, createChunkWriter } from './chunk-writer.ts';
import { OpenQuestions } from './open-questions.ts';
import { createRejectWriter } from './reject-writer.ts';

/** SHA-256 that is fed in portions. */
export interface RunningHash {
  update(bytes: Uint8Array): void;
  /** Lower-case hex; rejects where the hash was taken elsewhere and that failed. */
  digest(): string | Promise<string>;
}

/** What the host gives besides the store. */
export interface ImportHost {
  readonly hash: RunningHash;
  /** UTC epoch ms. */
  readonly now: () => number;
  readonly checkpoint: Checkpoint;
  /** Where the host reads files on another thread, which also feeds the hash; absent = `readCsv`. */
  readonly read?: ReadFile;
}

/** As `readCsv`. */
export type ReadFile = typeof readCsv;

export interface CsvImport {
  readonly plantId: number;
  readonly source: ByteSource;
  readonly plan: ImportPlan;
}

const TOLD_REJECTS = 5;

/**
 * Reads a file into the store as one numbered import. Nothing of it is visible before its end; on cancel or failure
 * nothing is left. Rejects with `bad-file`, also for a question that only the whole file shows, `conflict` for a file
 * that is in the store already, `cancelled` or `storage`.
 */
export async function importCsv(
  store: ReadingStore,
  { plantId, source, plan }: CsvImport,
  { hash, now, checkpoint, read = readCsv }: ImportHost,
): Promise<ImportSummary> {
  const importId = await store.beginImport({
    plantId,
    source: 'csv',
    fileName: source.name,
    settings: plan,
    startedMs: now(),
  });
  try {
    const writer = createChunkWriter(store, importId, plan.duplicates);
    const rejects = createRejectWriter(store, importId);
    const sink: CsvSink = {
      ...createReadingSink(store, plantId, writer),
      addReject: (reject) => rejects.add(reject),
    };
    await hashOriginal(source, hash, checkpoint);
    const outcome = await read(source, plan, sink, {
      checkpoint: async (done, label) => {
        await rejects.send();
        await checkpoint(done, label);
      },
      onBytes: (bytes) => {
        if (source.workbook === undefined) hash.update(bytes);
      },
      nowMs: now(),
    });
    if (outcome.questions.length > 0) throw new OpenQuestions(source.name, outcome.questions);
    await rejects.send();
    await writer.finish();
    return await store.commitImport(importId, {
      fileBytes: source.sizeBytes,
      fileSha256: await hash.digest(),
      rowCount: outcome.rowCount,
      rejectedCount: outcome.rejectedCount,
      duplicateCount: writer.duplicateCount(),
      notices: noticesOf(outcome),
      events: [],
      finishedMs: now(),
    });
  } catch (caught) {
    // What cannot be taken away now is invisible, and taken away before the next import or at the next start.
    await store.abortImport(importId).catch(() => undefined);
    throw caught;
  }
}

/** The hash is of the file as it lies on the disk, also where its sheet is read as CSV. */
async function hashOriginal(
  { workbook, name }: ByteSource,
  hash: RunningHash,
  checkpoint: Checkpoint,
): Promise<void> {
  if (workbook === undefined) return;
  for await (const bytes of workbook.original()) {
    hash.update(bytes);
    await checkpoint(0, `Reading ${name}`);
  }
}

/** Sends readings to the import, tags to the plant: each as soon as the file has named it. */
function createReadingSink(store: ReadingStore, plantId: number, writer: ChunkWriter): CsvSink {
  const tags: CsvTag[] = [];
  let tagIds: readonly number[] = [];
  return {
    addTag: (tag) => void tags.push(tag),
    addPortion: async (series) => {
      if (tagIds.length < tags.length) {
        const named = tags.map(({ name, unit }) => ({
          name,
          unit,
          description: null,
          lowLimit: null,
          highLimit: null,
        }));
        tagIds = await store.resolveTags(plantId, named);
      }
      for (const portion of series) await writer.add(tagIds[portion.tagIndex], portion);
    },
  };
}

const noticesOf = ({ notices, rejects }: CsvOutcome): string[] => [
  ...notices,
  ...rejects
    .slice(0, TOLD_REJECTS)
    .map(
      ({ line, column, reason }) => `Line ${line}${column === null ? '' : `, column "${column}"`}: ${reason}`,
    ),
];
