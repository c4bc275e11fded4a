import type { Checkpoint } from '@core/checkpoint.ts';
import type { CsvTag } from '@core/csv/csv-stream.ts';
import { readCsv } from '@core/csv/read-csv.ts';
import type { ReadingStore } from '@core/reading-store.ts';
import type { ImportSummary } from '@shared/contract/readings.ts';
import { AppFailure } from '@shared/errors.ts';
import { createSHA256 } from 'hash-wasm';
import type { ImportRequest } from '../worker-api.ts';
import { createChunkWriter } from './chunk-writer.ts';
import { openFile } from './file-source.ts';
import { createRejectWriter } from './reject-writer.ts';

const TOLD_REJECTS = 5;

/**
 * Reads a file into the store as one numbered import. Nothing of it is visible before its end; on cancel or failure
 * nothing is left. Rejects with `bad-file`, `cancelled` or `storage`.
 */
export async function importFile(
  store: ReadingStore,
  { plantId, source, plan }: ImportRequest,
  checkpoint: Checkpoint,
): Promise<ImportSummary> {
  const file = openFile(source);
  const hash = await createSHA256();
  const importId = await store.beginImport({
    plantId,
    source: 'csv',
    fileName: file.name,
    settings: plan,
    startedMs: Date.now(),
  });
  try {
    const writer = createChunkWriter(store, importId, plan.duplicates);
    const rejects = createRejectWriter(store, importId);
    const tags: CsvTag[] = [];
    let tagIds: readonly number[] = [];
    const outcome = await readCsv(
      file,
      plan,
      {
        addTag: (tag) => {
          tags.push(tag);
        },
        addReject: (reject) => rejects.add(reject),
        addPortion: async (series) => {
          if (tagIds.length < tags.length) {
            tagIds = await store.resolveTags(
              plantId,
              tags.map(({ name, unit }) => ({
                name,
                unit,
                description: null,
                lowLimit: null,
                highLimit: null,
              })),
            );
          }
          for (const portion of series) {
            const tagId = tagIds[portion.tagIndex];
            if (tagId === undefined) throw new Error(`tag ${portion.tagIndex} was not announced`);
            await writer.add(tagId, portion);
          }
        },
      },
      {
        checkpoint: async (done, label) => {
          await rejects.send();
          await checkpoint(done, label);
        },
        onBytes: (bytes) => void hash.update(bytes),
        nowMs: Date.now(),
      },
    );
    const open = outcome.questions[0];
    if (open !== undefined) {
      throw new AppFailure({
        kind: 'bad-file',
        file: file.name,
        line: null,
        column: null,
        seen: null,
        expected: null,
        message: open.message,
      });
    }
    await rejects.send();
    await writer.finish();
    return await store.commitImport(importId, {
      fileBytes: file.sizeBytes,
      fileSha256: hash.digest('hex'),
      rowCount: outcome.rowCount,
      rejectedCount: outcome.rejectedCount,
      duplicateCount: writer.duplicateCount(),
      notices: [
        ...outcome.notices,
        ...outcome.rejects
          .slice(0, TOLD_REJECTS)
          .map(
            ({ line, column, reason }) =>
              `Line ${line}${column === null ? '' : `, column "${column}"`}: ${reason}`,
          ),
      ],
      events: [],
      finishedMs: Date.now(),
    });
  } catch (caught) {
    await store.abortImport(importId);
    throw caught;
  }
}
