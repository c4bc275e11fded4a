import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { RunningJob } from '../../api/jobs.ts';
import { FormEnd } from '../../ui/form-end.tsx';
import { StudyProgress } from './study-progress.tsx';
import styles from './studies.module.css';

interface StudyFormProps {
  /** Under way, if any. */
  readonly job: RunningJob | null;
  /** Names of its equal parts, in order; empty = it is one. */
  readonly parts: readonly string[];
  /** Why it cannot be started. */
  readonly problem: string | null;
  /** What stands there otherwise. */
  readonly note: string;
  readonly action: string;
  readonly onStart: () => void;
  readonly children: ReactNode;
}

/** The form of a study: its fields in two columns, below them what is missing or how far it is, and the button. */
export function StudyForm({ job, parts, problem, note, action, onStart, children }: StudyFormProps) {
  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault();
        onStart();
      }}
    >
      {children}
      <FormEnd
        problem={job === null ? problem : null}
        note={job === null ? note : <StudyProgress job={job} parts={parts} />}
      >
        <Button type="submit" disabled={problem !== null || job !== null}>
          {action}
        </Button>
      </FormEnd>
    </form>
  );
}
