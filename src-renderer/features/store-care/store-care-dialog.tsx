import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { FailureMessage } from '../../api/failure-message.tsx';
import { addFailure } from '../../api/notices.ts';
import { call, failureOf } from '../../api/plant-client.ts';
import { useCall } from '../../api/queries.ts';
import { closeDialog } from '../../api/workspace.ts';
import { FactList } from '../../ui/fact-list.tsx';
import { formatBytes, formatCount } from '../../ui/format-number.ts';
import { Message } from '../../ui/message.tsx';
import { BackupList } from './backup-list.tsx';
import { CheckSection } from './check-section.tsx';
import { SpaceSection } from './space-section.tsx';
import styles from './store-care.module.css';
import { describeLastBackup } from './store-care-model.ts';

/** Where all data lies, whether it is sound, and its backups. */
export function StoreCareDialog() {
  const [openedMs] = useState(Date.now);
  const info = useCall('application.info', {});
  const health = useCall('store.health', {});
  const last = health.data === undefined ? null : describeLastBackup(health.data.lastBackupMs, openedMs);
  return (
    <Modal opened onClose={closeDialog} title="Data store: backups, checks and room" size="min(880px, 94vw)">
      <div className={styles['dialog']}>
        <section aria-label="Database">
          <div className={styles['head']}>
            <h3>Database</h3>
            <Button variant="default" onClick={() => void showDataFolder()}>
              Open data folder
            </Button>
          </div>
          <FactList
            facts={[
              { name: 'Data folder', value: info.data?.dataFolder ?? null },
              { name: 'Size', value: info.data === undefined ? null : formatBytes(info.data.databaseBytes) },
              {
                name: 'Readings',
                value: info.data === undefined ? null : formatCount(info.data.readingCount),
              },
              { name: 'Last backup', value: last?.text ?? null },
            ]}
          />
        </section>
        {health.error !== null && <FailureMessage error={failureOf(health.error)} />}
        {health.data !== undefined && health.data.recovered.length > 0 && (
          <Message tone="attention" title="The database was damaged and has been replaced">
            {health.data.recovered.join('\n')}
          </Message>
        )}
        {health.data !== undefined && health.data.problems.length > 0 && (
          <Message tone="failure" title="Found by the check in the background">
            {health.data.problems.join('\n')}
          </Message>
        )}
        <BackupList />
        <CheckSection />
        <SpaceSection />
      </div>
    </Modal>
  );
}

async function showDataFolder(): Promise<void> {
  try {
    await call('application.showDataFolder', {});
  } catch (caught) {
    addFailure(failureOf(caught));
  }
}
