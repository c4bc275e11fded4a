import type { ReactNode } from 'react';
import styles from './form.module.css';

interface FormEndProps {
  /** Why the form cannot be sent. */
  readonly problem: string | null;
  /** What stands there otherwise. */
  readonly note: ReactNode;
  /** The buttons, the one that sends the form last. */
  readonly children: ReactNode;
}

/** The last row of a form: what is missing, or what is worth knowing, and the buttons. */
export function FormEnd({ problem, note, children }: FormEndProps) {
  return (
    <div className={styles['end']}>
      {problem === null ? (
        <div className={styles['note']}>{note}</div>
      ) : (
        <p className={styles['problem']} role="alert">
          {problem}
        </p>
      )}
      {children}
    </div>
  );
}
