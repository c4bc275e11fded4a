import type { ImportOverrides, ImportSettings } from '@core/csv/import-plan.ts';
import { askWorker } from '../../api/analysis-client.ts';
import { addFailure, addNotice } from '../../api/notices.ts';
import { call, failureOf } from '../../api/plant-client.ts';
import type { ImportProfile } from '@shared/contract/import-profiles.ts';
import type { AppError } from '@shared/errors.ts';
import { ownZone } from '../../ui/format-time.ts';
import type { FileSource } from '../../../src-worker/worker-api.ts';
import type { ImportEntry } from './import-entry.ts';
import { addEntries, findEntry, patchEntry } from './import-queue.ts';

/** The zone of this computer counts where the file does not say; what is open about dates is asked anyhow. */
export const importSettings = (): ImportSettings => ({
  dateOrder: 'dmy',
  zone: ownZone(),
});

/** The native dialog; what is chosen waits to be looked at. */
export async function chooseFiles(): Promise<void> {
  try {
    const files = await call('files.choose', { purpose: 'readings' });
    await addFiles(files.map((file) => ({ kind: 'token', ...file })));
  } catch (caught) {
    addFailure(failureOf(caught));
  }
}

/** Puts files on the list and looks at each. */
export async function addFiles(sources: readonly FileSource[]): Promise<void> {
  const added = addEntries(sources);
  if (added.length < sources.length)
    addNotice('attention', 'No plant is open', ['Open the plant that the readings belong to, then import.']);
  for (const { id } of added) await detectEntry(id);
}

async function knownProfiles(): Promise<readonly ImportProfile[]> {
  try {
    return await call('profiles.list', {});
  } catch (caught) {
    addFailure(failureOf(caught));
    return [];
  }
}

/** Counts the looks at each file, so that a late answer to an earlier one is not taken. */
const turns = new Map<string, number>();

function nextTurn(id: string): () => boolean {
  const turn = (turns.get(id) ?? 0) + 1;
  turns.set(id, turn);
  return () => turns.get(id) === turn && findEntry(id) !== undefined;
}

/** Reads the head of a file: as a profile says that is known for its shape, else as detected. */
export async function detectEntry(id: string): Promise<void> {
  const entry = findEntry(id);
  if (entry === undefined) return;
  const isLatest = nextTurn(id);
  patchEntry(id, { isReading: true, error: null });
  const profiles = await knownProfiles();
  const request = { source: entry.source, settings: importSettings(), profiles };
  const found = await askWorker((api) => api.detectImport(request));
  await readLines(id);
  if (!isLatest()) return;
  if (found.ok) patchEntry(id, { isReading: false, ...found.value });
  else await noteFailure(entry, found.error, isLatest);
}

/** Reads the head of a file again, with the choices made so far. */
export async function readAgain(id: string): Promise<void> {
  const overrides = findEntry(id)?.overrides ?? {};
  if (Object.keys(overrides).length === 0) await detectEntry(id);
  else await previewEntry(id, overrides);
}

/** A workbook under the name of a text file can be opened as what it is. */
async function noteFailure(entry: ImportEntry, error: AppError, isLatest: () => boolean): Promise<void> {
  const { id, source } = entry;
  const asked = source.isWorkbook === true ? null : await askWorker((api) => api.looksLikeWorkbook(source));
  if (!isLatest()) return;
  patchEntry(id, { isReading: false, error, isHiddenWorkbook: asked?.ok === true && asked.value });
}

/** Reads a file as a workbook whatever its name says. */
export async function openAsWorkbook(id: string): Promise<void> {
  const entry = findEntry(id);
  if (entry === undefined) return;
  patchEntry(id, { source: { ...entry.source, isWorkbook: true }, isHiddenWorkbook: false });
  await detectEntry(id);
}

/** The file as it stands, also where it cannot be read as a table. */
async function readLines(id: string): Promise<void> {
  const entry = findEntry(id);
  if (entry === undefined) return;
  const encoding = entry.overrides.encoding ?? null;
  const lines = await askWorker((api) => api.readRawLines(entry.source, encoding));
  if (lines.ok) patchEntry(id, { lines: lines.value });
}

/** Reads the head of a file again with other choices. `isOfOtherFile`: they were made for another file of the kind. */
export async function previewEntry(
  id: string,
  overrides: ImportOverrides,
  isOfOtherFile = false,
): Promise<void> {
  const entry = findEntry(id);
  if (entry === undefined) return;
  const isLatest = nextTurn(id);
  const hasOtherText = overrides.encoding !== entry.overrides.encoding;
  patchEntry(id, { overrides, isReading: true });
  const request = { source: entry.source, settings: importSettings(), overrides, isOfOtherFile };
  const answer = await askWorker((api) => api.previewImport(request));
  if (hasOtherText) await readLines(id);
  if (!isLatest()) return;
  if (answer.ok) patchEntry(id, { isReading: false, error: null, ...answer.value });
  else patchEntry(id, { isReading: false, error: answer.error });
}
