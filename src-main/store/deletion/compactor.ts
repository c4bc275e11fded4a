import type { CallOutput } from '@shared/contract/contract.ts';
import { compactStore, countFreeBytes, isStepwise } from './compact-store.ts';
import { conflict } from '../storage-failure.ts';
import type { Store } from '../store.ts';

/** The one compaction of a store that may be under way. */
export interface Compactor {
  /** Throws `conflict` while one is under way. */
  compact(): Promise<CallOutput<'store.compact'>>;
  /** Ends it after the step it is at. */
  cancel(): void;
  space(): CallOutput<'store.space'>;
}

export function createCompactor(store: Store): Compactor {
  let progress: CallOutput<'store.space'>['compaction'] = null;
  let isCancelled = false;
  return {
    async compact() {
      if (progress !== null)
        throw conflict('The store is being compacted already. Wait for it or cancel it.');
      isCancelled = false;
      progress = { share: 0, label: 'Looking through the chunks' };
      try {
        return await compactStore(store, {
          tell: (share, label) => (progress = { share, label }),
          isCancelled: () => isCancelled,
        });
      } finally {
        progress = null;
        store.onChanged({ plantId: null, what: 'store' });
      }
    },
    cancel() {
      isCancelled = true;
    },
    space: () => ({
      databaseBytes: store.databaseBytes(),
      freeBytes: countFreeBytes(store.reader),
      isStepwise: isStepwise(store.reader),
      compaction: progress,
    }),
  };
}
