import type { BackupInfo } from '@shared/contract/store.ts';
import { createBackup, writeBackup } from './backups.ts';
import { type CheckReport, checkStore } from './check-store.ts';
import { clearEndedQuietly } from '../imports/ended-imports.ts';
import { openStore, type Store } from '../open-store.ts';
import { withStoreFailures } from '../storage-failure.ts';
import { createStoreHost } from '../store-host.ts';

/** Whose data, and which program asks. Functions for the command line: they reject with an AppFailure. */
export interface DataFolder {
  readonly folder: string;
  readonly programVersion: string;
}

const optionsOf = (data: DataFolder) => ({ ...data, now: Date.now, onChanged: () => undefined });

export const withStore = <T>(data: DataFolder, work: (store: Store) => Promise<T>): Promise<T> =>
  withStoreFailures(async () => {
    const store = openStore(optionsOf(data));
    try {
      return await work(store);
    } finally {
      store.close();
    }
  });

/** The full check of a data folder. `told`: what was found and repaired when it was opened. */
export const checkFolder = (data: DataFolder): Promise<CheckReport & { readonly told: readonly string[] }> =>
  withStore(data, async (store) => {
    await clearEndedQuietly(store.writer);
    const report = await checkStore(store.reader);
    return { ...report, told: [...store.recovered, ...store.interrupted] };
  });

/** A backup into the folder's own backups, or as the file `path`. */
export const backUpFolder = (data: DataFolder, path: string | null): Promise<BackupInfo> =>
  withStore(data, (store) => (path === null ? createBackup(store) : writeBackup(store, path)));

/** Puts the backup file in the place of the database. Returns where the database before it is kept. */
export const restoreFolder = (data: DataFolder, backupPath: string): Promise<{ readonly keptAs: string }> =>
  withStoreFailures(async () => {
    const host = createStoreHost(optionsOf(data));
    try {
      return await host.restore(backupPath);
    } finally {
      host.close();
    }
  });
