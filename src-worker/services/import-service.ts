import type { Checkpoint } from '@core/checkpoint.ts';
import { previewWithProfile } from '@core/csv/import-profile.ts';
import { previewCsv } from '@core/csv/read-csv.ts';
import { importCsv } from '@core/import/import-csv.ts';
import { OpenQuestions } from '@core/import/open-questions.ts';
import type { ReadingStore } from '@core/reading-store.ts';
import type { ImportAnswer, ImportRequest, PreviewAnswer, PreviewRequest } from '../worker-api.ts';
import { openForPreview, openImport } from './file-source.ts';
import { createFileHash } from './hash-thread.ts';
import type { WorkbookShelf } from './workbook-shelf.ts';

/** How a file would be read with the choices made so far; rejects as `previewCsv` does. */
export async function previewImport(
  { source, settings, overrides, isOfOtherFile }: PreviewRequest,
  shelf: WorkbookShelf,
): Promise<PreviewAnswer> {
  const file = await openForPreview(source, shelf);
  return isOfOtherFile
    ? previewWithProfile(file, overrides, settings)
    : { preview: await previewCsv(file, overrides, settings), overrides };
}

/** Reads a file that the window has chosen into the store; rejects as `importCsv` does, except for open questions. */
export async function importFile(
  store: ReadingStore,
  { plantId, source, plan }: ImportRequest,
  checkpoint: Checkpoint,
): Promise<ImportAnswer> {
  const hash = await createFileHash();
  const host = {
    hash,
    now: () => Date.now(),
    checkpoint: async (...progress: Parameters<Checkpoint>) => {
      await hash.room();
      await checkpoint(...progress);
    },
  };
  try {
    const summary = await importCsv(store, { plantId, source: await openImport(source), plan }, host);
    return { kind: 'imported', summary };
  } catch (caught) {
    if (caught instanceof OpenQuestions) return { kind: 'asks', questions: caught.questions };
    throw caught;
  } finally {
    hash.close();
  }
}
