import type { Plant, Tag } from '@shared/contract/plants.ts';
import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { FailureMessage } from '../../api/failure-message.tsx';
import { failureOf } from '../../api/plant-client.ts';
import { useCall } from '../../api/queries.ts';
import { closeDialog, useWorkspace } from '../../api/workspace.ts';
import { AskFirst } from '../../ui/ask-first.tsx';
import { formatCount } from '../../ui/format-number.ts';
import { formatTime } from '../../ui/format-time.ts';
import { PickList } from '../../ui/pick-list.tsx';
import { TimeField } from '../../ui/time-field.tsx';
import { deleteReadings } from './deletion-actions.ts';
import { DeletionList } from './deletion-list.tsx';
import { describeExtent, findRangeProblem, firstRange } from './deletion-model.ts';
import { describeLastBackup } from './store-care-model.ts';
import styles from './store-care.module.css';

/** Deletes a stretch of time, after it has said what goes; below, what was deleted before. */
export function DeleteDialog({ plant }: { plant: Plant }) {
  const tags = useCall('tags.list', { plantId: plant.id });
  return (
    <Modal opened onClose={closeDialog} title={`Delete readings of ${plant.name}`} size="min(880px, 94vw)">
      <div className={styles['dialog']}>
        {tags.error !== null && <FailureMessage error={failureOf(tags.error)} />}
        {tags.data !== undefined && <DeleteForm plant={plant} tags={tags.data} />}
        <DeletionList plantId={plant.id} />
      </div>
    </Modal>
  );
}

function DeleteForm({ plant, tags }: { readonly plant: Plant; readonly tags: readonly Tag[] }) {
  const shown = useWorkspace((state) => state.range);
  const [first] = useState(() => firstRange(shown, tags));
  const [chosen, setChosen] = useState<readonly number[]>(() => tags.map(({ id }) => id));
  const [fromMs, setFromMs] = useState(first?.fromMs ?? null);
  const [toMs, setToMs] = useState(first?.toMs ?? null);
  const [step, setStep] = useState<'choosing' | 'asking' | 'deleting'>('choosing');
  const problem = findRangeProblem(fromMs, toMs, chosen.length);
  const range = {
    plantId: plant.id,
    tagIds: chosen.length === tags.length ? null : [...chosen],
    fromMs: fromMs ?? 0,
    toMs: toMs ?? 0,
  };
  const counted = useCall('readings.countRange', range, { isEnabled: problem === null });
  const count = problem === null ? counted.data : undefined;
  const change =
    <T,>(set: (value: T) => void) =>
    (value: T): void => {
      setStep('choosing');
      set(value);
    };
  const start = async (backsUp: boolean): Promise<void> => {
    setStep('deleting');
    await deleteReadings(range, backsUp);
    setStep('choosing');
  };
  if (first === null)
    return (
      <p className={styles['empty']}>No readings of {plant.name} are held. There is nothing to delete.</p>
    );
  return (
    <section aria-label="What to delete">
      <PickList
        name="Tags"
        items={tags.map(({ id, name, readingCount }) => ({ id, name, detail: formatCount(readingCount) }))}
        chosen={chosen}
        onChoose={change(setChosen)}
      />
      <div className={styles['range']}>
        <TimeField label="From" valueMs={fromMs} onChange={change(setFromMs)} />
        <TimeField label="To, included" valueMs={toMs} onChange={change(setToMs)} />
        <p className={styles['soft']}>
          {shown === null ? 'All that is held.' : 'At first the stretch that the trend shows.'} Both ends in
          the time of this computer.
        </p>
      </div>
      {counted.error !== null && problem === null && <FailureMessage error={failureOf(counted.error)} />}
      {step === 'asking' && count !== undefined ? (
        <AskDelete
          what={`${describeExtent(count)} from ${formatTime(range.fromMs)} to ${formatTime(range.toMs)}`}
          onDelete={(backsUp) => void start(backsUp)}
          onCancel={() => setStep('choosing')}
        />
      ) : (
        <div className={styles['head']}>
          <p className={styles['count']} role="status">
            {step === 'deleting' ? 'Deleting. Charts and imports go on.' : (problem ?? describeCount(count))}
          </p>
          <Button
            disabled={count === undefined || count.readingCount === 0}
            loading={step === 'deleting'}
            onClick={() => setStep('asking')}
          >
            Delete…
          </Button>
        </div>
      )}
    </section>
  );
}

function describeCount(count: { readingCount: number; tagCount: number } | undefined): string {
  if (count === undefined) return 'Counting…';
  return count.readingCount === 0 ? 'No reading lies in this range.' : `${describeExtent(count)} would go.`;
}

interface AskDeleteProps {
  readonly what: string;
  readonly onDelete: (backsUp: boolean) => void;
  readonly onCancel: () => void;
}

function AskDelete({ what, onDelete, onCancel }: AskDeleteProps) {
  const [openedMs] = useState(Date.now);
  const health = useCall('store.health', {});
  const last = health.data === undefined ? null : describeLastBackup(health.data.lastBackupMs, openedMs);
  return (
    <AskFirst
      name="Delete readings"
      question={`Delete ${what} for good? Readings under later imports go as well, and no undo of an import brings any of them back: only a backup made before, or importing their files again. Last backup: ${last?.text ?? '…'}.`}
      answers={[
        { label: 'Back up, then delete', run: () => onDelete(true) },
        { label: 'Delete without a backup', run: () => onDelete(false) },
      ]}
      keep={{ label: 'Keep the readings', run: onCancel }}
    />
  );
}
