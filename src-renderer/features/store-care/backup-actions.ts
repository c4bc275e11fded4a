import type { BackupInfo } from '@shared/contract/store.ts';
import { addFailure, addNotice } from '../../api/notices.ts';
import { call, failureOf } from '../../api/plant-client.ts';
import { refreshEverything } from '../../api/queries.ts';
import { workspace } from '../../api/workspace.ts';
import { formatBytes } from '../../ui/format-number.ts';
import { formatTime } from '../../ui/format-time.ts';

/** Every action tells its outcome, also a failure, and never throws. */
async function telling(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (caught) {
    addFailure(failureOf(caught));
  }
}

export const createBackup = (): Promise<void> =>
  telling(async () => {
    const made = await call('backups.create', {});
    addNotice('done', 'Backup made and checked', [`${made.name}, ${formatBytes(made.bytes)}.`]);
  });

/** Into a folder that the user chooses, such as a USB stick or a network share. */
export const copyBackup = (backup: BackupInfo): Promise<void> =>
  telling(async () => {
    const done = await call('backups.saveCopy', { name: backup.name });
    if (done !== null) addNotice('done', 'Copy saved and checked', [done.path]);
  });

export const restoreBackup = (backup: BackupInfo): Promise<void> =>
  telling(async () =>
    showRestored(
      `The backup of ${formatTime(backup.createdMs)} is in place.`,
      await call('backups.restore', { name: backup.name }),
    ),
  );

/** A backup that the user chooses in the native dialog. */
export const restoreFromFile = (): Promise<void> =>
  telling(async () => {
    const done = await call('backups.restoreFile', {});
    if (done !== null) showRestored(`${done.name} is in place.`, done);
  });

/** The plants of the restored database may be others, so the window starts over with what it shows. */
function showRestored(what: string, { keptAs }: { readonly keptAs: string }): void {
  workspace.set({ plantId: null, range: null, runId: null, anomaly: null });
  refreshEverything();
  addNotice('attention', 'Backup restored', [what, `The database before it is kept as ${keptAs}`]);
}
