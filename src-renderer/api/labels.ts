import type { LabelFields } from '@shared/contract/labels.ts';
import { formatCounted } from '../ui/format-number.ts';
import { askWorker } from './analysis-client.ts';
import { createStore, useStore } from './create-store.ts';
import { addFailure, addNotice } from './notices.ts';
import { call, failureOf } from './plant-client.ts';

/** A change of labels that can be taken back. */
interface Change {
  /** "Label added" */
  readonly what: string;
  readonly undo: () => Promise<unknown>;
}

const MOST_CHANGES = 50;
const history = createStore<{ readonly changes: readonly Change[] }>({ changes: [] });

/** What the next undo takes back; null when there is nothing. */
export const useLastLabelChange = (): string | null =>
  useStore(history, (state) => state.changes.at(-1)?.what ?? null);

const remember = (change: Change): void =>
  history.set((state) => ({ changes: [...state.changes, change].slice(-MOST_CHANGES) }));

async function telling<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (caught) {
    addFailure(failureOf(caught));
    return null;
  }
}

/** Takes the last change of labels back. */
export async function undoLabelChange(): Promise<void> {
  const last = history.get().changes.at(-1);
  if (last === undefined) return;
  history.set((state) => ({ changes: state.changes.slice(0, -1) }));
  await telling(last.undo);
}

/** True when it was saved; a failure has then been told. */
export async function saveLabel(plantId: number, id: number | null, fields: LabelFields): Promise<boolean> {
  const saved = await telling(async () => {
    if (id === null) {
      const added = await call('labels.add', { plantId, fields });
      remember({ what: 'label added', undo: () => call('labels.remove', { labelIds: [added.id] }) });
      return added;
    }
    const before = (await call('labels.list', { plantId })).find((label) => label.id === id);
    const changed = await call('labels.update', { id, fields });
    if (before !== undefined) {
      const { kind, tagName, startMs, endMs, note } = before;
      const earlier = { kind, tagName, startMs, endMs, note };
      remember({ what: 'label changed', undo: () => call('labels.update', { id, fields: earlier }) });
    }
    return changed;
  });
  return saved !== null;
}

/** True when they are gone. */
export async function removeLabels(labelIds: readonly number[]): Promise<boolean> {
  const removed = await telling(() => call('labels.remove', { labelIds: [...labelIds] }));
  if (removed === null) return false;
  remember({
    what: labelIds.length === 1 ? 'label deleted' : `${labelIds.length} labels deleted`,
    undo: () => call('labels.restore', { labelIds: [...labelIds] }),
  });
  return true;
}

/** Labels of a CSV file that the user chooses. Times without an offset are times of this computer, as on the screen. */
export async function importLabels(plantId: number): Promise<void> {
  await telling(async () => {
    const [file] = await call('files.choose', { purpose: 'labels' });
    if (file === undefined) return;
    const { token, name, sizeBytes } = file;
    const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
    const read = await askWorker((api) => api.readLabels({ kind: 'token', token, name, sizeBytes }, zone));
    if (!read.ok) {
      addFailure(read.error);
      return;
    }
    const { addedIds, alreadyKnown } = await call('labels.addMany', {
      plantId,
      fileName: name,
      labels: [...read.value.labels],
    });
    if (addedIds.length > 0)
      remember({
        what: `import of ${name}`,
        undo: () => call('labels.remove', { labelIds: addedIds }),
      });
    const counts = `${formatCounted(addedIds.length, 'label', 'labels')} added${alreadyKnown > 0 ? `, ${alreadyKnown} known already` : ''}.`;
    addNotice('done', `Imported ${name}`, [counts, ...read.value.notices]);
  });
}

export async function exportLabels(plantId: number): Promise<void> {
  await telling(async () => {
    const done = await call('exports.labels', { plantId });
    if (done !== null) addNotice('done', 'Exported', done.files);
  });
}
