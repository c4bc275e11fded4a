import type { Tag } from '@shared/contract/plants.ts';
import { Button } from '@mantine/core';
import { heldRange } from './time-range.ts';
import styles from './waiting-message.module.css';
import { openDialog } from './workspace.ts';

interface WaitingMessageProps {
  /** Undefined while they are looked up. */
  readonly tags: readonly Tag[] | undefined;
}

/** Stands in a dialog that cannot start: it waits for the tags or the detectors, or the plant holds no readings. */
export function WaitingMessage({ tags }: WaitingMessageProps) {
  if (tags === undefined || heldRange(tags) !== null)
    return <p className={styles['waiting']}>Looking at what is held.</p>;
  return (
    <div className={styles['waiting']}>
      <p>This plant holds no readings. Import a CSV file (Ctrl O), or generate some to look around.</p>
      <Button variant="default" onClick={() => openDialog('generate')}>
        Generate readings…
      </Button>
    </div>
  );
}
