import { createStore, useStore } from '../../api/create-store.ts';
import { workspace } from '../../api/workspace.ts';
import type { FileSource } from '../../../src-worker/worker-api.ts';
import { type ImportEntry, newEntry } from './import-entry.ts';

interface ImportQueue {
  readonly entries: readonly ImportEntry[];
  readonly selectedId: string | null;
  /** The dialog is shown. An import goes on without it. */
  readonly isShown: boolean;
}

export const queue = createStore<ImportQueue>({ entries: [], selectedId: null, isShown: false });

export const useQueue = <T>(select: (state: ImportQueue) => T): T => useStore(queue, select);

export const findEntry = (id: string): ImportEntry | undefined =>
  queue.get().entries.find((entry) => entry.id === id);

export const patchEntry = (id: string, change: Partial<ImportEntry>): void =>
  queue.set(({ entries }) => ({
    entries: entries.map((entry) => (entry.id === id ? { ...entry, ...change } : entry)),
  }));

/** Adds files at the end for the plant that is open, and shows them; the new entries. */
export function addEntries(sources: readonly FileSource[]): readonly ImportEntry[] {
  const { plantId } = workspace.get();
  if (plantId === null || sources.length === 0) return [];
  const added = sources.map((source) => newEntry(crypto.randomUUID(), plantId, source));
  queue.set(({ entries, selectedId, isShown }) => ({
    entries: [...entries, ...added],
    selectedId: isShown && selectedId !== null ? selectedId : (added[0]?.id ?? null),
    isShown: true,
  }));
  return added;
}

export const selectEntry = (selectedId: string): void => queue.set({ selectedId });

/** Takes files off the list; the one behind is looked at next. */
export function removeEntries(isGone: (entry: ImportEntry) => boolean): void {
  queue.set(({ entries, selectedId, isShown }) => {
    const kept = entries.filter((entry) => !isGone(entry));
    const isKept = kept.some(({ id }) => id === selectedId);
    return {
      entries: kept,
      selectedId: isKept ? selectedId : (kept[0]?.id ?? null),
      isShown: isShown && kept.length > 0,
    };
  });
}
