import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { filesOfSameShape, leaveOut, shareChoices } from './change-entry.ts';
import { findObstacle, type ImportEntry, isReady } from './import-entry.ts';
import styles from './imports.module.css';
import { cancelAll, selectNextOpen, startImports } from './run-queue.ts';

interface ImportFooterProps {
  readonly entry: ImportEntry;
  readonly entries: readonly ImportEntry[];
  readonly plantName: string;
  readonly onClose: () => void;
}

/** What can be done now, and why the import cannot start where it cannot. */
export function ImportFooter({ entry, entries, plantName, onClose }: ImportFooterProps) {
  const isOpen = entry.stage.at === 'open';
  const importButton = useRef<HTMLButtonElement>(null);
  const canImport = isReady(entry);
  useEffect(() => {
    const button = importButton.current;
    if (canImport && button !== null && isFocusElsewhere(button)) button.focus();
  }, [canImport]);
  const ready = entries.filter(isReady);
  const alike = isOpen ? filesOfSameShape(entry, entries) : [];
  const isBusy = entries.some(({ stage }) => stage.at === 'waiting' || stage.at === 'importing');
  return (
    <div className={styles['end']}>
      <p className={styles['soft']} role="status">
        {isOpen ? (findObstacle(entry) ?? `The readings go to ${plantName}.`) : tellRest(entries)}
      </p>
      {isOpen && alike.length > 0 && (entry.isTouched || entry.profile !== null) && (
        <Button variant="default" onClick={() => shareChoices(entry.id)}>
          Same choices for {alike.length === 1 ? 'the other file' : `the ${alike.length} other files`} of this
          shape
        </Button>
      )}
      {isOpen && entries.length > 1 && (
        <Button
          variant="default"
          onClick={() => {
            leaveOut(entry.id);
            selectNextOpen(entry.id);
          }}
        >
          Leave this file out
        </Button>
      )}
      {isBusy && entries.length > 1 && (
        <Button variant="default" onClick={cancelAll}>
          Cancel all
        </Button>
      )}
      <Button variant="default" onClick={onClose}>
        {isBusy ? 'Close, import goes on' : 'Close'}
      </Button>
      {ready.length > 1 && (
        <Button variant="default" onClick={() => startImports(ready.map(({ id }) => id))}>
          Import all {ready.length} ready files
        </Button>
      )}
      {isOpen && (
        <Button
          ref={importButton}
          data-autofocus
          disabled={findObstacle(entry) !== null}
          onClick={() => {
            startImports([entry.id]);
            selectNextOpen(entry.id);
          }}
        >
          Import
        </Button>
      )}
    </div>
  );
}

/** Nothing inside the dialog has the focus: Enter may then import. */
function isFocusElsewhere(button: HTMLElement): boolean {
  const dialog = button.closest('[role="dialog"]');
  const { activeElement } = document;
  return activeElement === null || activeElement === dialog || dialog?.contains(activeElement) !== true;
}

function tellRest(entries: readonly ImportEntry[]): string {
  const count = (at: ImportEntry['stage']['at']): number =>
    entries.filter(({ stage }) => stage.at === at).length;
  return [
    [count('done'), 'imported'],
    [count('importing') + count('waiting'), 'to come'],
    [count('open'), 'to be looked at'],
    [count('failed'), 'failed'],
    [count('cancelled'), 'cancelled'],
    [count('left-out'), 'left out'],
  ]
    .filter(([number]) => number !== 0)
    .map(([number, text]) => `${number ?? ''} ${text ?? ''}`)
    .join(', ');
}
