import type { Label } from '@shared/contract/labels.ts';
import type { Plant } from '@shared/contract/plants.ts';
import { Button, Modal, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { FailureMessage } from '../../api/failure-message.tsx';
import { kindName } from '../../api/kind-name.ts';
import {
  exportLabels,
  importLabels,
  removeLabels,
  undoLabelChange,
  useLastLabelChange,
} from '../../api/labels.ts';
import { failureOf } from '../../api/plant-client.ts';
import { useCall } from '../../api/queries.ts';
import { showInTrend } from '../../api/show-in-trend.ts';
import { heldRange } from '../../api/time-range.ts';
import { closeDialog, draftLabel, workspace } from '../../api/workspace.ts';
import { DataTable, type TableColumn } from '../../ui/data-table.tsx';
import { firstFocus } from '../../ui/first-focus.ts';
import { formatCounted } from '../../ui/format-number.ts';
import { formatTime } from '../../ui/format-time.ts';
import { durationColumn, timeColumn } from '../../ui/table-columns.ts';
import styles from './labels.module.css';
import { describeSource, draftOf, filterLabels } from './labels-model.ts';

const columns: readonly TableColumn<Label>[] = [
  {
    id: 'kind',
    label: 'Kind',
    width: 'minmax(140px, 1.2fr)',
    cell: (label) => kindName(label.kind),
    sortBy: (label) => kindName(label.kind),
  },
  {
    id: 'tag',
    label: 'Tag',
    width: 'minmax(110px, 1fr)',
    cell: (label) => label.tagName ?? 'whole plant',
    sortBy: (label) => label.tagName,
  },
  timeColumn('start', 'Start', (label) => label.startMs),
  timeColumn('end', 'End', (label) => label.endMs),
  durationColumn('duration', 'Duration', (label) => label.endMs - label.startMs),
  {
    id: 'note',
    label: 'Note',
    width: 'minmax(120px, 1.6fr)',
    cell: (label) => label.note,
    title: (label) => label.note,
    sortBy: (label) => label.note,
  },
  {
    id: 'source',
    label: 'From',
    width: 'minmax(110px, 1fr)',
    cell: describeSource,
    title: (label) =>
      `${describeSource(label)}${label.createdMs === null ? '' : `, ${formatTime(label.createdMs)}`}${label.changedMs === null ? '' : `, changed ${formatTime(label.changedMs)}`}`,
    sortBy: describeSource,
  },
];

/** Every label of the plant: add, change, delete, undo, from a file and into one. */
export function LabelsDialog({ plant }: { plant: Plant }) {
  const labels = useCall('labels.list', { plantId: plant.id }, { keepsPrevious: true });
  const tags = useCall('tags.list', { plantId: plant.id });
  const [text, setText] = useState('');
  const [key, setKey] = useState<string | null>(null);
  const lastChange = useLastLabelChange();
  const shown = useMemo(() => filterLabels(labels.data ?? [], kindName, text), [labels.data, text]);
  const selected = shown.find((label) => String(label.id) === key) ?? null;
  const isOwn = selected !== null && selected.source !== 'simulator';
  const held = tags.data === undefined ? null : heldRange(tags.data);

  const edit = (label: Label): void => {
    if (label.source !== 'simulator') workspace.set({ labelDraft: draftOf(label) });
  };
  const remove = (label: Label): void => {
    if (label.source !== 'simulator') void removeLabels([label.id]);
  };
  const show = ({ startMs, endMs }: Label): void => showInTrend({ fromMs: startMs, toMs: endMs });
  return (
    <Modal
      opened
      onClose={closeDialog}
      title={`Labels of ${plant.name}`}
      size="min(1080px, 94vw)"
      closeOnEscape={false}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && workspace.get().labelDraft === null) closeDialog();
        const isTyping =
          event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
        if ((event.ctrlKey || event.metaKey) && event.key === 'z' && !isTyping) void undoLabelChange();
      }}
    >
      <div className={styles['list']}>
        <div className={styles['tools']}>
          <TextInput
            placeholder="Kind, tag, note or file contains"
            aria-label="Filter labels"
            {...firstFocus}
            w={230}
            maxLength={120}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <span className={styles['count']} role="status">
            {labels.data === undefined ? '' : formatCounted(shown.length, 'label', 'labels')}
          </span>
          <Button variant="default" onClick={() => void importLabels(plant.id)}>
            Import CSV…
          </Button>
          <Button
            variant="default"
            disabled={(labels.data ?? []).length === 0}
            onClick={() => void exportLabels(plant.id)}
          >
            Export…
          </Button>
        </div>
        {labels.error !== null && <FailureMessage error={failureOf(labels.error)} />}
        {labels.data?.length === 0 ? (
          <p className={styles['empty']}>
            No labels yet. Label a fault or a stretch of normal operation: press Label above the trend and
            drag over it, add one here, or import a CSV file with the columns start, end, kind, tag and note.
            Comparisons, searches and back-tests are judged against labels.
          </p>
        ) : (
          <DataTable
            name="Labels"
            columns={columns}
            rows={shown}
            keyOf={(label) => String(label.id)}
            selectedKey={key}
            onSelect={(label) => setKey(String(label.id))}
            onOpen={edit}
            onDelete={remove}
            isTall
          />
        )}
        <div className={styles['end']}>
          <p className={styles['note']}>
            {selected?.source === 'simulator' &&
              'The simulator knows this fault because it made it; it stays as it is.'}
          </p>
          <Button variant="default" disabled={lastChange === null} onClick={() => void undoLabelChange()}>
            {lastChange === null ? 'Undo' : `Undo: ${lastChange}`}
          </Button>
          <Button
            variant="default"
            disabled={selected === null}
            onClick={() => selected !== null && show(selected)}
          >
            Show in trend
          </Button>
          <Button variant="default" disabled={!isOwn} onClick={() => selected !== null && remove(selected)}>
            Delete
          </Button>
          <Button variant="default" disabled={!isOwn} onClick={() => selected !== null && edit(selected)}>
            Change…
          </Button>
          <Button
            disabled={held === null}
            onClick={() => {
              const range = workspace.get().range ?? held;
              if (range !== null) draftLabel(range);
            }}
          >
            Add label…
          </Button>
        </div>
      </div>
    </Modal>
  );
}
