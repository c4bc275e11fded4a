import { createHash } from 'node:crypto';
import type { Checkpoint } from '@core/checkpoint.ts';
import type { ByteSource } from '@core/csv/csv-stream.ts';
import type { FileShape, ImportOverrides } from '@core/csv/import-plan.ts';
import { previewWithProfile } from '@core/csv/import-profile.ts';
import { previewCsv } from '@core/csv/read-csv.ts';
import { importCsv } from '@core/import/import-csv.ts';
import { OpenQuestions } from '@core/import/open-questions.ts';
import type { ImportSummary } from '@shared/contract/readings.ts';
import { AppFailure } from '@shared/errors.ts';
import { version } from '../../package.json';
import type { FileReading } from './reading-thread.ts';
import { noticesOfZone } from './dry-run.ts';
import { choosePlant } from '../store/choose-plant.ts';
import { getImportProfile, saveImportProfile } from '../store/imports/import-profiles.ts';
import { openForReading } from '../store/file/open-for-reading.ts';
import { openStore } from '../store/open-store.ts';
import { createReadingStore } from '../store/reading-store.ts';
import { withStoreFailures } from '../store/storage-failure.ts';

export interface StoredImport {
  readonly plant: { readonly id: number; readonly name: string; readonly isNew: boolean };
  readonly import: ImportSummary;
  /** What the store had to say when it was opened, and what the file's head showed. */
  readonly notices: readonly string[];
}

export interface ImportDestination {
  /** Data folder. */
  readonly folder: string;
  /** Name, or `#` and number. */
  readonly plant: string;
  /** What to keep the overrides under; null = do not. */
  readonly profileName: string | null;
}

/** The choices that a data folder keeps under a name. Throws `not-found` and `storage`. */
export function loadProfile(folder: string, name: string): ImportOverrides {
  const db = openForReading(folder);
  try {
    return getImportProfile(db, name);
  } finally {
    db.close();
  }
}

/**
 * Reads a file into a plant of a data folder, as the window does. A plant of a name that is not there is added. Throws
 * OpenQuestions, `bad-file`, `conflict` (the folder is in use, the file is in the store), `storage`; then nothing has
 * changed, and before the file's head is understood the folder is not even opened. `reading`: how the file is read, else
 * on this thread.
 */
export async function importIntoStore(
  source: ByteSource,
  choices: ImportOverrides,
  { folder, plant: plantName, profileName }: ImportDestination,
  checkpoint: Checkpoint,
  reading: FileReading | null = null,
): Promise<StoredImport> {
  const { preview } = await previewWithProfile(source, choices);
  if (preview.questions.length > 0) throw new OpenQuestions(source.name, preview.questions);
  return withStoreFailures(async () => {
    const store = openStore({ folder, programVersion: version, now: Date.now, onChanged: () => undefined });
    try {
      const plant = choosePlant(store.writer, plantName);
      try {
        const summary = await importCsv(
          createReadingStore(store),
          { plantId: plant.id, source, plan: preview.plan },
          { ...(reading ?? { hash: createRunningHash() }), now: Date.now, checkpoint },
        );
        if (profileName !== null)
          saveImportProfile(store.writer, {
            name: profileName,
            choices: preview.choices,
            shape: await detectedShape(source),
            savedMs: Date.now(),
          });
        const { id, name, isNew } = plant;
        return {
          plant: { id, name, isNew },
          import: summary,
          notices: [
            ...store.recovered,
            ...store.interrupted,
            ...preview.notices,
            ...noticesOfZone(preview, choices),
          ],
        };
      } catch (caught) {
        plant.takeBack();
        throw caught;
      }
    } finally {
      store.close();
    }
  });
}

/** By what a file is known again: how it looks before anything is decided. */
async function detectedShape(source: ByteSource): Promise<FileShape | null> {
  try {
    return (await previewCsv(source, {})).shape;
  } catch (caught) {
    if (caught instanceof AppFailure) return null;
    throw caught;
  }
}

function createRunningHash() {
  const hash = createHash('sha256');
  return { update: (bytes: Uint8Array) => void hash.update(bytes), digest: () => hash.digest('hex') };
}
