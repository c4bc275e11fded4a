import type { ReactNode } from 'react';
import styles from './figure-panel.module.css';

interface FigurePanelProps {
  readonly name: string;
  readonly title: string;
  /** How to read the figure. */
  readonly note: string;
  /** Told on hover over the note. */
  readonly about?: string;
  /** At the right of the head. */
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

/** A framed figure with its title and how to read it. */
export function FigurePanel({ name, title, note, about, action, children }: FigurePanelProps) {
  return (
    <section className={styles['panel']} aria-label={name}>
      <header className={styles['head']}>
        <h3>{title}</h3>
        <span className={styles['note']} title={about}>
          {note}
        </span>
        {action}
      </header>
      {children}
    </section>
  );
}
