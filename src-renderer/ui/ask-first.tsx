import { Button } from '@mantine/core';
import { useEffect, useState, type ReactNode } from 'react';
import styles from './ask-first.module.css';

interface Answer {
  readonly label: string;
  readonly run: () => void;
}

interface AskFirstProps {
  /** Name of the group: "Delete readings". */
  readonly name: string;
  readonly question: ReactNode;
  /** What can be done; the first one is what was asked for. */
  readonly answers: readonly [Answer, ...Answer[]];
  /** Does nothing and takes the question away; has the focus, and Escape does it too. */
  readonly keep: Answer;
}

/** Of buttons that answer Escape themselves, so that the dialog around them stays open. */
const answersEscape = { 'data-mantine-stop-propagation': true } as const;

/** Asks before something is done that cannot be taken back. Afterwards the focus is where it was, unless the answer moved it. */
export function AskFirst({ name, question, answers: [first, ...others], keep }: AskFirstProps) {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      const isLost = document.activeElement === document.body;
      if (isLost && before instanceof HTMLElement && before.isConnected) before.focus();
    },
    [before],
  );
  return (
    <div
      className={styles['ask']}
      role="group"
      aria-label={name}
      data-long={others.length > 0}
      onKeyDown={(event) => {
        if (event.key === 'Escape') keep.run();
      }}
    >
      <p>{question}</p>
      <Button {...answersEscape} onClick={first.run}>
        {first.label}
      </Button>
      {others.map(({ label, run }) => (
        <Button key={label} {...answersEscape} variant="default" onClick={run}>
          {label}
        </Button>
      ))}
      <Button {...answersEscape} variant="default" autoFocus onClick={keep.run}>
        {keep.label}
      </Button>
    </div>
  );
}
