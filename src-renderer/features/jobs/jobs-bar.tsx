import { Button, Progress } from '@mantine/core';
import { useEffect, useState } from 'react';
import { cancelJob, useJobs, type RunningJob } from '../../api/jobs.ts';
import { useCall } from '../../api/queries.ts';
import { openDialog } from '../../api/workspace.ts';
import { formatBytes, formatLargeCount } from '../../ui/format-number.ts';
import { describeZone, formatDuration } from '../../ui/format-time.ts';
import { timeLeftMs } from './jobs-model.ts';
import { JobLosses } from './job-losses.tsx';
import styles from './jobs.module.css';

const CLOCK_MS = 500;

/** The bottom line: running jobs, what the store holds, and that nothing leaves this computer. */
export function JobsBar() {
  const jobs = useJobs();
  const info = useCall('application.info', {}, { keepsPrevious: true });
  return (
    <footer className={styles['bar']} aria-label="Jobs and store">
      <div className={styles['jobs']}>
        {jobs.map((job) => (
          <JobEntry key={job.id} job={job} />
        ))}
      </div>
      {info.data !== undefined && (
        <button
          type="button"
          className={styles['store']}
          title={`Backups and checks. Data folder: ${info.data.dataFolder}`}
          onClick={() => openDialog('store-care')}
        >
          store {formatLargeCount(info.data.readingCount)} readings, {formatBytes(info.data.databaseBytes)}
        </button>
      )}
      <span title="Times are shown in the zone of this computer">{describeZone()}</span>
      <span title="This program never uses the network">all data local</span>
    </footer>
  );
}

function JobEntry({ job }: { job: RunningJob }) {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const clock = setInterval(() => setNowMs(Date.now()), CLOCK_MS);
    return () => clearInterval(clock);
  }, []);
  const percent = Math.floor(job.progress.done * 100);
  const losses = job.progress.detail?.losses ?? [];
  const leftMs = timeLeftMs(job.progress.done, job.startedMs, nowMs);
  return (
    <div className={styles['job']} role="group" aria-label={job.title}>
      <span className={styles['title']} title={job.title}>
        {job.title}
      </span>
      <Progress className={styles['progress'] ?? ''} value={percent} aria-label={`Progress: ${job.title}`} />
      <span className={styles['figure']}>{percent} %</span>
      {losses.length > 0 && <JobLosses losses={losses} />}
      <span className={styles['label']}>
        {job.isCancelling
          ? 'cancelling'
          : leftMs === null
            ? job.progress.label
            : `${formatDuration(leftMs)} left`}
      </span>
      <Button
        size="compact-xs"
        variant="default"
        disabled={job.isCancelling}
        onClick={() => cancelJob(job.id)}
      >
        Cancel
      </Button>
    </div>
  );
}
