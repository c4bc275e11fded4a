import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './message.module.css';

export type Tone = 'done' | 'attention' | 'failure';

interface MessageProps {
  readonly tone: Tone;
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: { readonly label: string; readonly run: () => void };
  readonly onClose?: () => void;
}

const marks: Record<Tone, string> = { done: 'i', attention: '!', failure: '×' };
const words: Record<Tone, string> = { done: 'Done', attention: 'Attention', failure: 'Failed' };

/** A sentence or two that need to be read, in place. Failures are read out at once. */
export function Message({ tone, title, children, action, onClose }: MessageProps) {
  return (
    <div className={styles['message']} data-tone={tone} role={tone === 'failure' ? 'alert' : 'status'}>
      <span className={styles['mark']} role="img" aria-label={words[tone]}>
        {marks[tone]}
      </span>
      <div className={styles['body']}>
        <div className={styles['title']}>{title}</div>
        {children !== undefined && <div className={styles['text']}>{children}</div>}
      </div>
      {action !== undefined && (
        <Button variant="default" onClick={action.run}>
          {action.label}
        </Button>
      )}
      {onClose !== undefined && (
        <Button variant="subtle" onClick={onClose} aria-label={`Close: ${title}`}>
          Close
        </Button>
      )}
    </div>
  );
}
