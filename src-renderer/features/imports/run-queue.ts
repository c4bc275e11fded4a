import { importReadings, showNewReadings } from '../../api/analysis-actions.ts';
import { cancelJob } from '../../api/jobs.ts';
import { addFailure, addNotice } from '../../api/notices.ts';
import type { ImportPlan } from '@core/csv/import-plan.ts';
import { entryName, type ImportEntry, isReady } from './import-entry.ts';
import { describeImport } from './imports-model.ts';
import { findEntry, patchEntry, queue, removeEntries, selectEntry } from './import-queue.ts';

let isRunning = false;

/** Puts files that are ready into the line, and works it off. A single file is told by a notice: the dialog steps aside. */
export function startImports(ids: readonly string[]): void {
  const starting = queue.get().entries.filter((entry) => ids.includes(entry.id) && isReady(entry));
  for (const { id } of starting) patchEntry(id, { stage: { at: 'waiting' } });
  if (queue.get().entries.length === 1) queue.set({ isShown: false });
  if (!isRunning) void runQueue();
}

async function runQueue(): Promise<void> {
  isRunning = true;
  try {
    for (;;) {
      const next = queue.get().entries.find(({ stage }) => stage.at === 'waiting');
      if (next === undefined) break;
      // The preview stays the one that the user has seen: a waiting file cannot be changed.
      if (next.preview === null) patchEntry(next.id, { stage: { at: 'open' } });
      else await importEntry(next, next.preview.plan);
    }
  } finally {
    isRunning = false;
  }
}

/** One file: done, failed, cancelled, or open again with what the whole of it left open. */
async function importEntry(entry: ImportEntry, plan: ImportPlan): Promise<void> {
  const { id, plantId, source } = entry;
  const jobId = crypto.randomUUID();
  patchEntry(id, { stage: { at: 'importing', jobId } });
  const result = await importReadings(jobId, { plantId, source, plan }, entryName(entry));
  if (!result.ok) {
    if (result.error.kind === 'cancelled') endCancelled(id);
    else endFailed(entry, result.error);
  } else if (result.value.kind === 'asks') {
    patchEntry(id, { stage: { at: 'open' }, lateQuestions: result.value.questions });
    queue.set({ isShown: true, selectedId: id });
  } else {
    const { summary } = result.value;
    patchEntry(id, { stage: { at: 'done', summary }, isTouched: false });
    showNewReadings(summary);
    if (queue.get().isShown) return;
    const tone = summary.rejectedCount > 0 || summary.notices.length > 0 ? 'attention' : 'done';
    const done = findEntry(id);
    removeEntries((other) => other.id === id);
    addNotice(
      tone,
      `Imported ${entryName(entry)} as import #${summary.id}`,
      [describeImport(summary), ...summary.notices],
      { label: 'Summary…', run: () => showAgain(done) },
    );
  }
}

/** A finished import, back in the dialog with what can be done with it. */
function showAgain(done: ImportEntry | undefined): void {
  if (done === undefined) return;
  queue.set(({ entries }) => ({
    entries: [...entries.filter(({ id }) => id !== done.id), done],
    selectedId: done.id,
    isShown: true,
  }));
}

function endCancelled(id: string): void {
  patchEntry(id, { stage: { at: 'cancelled' } });
  if (!queue.get().isShown) removeEntries((entry) => entry.id === id);
}

function endFailed({ id }: ImportEntry, error: Parameters<typeof addFailure>[0]): void {
  patchEntry(id, { stage: { at: 'failed', error } });
  const { isShown, entries } = queue.get();
  // One file alone comes back with its choices, so that they can be changed.
  if (entries.length === 1) queue.set({ isShown: true, selectedId: id });
  if (isShown || entries.length === 1) return;
  addFailure(error);
  removeEntries((entry) => entry.id === id);
}

/** Takes a file out of the line, or stops its import; what it had stored is taken back. */
export function cancelImport(id: string): void {
  const stage = findEntry(id)?.stage;
  if (stage?.at === 'waiting') patchEntry(id, { stage: { at: 'cancelled' } });
  if (stage?.at === 'importing') cancelJob(stage.jobId);
}

export function cancelAll(): void {
  for (const { id, stage } of queue.get().entries) {
    if (stage.at === 'waiting') cancelImport(id);
  }
  for (const { id, stage } of queue.get().entries) {
    if (stage.at === 'importing') cancelImport(id);
  }
}

/** Closes the dialog. What runs or waits goes on; the rest is forgotten. */
export function closeQueue(): void {
  removeEntries(({ stage }) => stage.at !== 'waiting' && stage.at !== 'importing');
  queue.set({ isShown: false });
}

/** The file behind the present one that can still be imported, to be looked at next. */
export function selectNextOpen(afterId: string): void {
  const { entries } = queue.get();
  const at = entries.findIndex(({ id }) => id === afterId);
  const next = [...entries.slice(at + 1), ...entries.slice(0, at)].find(({ stage }) => stage.at === 'open');
  if (next !== undefined) selectEntry(next.id);
}
