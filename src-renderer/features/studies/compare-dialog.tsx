import type { Plant, Tag } from '@shared/contract/plants.ts';
import type { Candidate } from '@shared/contract/studies.ts';
import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { FailureMessage } from '../../api/failure-message.tsx';
import { failureOf } from '../../api/plant-client.ts';
import { useCall } from '../../api/queries.ts';
import { COMPARE_JOB, compareDetectors } from '../../api/study-actions.ts';
import { heldRange } from '../../api/time-range.ts';
import { useDetectors } from '../../api/use-detectors.ts';
import { closeDialog, type TimeRange } from '../../api/workspace.ts';
import type { DetectorInfo } from '../../../src-worker/worker-api.ts';
import { CandidateList } from './candidate-list.tsx';
import { CompareResult } from './compare-result.tsx';
import { StudyChooser } from './study-chooser.tsx';
import { StudyFields } from './study-fields.tsx';
import { StudyProgress, useStudyJob } from './study-progress.tsx';
import { checkSetup, firstSetup } from './study-setup.ts';
import styles from './studies.module.css';

/** Quick ones that see different things; more can be added. */
const FIRST_CANDIDATES: ReadonlySet<string> = new Set([
  'isolation-forest',
  'automatic',
  'robust-z',
  'mahalanobis',
  'knn',
]);

/** Several detectors on the same data and split, side by side. */
export function CompareDialog({ plant }: { plant: Plant }) {
  const tags = useCall('tags.list', { plantId: plant.id });
  const detectors = useDetectors();
  const studies = useCall('studies.list', { plantId: plant.id, kind: 'comparison' });
  const [chosen, setChosen] = useState<number | 'new' | null>(null);
  const held = tags.data === undefined ? null : heldRange(tags.data);
  const finished = (studies.data ?? []).filter((study) => study.status === 'finished');
  const shown = chosen ?? finished[0]?.id ?? 'new';
  const failure = tags.error ?? studies.error;
  return (
    <Modal
      opened
      onClose={closeDialog}
      title={`Compare detectors: ${plant.name}`}
      size="min(1320px, 97vw)"
      classNames={{ body: styles['body'] ?? '' }}
    >
      {failure !== null && <FailureMessage error={failureOf(failure)} />}
      {held === null || tags.data === undefined || detectors.length === 0 ? (
        <p className={styles['empty']}>
          {tags.isPending
            ? 'Looking at what is held.'
            : 'This plant holds no readings. Import or generate some first.'}
        </p>
      ) : (
        <>
          <StudyChooser
            studies={studies.data ?? []}
            shown={shown}
            newLabel="New comparison"
            onShow={setChosen}
          />
          {shown === 'new' ? (
            <CompareForm
              plantId={plant.id}
              tags={tags.data}
              held={held}
              detectors={detectors}
              onDone={(studyId) => setChosen(studyId)}
            />
          ) : (
            <LoadedComparison studyId={shown} />
          )}
        </>
      )}
    </Modal>
  );
}

function LoadedComparison({ studyId }: { studyId: number }) {
  const found = useCall('comparisons.get', { studyId });
  if (found.error !== null) return <FailureMessage error={failureOf(found.error)} />;
  if (found.data === undefined) return <p className={styles['empty']}>Reading the comparison.</p>;
  const { study, request, result } = found.data;
  if (result === null)
    return (
      <p className={styles['empty']}>
        This comparison is {study.status}. {study.message ?? 'It has no outcome.'}
      </p>
    );
  return <CompareResult key={studyId} study={study} request={request} result={result} />;
}

interface CompareFormProps {
  readonly plantId: number;
  readonly tags: readonly Tag[];
  readonly held: TimeRange;
  readonly detectors: readonly DetectorInfo[];
  readonly onDone: (studyId: number) => void;
}

function CompareForm({ plantId, tags, held, detectors, onDone }: CompareFormProps) {
  const [setup, setSetup] = useState(() => firstSetup(tags, held));
  const [candidates, setCandidates] = useState<readonly Candidate[]>(() =>
    detectors
      .filter((detector) => FIRST_CANDIDATES.has(detector.id))
      .map(({ id, defaultOptions }) => ({ detectorId: id, detectorOptions: defaultOptions })),
  );
  const job = useStudyJob(COMPARE_JOB);
  const input = checkSetup(setup);
  const problem =
    typeof input === 'string' ? input : candidates.length === 0 ? 'Add at least one detector.' : null;
  const start = async (): Promise<void> => {
    if (typeof input === 'string') return;
    const studyId = await compareDetectors({ plantId, ...input, candidates: [...candidates] });
    if (studyId !== null) onDone(studyId);
  };
  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault();
        void start();
      }}
    >
      <CandidateList detectors={detectors} candidates={candidates} onChange={setCandidates} />
      <div>
        <StudyFields
          tags={tags}
          held={held}
          setup={setup}
          trainingName="Learn from"
          onChange={(change) => setSetup({ ...setup, ...change })}
        />
      </div>
      <div className={styles['end']}>
        {job === null ? (
          <p
            className={problem === null ? styles['note'] : styles['problem']}
            role={problem === null ? undefined : 'alert'}
          >
            {problem ??
              'Figures are measured outside the training range; with labelled faults there they say how often a detector is right.'}
          </p>
        ) : (
          <StudyProgress
            job={job}
            parts={candidates.map(
              ({ detectorId }) =>
                detectors.find((detector) => detector.id === detectorId)?.title ?? detectorId,
            )}
          />
        )}
        <Button type="submit" disabled={problem !== null || job !== null}>
          Compare
        </Button>
      </div>
    </form>
  );
}
