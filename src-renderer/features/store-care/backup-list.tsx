import type { BackupInfo } from '@shared/contract/store.ts';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { FailureMessage } from '../../api/failure-message.tsx';
import { failureOf } from '../../api/plant-client.ts';
import { useCall } from '../../api/queries.ts';
import { AskFirst } from '../../ui/ask-first.tsx';
import { formatBytes, formatCount } from '../../ui/format-number.ts';
import { formatTime } from '../../ui/format-time.ts';
import { copyBackup, createBackup, restoreBackup, restoreFromFile } from './backup-actions.ts';
import styles from './store-care.module.css';
import { describeContent } from './store-care-model.ts';

/** Every backup that is kept; one more at once; one of them, or one from elsewhere, back in place. */
export function BackupList() {
  const backups = useCall('backups.list', {});
  const [isWorking, setIsWorking] = useState(false);
  const [asked, setAsked] = useState<BackupInfo | 'file' | null>(null);
  const run = async (work: () => Promise<void>): Promise<void> => {
    setIsWorking(true);
    setAsked(null);
    await work();
    setIsWorking(false);
  };
  return (
    <section aria-label="Backups">
      <div className={styles['head']}>
        <h3>Backups</h3>
        <Button variant="default" disabled={isWorking} onClick={() => setAsked('file')}>
          Restore from a file…
        </Button>
        <Button loading={isWorking} onClick={() => void run(createBackup)}>
          Back up now
        </Button>
      </div>
      <p className={styles['soft']}>
        One is made each day on which the program runs. The newest of 7 days and of 4 weeks are kept, each
        checked before it gets its name.
      </p>
      {asked !== null && (
        <AskRestore
          backup={asked === 'file' ? null : asked}
          onCancel={() => setAsked(null)}
          onConfirm={() => void run(() => (asked === 'file' ? restoreFromFile() : restoreBackup(asked)))}
        />
      )}
      {backups.error !== null && <FailureMessage error={failureOf(backups.error)} />}
      {backups.data !== undefined && backups.data.length === 0 && (
        <p className={styles['empty']}>No backup yet. Make one now, or let the program make one a day.</p>
      )}
      {backups.data !== undefined && backups.data.length > 0 && (
        <div className={styles['scroll']}>
          <table className={styles['table']}>
            <thead>
              <tr>
                <th>Made</th>
                <th data-number="true">Readings</th>
                <th>Also holds</th>
                <th data-number="true">Size</th>
                <th>SHA-256</th>
                <th>
                  <span className={styles['unseen']}>Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {backups.data.map((backup) => (
                <tr key={backup.name} title={`${backup.name}, version ${backup.programVersion}`}>
                  <td>{formatTime(backup.createdMs)}</td>
                  <td data-number="true">{formatCount(backup.readingCount)}</td>
                  <td>{describeContent(backup)}</td>
                  <td data-number="true">{formatBytes(backup.bytes)}</td>
                  <td title={backup.sha256}>
                    <code>{backup.sha256.slice(0, 12)}</code>
                  </td>
                  <td className={styles['actions']}>
                    <Button
                      size="compact-xs"
                      variant="default"
                      disabled={isWorking}
                      aria-label={`Save a copy of the backup of ${formatTime(backup.createdMs)}`}
                      onClick={() => void run(() => copyBackup(backup))}
                    >
                      Save a copy…
                    </Button>
                    <Button
                      size="compact-xs"
                      variant="default"
                      disabled={isWorking}
                      aria-label={`Restore the backup of ${formatTime(backup.createdMs)}`}
                      onClick={() => setAsked(backup)}
                    >
                      Restore…
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

interface AskRestoreProps {
  /** Null = a file that is still to be chosen. */
  readonly backup: BackupInfo | null;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

function AskRestore({ backup, onConfirm, onCancel }: AskRestoreProps) {
  const what = backup === null ? 'a backup from a file' : `the backup of ${formatTime(backup.createdMs)}`;
  return (
    <AskFirst
      name="Restore a backup"
      question={`Put ${what} in the place of the database? What was saved after that backup will not be in it. The database as it is now is kept beside it under another name.`}
      answers={[{ label: backup === null ? 'Choose a file and restore' : 'Restore', run: onConfirm }]}
      keep={{ label: 'Keep the database', run: onCancel }}
    />
  );
}
