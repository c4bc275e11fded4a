import type { Plant } from '@shared/contract/plants.ts';
import { Button, Modal } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import { EntryView } from './entry-view.tsx';
import { entryName, type ImportEntry, isReady } from './import-entry.ts';
import { ImportFooter } from './import-footer.tsx';
import { useQueue } from './import-queue.ts';
import styles from './imports.module.css';
import { QueueList } from './queue-list.tsx';
import { closeQueue, startImports } from './run-queue.ts';

/** Shows how each file would be read, lets the user correct it, imports it, and says what came of it. */
export function ImportDialog({ plant }: { plant: Plant }) {
  const entries = useQueue((state) => state.entries);
  const isShown = useQueue((state) => state.isShown);
  const selectedId = useQueue((state) => state.selectedId);
  const [isLeaving, setIsLeaving] = useState(false);
  const entry = entries.find(({ id }) => id === selectedId) ?? entries[0];
  if (!isShown || entry === undefined) return null;
  const close = (): void => {
    if (!isLeaving && entries.some(losesChoices)) setIsLeaving(true);
    else {
      setIsLeaving(false);
      closeQueue();
    }
  };
  return (
    <Modal
      opened
      onClose={close}
      title={entries.length === 1 ? `Import ${entryName(entry)}` : `Import ${entries.length} files`}
      size="min(1320px, 97vw)"
      classNames={{
        title: styles['title'] ?? '',
        content: styles['content'] ?? '',
        body: styles['body'] ?? '',
      }}
    >
      <div className={styles['frame']} onKeyDown={(event) => pressEnter(event, entry)}>
        <div className={styles['main']} data-many={entries.length > 1}>
          {entries.length > 1 && <QueueList entries={entries} selectedId={entry.id} />}
          <div className={styles['entry']}>
            <EntryView key={entry.id} entry={entry} />
          </div>
        </div>
        {isLeaving ? (
          <div className={styles['end']} role="alertdialog" aria-label="Close the import">
            <p>
              The choices made for {entries.filter(losesChoices).map(entryName).join(', ')} are not saved as a
              profile and would be lost.
            </p>
            <Button variant="default" data-autofocus onClick={() => setIsLeaving(false)}>
              Go on
            </Button>
            <Button variant="default" onClick={close}>
              Close and lose them
            </Button>
          </div>
        ) : (
          <ImportFooter entry={entry} entries={entries} plantName={plant.name} onClose={close} />
        )}
      </div>
    </Modal>
  );
}

const losesChoices = ({ stage, isTouched }: ImportEntry): boolean => stage.at === 'open' && isTouched;

/** Enter imports the file that is shown, except where it already means something. */
function pressEnter(event: KeyboardEvent, entry: ImportEntry): void {
  const { target } = event;
  if (event.key !== 'Enter' || event.defaultPrevented || !isReady(entry)) return;
  const hasOwnMeaning =
    target instanceof HTMLElement && target.closest('button, input, textarea, a') !== null;
  if (hasOwnMeaning && !event.ctrlKey) return;
  event.preventDefault();
  startImports([entry.id]);
}
