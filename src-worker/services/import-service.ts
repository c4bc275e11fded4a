import type { Checkpoint } from '@core/checkpoint.ts';
import { importCsv } from '@core/import/import-csv.ts';
import type { ReadingStore } from '@core/reading-store.ts';
import type { ImportSummary } from '@shared/contract/readings.ts';
import { createSHA256 } from 'hash-wasm';
import type { ImportRequest } from '../worker-api.ts';
import { openFile } from './file-source.ts';

/** Reads a file that the window has chosen into the store; rejects as `importCsv` does. */
export async function importFile(
  store: ReadingStore,
  { plantId, source, plan }: ImportRequest,
  checkpoint: Checkpoint,
): Promise<ImportSummary> {
  const hash = await createSHA256();
  return importCsv(
    store,
    { plantId, source: openFile(source), plan },
    {
      hash: { update: (bytes) => void hash.update(bytes), digest: () => hash.digest('hex') },
      now: () => Date.now(),
      checkpoint,
    },
  );
}
