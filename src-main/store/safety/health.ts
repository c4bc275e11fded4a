import { accountName } from '../file/account-name.ts';
import { isBackupDue } from './backup-schedule.ts';
import { createBackup, listBackups } from './backups.ts';
import { checkSome } from './check-store.ts';
import type { Store } from '../store.ts';
import { applyRetention } from '../deletion/retention.ts';
import { getSetting, setSetting } from '../settings.ts';
import { toStoreError } from '../storage-failure.ts';

/** What the program does for the safety of the data by itself, after its start. */
export interface Health {
  /** Found by the check in the background. */
  readonly problems: readonly string[];
  /** Makes the backup of the day when there is none and there are readings to lose. */
  backUpIfDue(): Promise<void>;
  /** Deletes readings that are older than their tag keeps them. */
  deleteTooOld(): Promise<void>;
  /** Checks chunks until `isTimeUp`; the next start goes on where it ended. */
  checkOn(isTimeUp: () => boolean): Promise<void>;
}

const CHECKED_TO = 'checked-to-chunk';

export function createHealth(store: Store): Health {
  const problems: string[] = [];
  const tell = (what: string, caught: unknown): void => {
    const error = toStoreError(caught);
    problems.push(`${what}: ${'message' in error ? error.message : error.kind}`);
  };
  return {
    problems,
    async backUpIfDue() {
      if (store.folder === null) return;
      const holds = store.reader.prepare(`SELECT 1 FROM imports WHERE state = 'committed' LIMIT 1`).get();
      const times = listBackups(store.folder).map((backup) => backup.createdMs);
      if (holds === undefined || !isBackupDue(times, store.now())) return;
      await createBackup(store).catch((caught: unknown) =>
        tell('The backup of the day was not made', caught),
      );
    },
    async deleteTooOld() {
      try {
        const author = { name: accountName(), nowMs: store.now() };
        const announce = (plantId: number): void => store.onChanged({ plantId, what: 'readings' });
        problems.push(...(await applyRetention(store.writer, author, announce)));
      } catch (caught) {
        tell('Old readings could not be deleted', caught);
      }
    },
    async checkOn(isTimeUp) {
      const from = Number(getSetting(store.reader, CHECKED_TO) ?? '0');
      try {
        const found = await checkSome(store.reader, from, isTimeUp);
        problems.push(...found.problems);
        setSetting(store.writer, CHECKED_TO, String(found.lastId));
      } catch (caught) {
        tell('The check in the background could not go on', caught);
      }
    },
  };
}
