import type { EncodedChunk } from '@core/chunks/chunk.ts';
import type { ReadingStore, TagChunk } from '@core/reading-store.ts';
import type { SeriesId } from './readings/chunk-table.ts';
import { commitImport } from './imports/commit-import.ts';
import { clearEnded, clearBehind, endImport } from './imports/ended-imports.ts';
import { appendChunks, beginImport, getImport } from './imports/imports.ts';
import { moveLogLater } from './file/move-log.ts';
import { relaxed } from './file/open-database.ts';
import type { Store } from './open-store.ts';
import { appendRejects, sweepRejects, syncRejects } from './imports/reject-files.ts';
import { loadOperation, saveOperation } from './runs/run-operations.ts';
import * as runs from './runs/runs.ts';
import { readChunks } from './readings/series-groups.ts';
import { freeBytes } from './file/disk-space.ts';
import { diskFull, isDiskFull, withStoreFailures as withFailures } from './storage-failure.ts';
import { createStudyStore } from './runs/study-store.ts';
import { resolveTags } from './tags.ts';
import * as trainings from './runs/trainings.ts';

/** Chunks of an answer: enough to be worth a message, few enough to keep it small. */
const MOST_CHUNKS = 64;

const IMPORT_UNDONE = 'The import was undone; your data is as before.';

const bytesOf = (chunks: readonly TagChunk[]): number =>
  chunks.reduce(
    (sum, { chunk }) => sum + chunk.times.length + chunk.values.length + chunk.qualities.length,
    0,
  );

function readPortion(store: Store, series: SeriesId, fromMs: number, toMs: number) {
  const chunks: EncodedChunk[] = [];
  for (const chunk of readChunks(store.reader, series, fromMs, toMs)) {
    if (chunks.length === MOST_CHUNKS) return { chunks, nextFromMs: chunk.header.firstMs };
    chunks.push(chunk);
  }
  return { chunks, nextFromMs: null };
}

/**
 * The store as analysis code sees it, in the process that holds it. `leftOver`: imports that could not be ended for want of
 * room; tried again before the next one begins.
 */
export function createReadingStore(store: Store, leftOver = new Set<number>()): ReadingStore {
  const { writer, reader } = store;
  const withStoreFailures = <T>(work: () => T | Promise<T>): Promise<T> => withFailures(work, store.folder);
  /** An import was refused for want of room, which the chunks of an ended one may take. */
  let isShortOfRoom = false;
  const takeAway = (importId: number): void => {
    leftOver.delete(importId);
    taken.delete(importId);
    try {
      endImport(writer, importId, store.now());
    } catch (caught) {
      if (isDiskFull(caught)) leftOver.add(importId);
      throw caught;
    }
    sweepRejects(writer, store.folder, importId);
    clearBehind(store);
  };
  /** What each import under way has taken of the disk so far. */
  const taken = new Map<number, number>();
  /** As `withStoreFailures`, with what a full disk means to an import: its caller takes it back. */
  const importing = async <T>(importId: number, work: () => T | Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (caught) {
      const tellsFull = isDiskFull(caught);
      return await withStoreFailures(() => {
        if (!tellsFull) throw caught;
        isShortOfRoom = true;
        throw diskFull(taken.get(importId) ?? null, freeBytes(store.folder), IMPORT_UNDONE, 'more than');
      });
    }
  };
  const announceRun = (runId: number): void =>
    store.onChanged({ plantId: runs.getRun(writer, runId).plantId, what: 'runs' });

  return {
    ...createStudyStore(store),
    beginImport: (start) =>
      withStoreFailures(async () => {
        for (const importId of [...leftOver]) takeAway(importId);
        if (isShortOfRoom) await clearEnded(writer);
        isShortOfRoom = false;
        return beginImport(writer, start);
      }),
    resolveTags: (plantId, tags) => withStoreFailures(() => resolveTags(writer, plantId, tags)),
    appendChunks: (importId, chunks) =>
      importing(importId, () => {
        taken.set(importId, (taken.get(importId) ?? 0) + bytesOf(chunks));
        relaxed(writer, () => appendChunks(writer, importId, chunks));
      }),
    appendRejects: (importId, rejects) =>
      importing(importId, () => appendRejects(writer, store.folder, importId, rejects)),
    commitImport: (importId, finish) =>
      importing(importId, async () => {
        syncRejects(writer, store.folder, importId);
        const plantId = await commitImport(writer, importId, finish)
          .catch((caught: unknown) => {
            clearBehind(store);
            throw caught;
          })
          .finally(() => sweepRejects(writer, store.folder, importId));
        taken.delete(importId);
        clearBehind(store);
        moveLogLater(writer);
        store.onChanged({ plantId, what: 'readings' });
        return getImport(writer, importId);
      }),
    abortImport: (importId) => withStoreFailures(() => takeAway(importId)),

    readChunks: (tagId, fromMs, toMs) =>
      withStoreFailures(() => readPortion(store, { kind: 'readings', ownerId: tagId }, fromMs, toMs)),

    beginRun: (start) =>
      withStoreFailures(() => {
        const runId = runs.beginRun(writer, start, store.programVersion);
        announceRun(runId);
        return runId;
      }),
    getRun: (runId) => withStoreFailures(() => runs.getRun(reader, runId)),
    leaveOutTags: (runId, tags) =>
      withStoreFailures(() => {
        const summary = runs.leaveOutTags(writer, runId, tags);
        announceRun(runId);
        return summary;
      }),
    saveDetector: (runId, fitted) =>
      withStoreFailures(() => relaxed(writer, () => runs.saveDetector(writer, runId, fitted))),
    loadDetector: (runId) => withStoreFailures(() => runs.loadDetector(reader, runId)),
    saveOperation: (runId, operation) =>
      withStoreFailures(() => relaxed(writer, () => saveOperation(writer, runId, operation))),
    loadOperation: (runId) => withStoreFailures(() => loadOperation(reader, runId)),
    appendScores: (runId, chunks) =>
      withStoreFailures(() => relaxed(writer, () => runs.appendScores(writer, runId, chunks))),
    readScores: (runId, fromMs, toMs) =>
      withStoreFailures(() => readPortion(store, { kind: 'scores', ownerId: runId }, fromMs, toMs)),
    appendAnomalies: (runId, anomalies) =>
      withStoreFailures(() => relaxed(writer, () => runs.appendAnomalies(writer, runId, anomalies))),
    finishRun: (runId, finish) =>
      withStoreFailures(() => {
        const summary = runs.finishRun(writer, runId, finish);
        announceRun(runId);
        return summary;
      }),
    saveTraining: (runId, training) =>
      withStoreFailures(() => relaxed(writer, () => trainings.saveTraining(writer, runId, training))),
    loadTraining: (runId) => withStoreFailures(() => trainings.loadTraining(reader, runId)),
    resumeRun: (runId) =>
      withStoreFailures(() => {
        const summary = trainings.resumeRun(writer, runId);
        announceRun(runId);
        return summary;
      }),
    endRun: (runId, status, message) =>
      withStoreFailures(() => {
        runs.endRun(writer, runId, status, message, store.now());
        announceRun(runId);
      }),
  };
}
