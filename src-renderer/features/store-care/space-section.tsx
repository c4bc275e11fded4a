import { Button, Progress } from '@mantine/core';
import { useState } from 'react';
import { FailureMessage } from '../../api/failure-message.tsx';
import { failureOf } from '../../api/plant-client.ts';
import { useCall } from '../../api/queries.ts';
import { formatBytes, formatPercent } from '../../ui/format-number.ts';
import { cancelCompaction, compactStore } from './deletion-actions.ts';
import styles from './store-care.module.css';

const PROGRESS_MS = 250;

/** How much of the file holds nothing, and the compaction that gives it back. */
export function SpaceSection() {
  const [isStarted, setIsStarted] = useState(false);
  const first = useCall('store.space', {});
  const isUnderWay = isStarted || (first.data?.compaction ?? null) !== null;
  const space = useCall('store.space', {}, isUnderWay ? { everyMs: PROGRESS_MS } : {});
  const compaction = space.data?.compaction ?? null;
  const start = async (): Promise<void> => {
    setIsStarted(true);
    await compactStore();
    setIsStarted(false);
  };
  return (
    <section aria-label="Room">
      <div className={styles['head']}>
        <h3>Room</h3>
        {isUnderWay ? (
          <Button variant="default" disabled={compaction === null} onClick={() => void cancelCompaction()}>
            Cancel the compaction
          </Button>
        ) : (
          <Button variant="default" disabled={space.data === undefined} onClick={() => void start()}>
            Compact
          </Button>
        )}
      </div>
      {space.error !== null && <FailureMessage error={failureOf(space.error)} />}
      {compaction === null ? (
        <p className={styles['soft']} role="status">
          {space.data === undefined
            ? ''
            : `${formatBytes(space.data.freeBytes)} of the ${formatBytes(space.data.databaseBytes)} are free after deletions and undone imports; new readings use them first. A compaction gives them back to the disk. ${
                space.data.isStepwise
                  ? 'You can go on working.'
                  : 'This file is of an earlier version: the first time it is copied in one go, which needs room for the copy; charts and imports wait for that.'
              }`}
        </p>
      ) : (
        <div className={styles['progress']}>
          <Progress value={compaction.share * 100} aria-label="Compaction" />
          <span role="status">
            {compaction.label}, {formatPercent(Math.round(compaction.share * 100) / 100)}
          </span>
        </div>
      )}
    </section>
  );
}
