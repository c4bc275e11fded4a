import type { Plant, Tag } from '@shared/contract/plants.ts';
import { Button, Modal, NumberInput } from '@mantine/core';
import { useState } from 'react';
import { FailureMessage } from '../../api/failure-message.tsx';
import { failureOf } from '../../api/plant-client.ts';
import { useCall } from '../../api/queries.ts';
import { closeDialog } from '../../api/workspace.ts';
import { AskFirst } from '../../ui/ask-first.tsx';
import { daysAfter, formatCounted } from '../../ui/format-number.ts';
import { PickList } from '../../ui/pick-list.tsx';
import { setRetention } from './deletion-actions.ts';
import { DeletionList } from './deletion-list.tsx';
import { describeExtent, typedDays } from './deletion-model.ts';
import styles from './store-care.module.css';

/** For how long tags keep their readings: shown, set, ended; what would go now is told before. */
export function RetentionDialog({ plant }: { plant: Plant }) {
  const tags = useCall('tags.list', { plantId: plant.id });
  const retention = useCall('retention.list', { plantId: plant.id });
  const failed = tags.error ?? retention.error;
  return (
    <Modal opened onClose={closeDialog} title={`Retention of ${plant.name}`} size="min(880px, 94vw)">
      <div className={styles['dialog']}>
        {failed !== null && <FailureMessage error={failureOf(failed)} />}
        {tags.data !== undefined && retention.data !== undefined && (
          <RetentionForm
            plantId={plant.id}
            tags={tags.data}
            daysOf={new Map(retention.data.map(({ tagId, days }) => [tagId, days]))}
          />
        )}
        <DeletionList plantId={plant.id} />
      </div>
    </Modal>
  );
}

interface RetentionFormProps {
  readonly plantId: number;
  readonly tags: readonly Tag[];
  /** Of the tags that do not keep all. */
  readonly daysOf: ReadonlyMap<number, number>;
}

function RetentionForm({ plantId, tags, daysOf }: RetentionFormProps) {
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const [typed, setTyped] = useState<string | number>(365);
  const [step, setStep] = useState<'choosing' | 'asking' | 'working'>('choosing');
  const days = typedDays(typed);
  const counted = useCall(
    'retention.count',
    { plantId, tagIds: [...chosen], days: days ?? 1 },
    { isEnabled: chosen.length > 0 && days !== null },
  );
  const count = chosen.length > 0 && days !== null ? counted.data : undefined;
  const set = async (wanted: number | null): Promise<void> => {
    setStep('working');
    await setRetention(chosen, wanted);
    setStep('choosing');
  };
  if (tags.length === 0)
    return <p className={styles['empty']}>The plant has no tags yet. They come with the first import.</p>;
  return (
    <section aria-label="Retention">
      <p className={styles['soft']}>
        A tag keeps all its readings unless it has a retention. Then those go for good that are older than its
        newest reading by so many days: now, and once a day while the program runs. The age is counted from
        the newest reading, not from the clock.
      </p>
      <PickList
        name="Tags"
        items={tags.map(({ id, name }) => ({ id, name, detail: describeDays(daysOf.get(id)) }))}
        chosen={chosen}
        onChoose={(ids) => {
          setChosen(ids);
          setStep('choosing');
        }}
      />
      {counted.error !== null && <FailureMessage error={failureOf(counted.error)} />}
      {step === 'asking' && count !== undefined && days !== null ? (
        <AskFirst
          name="Set the retention"
          question={`Keep ${formatCounted(days, 'day', 'days')} of ${formatCounted(chosen.length, 'tag', 'tags')}? ${describeExtent(count)} are older and go now, for good. Only a backup made before, or importing their files again, brings them back.`}
          answers={[{ label: 'Set and delete', run: () => void set(days) }]}
          keep={{ label: 'Keep the readings', run: () => setStep('choosing') }}
        />
      ) : (
        <div className={styles['head']}>
          <NumberInput
            aria-label="Days to keep"
            suffix={daysAfter(typed)}
            w={130}
            min={1}
            max={36_500}
            allowDecimal={false}
            value={typed}
            onChange={setTyped}
          />
          <p className={styles['count']} role="status">
            {describeState(chosen.length, days, count)}
          </p>
          <Button
            variant="default"
            disabled={step === 'working' || !chosen.some((id) => daysOf.has(id))}
            onClick={() => void set(null)}
          >
            Keep all
          </Button>
          <Button
            disabled={count === undefined}
            loading={step === 'working'}
            onClick={() => (count?.readingCount === 0 ? void set(days) : setStep('asking'))}
          >
            Set retention…
          </Button>
        </div>
      )}
    </section>
  );
}

const describeDays = (days: number | undefined): string =>
  days === undefined ? 'all' : formatCounted(days, 'day', 'days');

function describeState(
  chosenCount: number,
  days: number | null,
  count: { readingCount: number; tagCount: number } | undefined,
): string {
  if (chosenCount === 0) return 'Choose the tags.';
  if (days === null) return 'Give a whole number of days, from 1 to 36,500.';
  if (count === undefined) return 'Counting…';
  return count.readingCount === 0 ? 'Nothing is older by now.' : `${describeExtent(count)} would go now.`;
}
