import { Button, Progress } from '@mantine/core';
import { cancelJob, useJobs, type RunningJob } from '../../api/jobs.ts';
import styles from './studies.module.css';

/** The job of this title that is under way, if any. */
export function useStudyJob(title: string): RunningJob | null {
  return useJobs().find((job) => job.title === title) ?? null;
}

interface StudyProgressProps {
  readonly job: RunningJob;
  /** Names of equal parts of the work, in order; empty = the work is one. */
  readonly parts: readonly string[];
}

/** How far a study is, part by part, and the way to stop it. */
export function StudyProgress({ job, parts }: StudyProgressProps) {
  const { done, label } = job.progress;
  return (
    <div className={styles['progress']} role="group" aria-label={job.title}>
      {(parts.length === 0 ? [job.title] : parts).map((name, place, all) => (
        <div key={`${place} ${name}`} className={styles['part']}>
          <span className={styles['part-name']} title={name}>
            {name}
          </span>
          <Progress
            value={Math.min(1, Math.max(0, done * all.length - place)) * 100}
            aria-label={`Progress: ${name}`}
          />
        </div>
      ))}
      <span className={styles['note']}>{job.isCancelling ? 'cancelling' : label}</span>
      <Button
        variant="default"
        size="compact-xs"
        disabled={job.isCancelling}
        onClick={() => cancelJob(job.id)}
      >
        Cancel
      </Button>
    </div>
  );
}
