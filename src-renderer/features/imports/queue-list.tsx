import { useJobs } from '../../api/jobs.ts';
import { entryName, standingOf, type ImportEntry } from './import-entry.ts';
import { selectEntry } from './import-queue.ts';
import queueStyles from './queue.module.css';
import { lineAfterKey } from './preview-model.ts';

interface QueueListProps {
  readonly entries: readonly ImportEntry[];
  readonly selectedId: string;
}

/** Every file of the queue with where it stands. */
export function QueueList({ entries, selectedId }: QueueListProps) {
  const at = entries.findIndex(({ id }) => id === selectedId);
  return (
    <div
      className={queueStyles['queue']}
      role="listbox"
      aria-label="Files to import"
      aria-activedescendant={`import-${selectedId}`}
      tabIndex={0}
      onKeyDown={(event) => {
        const next = lineAfterKey(event.key, at, entries.length);
        const entry = next === null ? undefined : entries[next];
        if (entry === undefined) return;
        event.preventDefault();
        selectEntry(entry.id);
        document.getElementById(`import-${entry.id}`)?.scrollIntoView({ block: 'nearest' });
      }}
    >
      {entries.map((entry) => (
        <QueueItem key={entry.id} entry={entry} isSelected={entry.id === selectedId} />
      ))}
    </div>
  );
}

function QueueItem({ entry, isSelected }: { entry: ImportEntry; isSelected: boolean }) {
  const { stage } = entry;
  const job = useJobs().find(({ id }) => stage.at === 'importing' && id === stage.jobId);
  const { text, tone } = standingOf(entry);
  const done = job === undefined ? '' : ` ${Math.floor(job.progress.done * 100)} %`;
  return (
    <div
      id={`import-${entry.id}`}
      role="option"
      aria-selected={isSelected}
      className={queueStyles['queued']}
      onClick={() => selectEntry(entry.id)}
    >
      <span className={queueStyles['queued-name']} title={entryName(entry)}>
        {entryName(entry)}
      </span>
      <span className={queueStyles['standing']} data-tone={tone}>
        {text}
        {done}
      </span>
    </div>
  );
}
