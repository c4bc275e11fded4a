import { Button, Progress } from '@mantine/core';
import { useInterval } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { useJobs } from '../../api/jobs.ts';
import { formatBytes } from '../../ui/format-number.ts';
import { formatDuration } from '../../ui/format-time.ts';
import { entryBytes, entryName, type ImportEntry } from './import-entry.ts';
import styles from './imports.module.css';
import { paceOf } from './imports-model.ts';
import { cancelImport } from './run-queue.ts';

/** How far the import of a file is, how fast it goes, and what is left. */
export function ImportProgress({ entry, jobId }: { entry: ImportEntry; jobId: string }) {
  const job = useJobs().find(({ id }) => id === jobId);
  const [nowMs, setNowMs] = useState(() => Date.now());
  const clock = useInterval(() => setNowMs(Date.now()), 500);
  useEffect(() => {
    clock.start();
    return clock.stop;
  }, [clock]);
  if (job === undefined) return <p className={styles['soft']}>Ending.</p>;
  const bytes = entryBytes(entry);
  const { done } = job.progress;
  const pace = paceOf(done, bytes, job.startedMs, nowMs);
  return (
    <section className={styles['dialog']} aria-label={`Import of ${entryName(entry)}`}>
      <Progress value={done * 100} aria-label={`Progress of ${entryName(entry)}`} />
      <p>
        {Math.floor(done * 100)} %, {formatBytes(done * bytes)} of {formatBytes(bytes)}
        {pace === null ? '' : `, ${formatBytes(pace.bytesPerSecond)}/s, ${formatDuration(pace.leftMs)} left`}
      </p>
      <p className={styles['soft']}>
        Nothing of the file is visible before its end. Cancelling leaves the data as they were.
      </p>
      <div>
        <Button variant="default" disabled={job.isCancelling} onClick={() => cancelImport(entry.id)}>
          {job.isCancelling ? 'Cancelling' : 'Cancel this import'}
        </Button>
      </div>
    </section>
  );
}
