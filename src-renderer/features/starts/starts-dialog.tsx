import type { Label } from '@shared/contract/labels.ts';
import type { Plant, Tag } from '@shared/contract/plants.ts';
import { Button, Modal, Progress } from '@mantine/core';
import { useState } from 'react';
import { FailureMessage } from '../../api/failure-message.tsx';
import { cancelJob, useJobs } from '../../api/jobs.ts';
import { failureOf } from '../../api/plant-client.ts';
import { useCall } from '../../api/queries.ts';
import { heldRange } from '../../api/time-range.ts';
import { WaitingMessage } from '../../api/waiting-message.tsx';
import { closeDialog } from '../../api/workspace.ts';
import { formatCounted, formatReading, unitText } from '../../ui/format-number.ts';
import type { Start, StartsReport } from '../../../src-worker/worker-api.ts';
import { StartDetails } from './start-details.tsx';
import { showStart, StartList } from './start-list.tsx';
import { markStart } from './starts-actions.ts';
import { StartsOverlay } from './starts-overlay.tsx';
import { STARTS_JOB, useStarts } from './use-starts.ts';
import styles from './starts.module.css';

/** Start-ups of the plant, each compared with a golden one. */
export function StartsDialog({ plant }: { plant: Plant }) {
  const tags = useCall('tags.list', { plantId: plant.id });
  const labels = useCall('labels.list', { plantId: plant.id });
  const answer = useStarts(plant, tags.data, labels.data);
  const failure = tags.error ?? labels.error ?? answer.error;
  const result = answer.data;
  const isEmpty = tags.data !== undefined && heldRange(tags.data) === null;
  return (
    <Modal
      opened
      onClose={closeDialog}
      title={`Start-ups: ${plant.name}`}
      size="min(1320px, 97vw)"
      classNames={{ body: isEmpty ? '' : (styles['body'] ?? '') }}
    >
      {failure !== null && <FailureMessage error={failureOf(failure)} />}
      {result?.ok === false && (
        <FailureMessage
          error={result.error}
          action={{ label: 'Look again', run: () => void answer.refetch() }}
        />
      )}
      {(result === undefined || answer.isFetching) && <Searching />}
      {result?.ok === true &&
        (result.value.starts.length === 0 ? (
          isEmpty ? (
            <WaitingMessage tags={tags.data} />
          ) : (
            <Nothing reason={result.value.emptyReason ?? ''} />
          )
        ) : (
          <Starts
            plantId={plant.id}
            report={result.value}
            tags={tags.data ?? []}
            labels={labels.data ?? []}
            isStale={answer.isPlaceholderData}
          />
        ))}
    </Modal>
  );
}

function Searching() {
  const job = useJobs().find(({ title }) => title === STARTS_JOB);
  if (job === undefined) return null;
  return (
    <div className={styles['searching']} role="status">
      <Progress value={job.progress.done * 100} aria-label={STARTS_JOB} className={styles['bar'] ?? ''} />
      <span>
        {job.progress.label}, {Math.round(job.progress.done * 100)} %
      </span>
      <Button variant="default" size="compact-xs" onClick={() => cancelJob(job.id)}>
        Cancel
      </Button>
    </div>
  );
}

const Nothing = ({ reason }: { reason: string }) => (
  <p className={styles['empty']}>
    No start-ups found. {reason} A start-up is the way from standstill, below 3 % of rated load, to a quarter
    of an hour above 40 %. Here they would stand with the time off before, and each would be compared with the
    one that you mark as golden.
  </p>
);

interface StartsProps {
  readonly plantId: number;
  readonly report: StartsReport;
  readonly tags: readonly Tag[];
  readonly labels: readonly Label[];
  /** A mark has just changed and the comparison is under way. */
  readonly isStale: boolean;
}

function Starts({ plantId, report, tags, labels, isStale }: StartsProps) {
  const { starts, load } = report;
  const [syncMs, setSyncMs] = useState<number | null>(null);
  const shown = starts.find((start) => start.syncMs === syncMs) ?? starts[0];
  if (shown === undefined) return null;
  const mark = (kind: 'golden' | 'good' | null): void => void markStart(plantId, shown, kind, starts, labels);
  const hasGolden = starts.some((start) => start.mark === 'golden');
  return (
    <div className={styles['starts']}>
      <p className={styles['claim']}>
        {formatCounted(starts.length, 'start-up', 'start-ups')}
        {load === null
          ? ''
          : `, aligned where ${load.tagName} leaves zero (rated: ${formatReading(load.rated, 1)} ${unitText(load.unit)})`}
        . The band is what the golden start and other good ones of its class read within ten minutes, widened
        by noise or 5 % of the span; three readings in a row outside it count.
      </p>
      <StartList starts={starts} shown={shown} onShow={(start) => setSyncMs(start.syncMs)} />
      <div className={styles['tools']}>
        <MarkButtons shown={shown} isBusy={isStale} onMark={mark} />
        <span className={styles['space']} />
        <Button variant="default" onClick={() => showStart(shown)}>
          Show in trend
        </Button>
      </div>
      <div className={styles['columns']}>
        <section className={styles['details']} aria-label={`Start ${shown.number}`}>
          <StartDetails start={shown} goldenHint={hintFor(shown, hasGolden)} />
        </section>
        <StartsOverlay key={shown.syncMs} tags={tags} start={shown} report={report} />
      </div>
    </div>
  );
}

const hintFor = ({ mark }: Start, hasGolden: boolean): string =>
  mark === 'golden'
    ? 'This is the golden start of its class: the others are compared with it. Choose another start above to see how it differs.'
    : hasGolden
      ? 'There is nothing to compare this start with.'
      : 'Choose a start that went as it should and mark it as golden; every other start of the plant is then compared with it. Mark further good ones to widen the band.';

interface MarkButtonsProps {
  readonly shown: Start;
  readonly isBusy: boolean;
  readonly onMark: (kind: 'golden' | 'good' | null) => void;
}

function MarkButtons({ shown, isBusy, onMark }: MarkButtonsProps) {
  const { mark } = shown;
  return (
    <>
      {mark !== 'golden' && (
        <Button disabled={isBusy} onClick={() => onMark('golden')}>
          Mark as golden
        </Button>
      )}
      {mark !== 'good' && (
        <Button variant="default" disabled={isBusy} onClick={() => onMark('good')}>
          Mark as good
        </Button>
      )}
      {mark !== null && (
        <Button variant="default" disabled={isBusy} onClick={() => onMark(null)}>
          Take mark away
        </Button>
      )}
    </>
  );
}
