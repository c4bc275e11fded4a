import type { Plant } from '@shared/contract/plants.ts';
import type { Candidate } from '@shared/contract/study-request.ts';
import { useState } from 'react';
import { FailureMessage } from '../../api/failure-message.tsx';
import { failureOf } from '../../api/plant-client.ts';
import { useCall } from '../../api/queries.ts';
import { COMPARE_JOB, compareDetectors } from '../../api/study-actions.ts';
import { CandidateList, findOptionProblem } from './candidate-list.tsx';
import { CompareResult } from './compare-result.tsx';
import { latestFinished, StudyDialog, type StudyGround } from './study-dialog.tsx';
import { StudyFields } from './study-fields.tsx';
import { StudyForm } from './study-form.tsx';
import { useStudyJob } from './study-progress.tsx';
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
export const CompareDialog = ({ plant }: { plant: Plant }) => (
  <StudyDialog
    plant={plant}
    kind="comparison"
    title="Compare detectors"
    newLabel="New comparison"
    first={latestFinished}
    form={(ground, onShow) => <CompareForm {...ground} onDone={onShow} />}
    outcome={(studyId) => <LoadedComparison studyId={studyId} />}
  />
);

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

interface CompareFormProps extends StudyGround {
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
    typeof input === 'string'
      ? input
      : candidates.length === 0
        ? 'Add at least one detector.'
        : (candidates.map((one) => findOptionProblem(detectors, one)).find((found) => found !== null) ??
          null);
  const start = async (): Promise<void> => {
    if (typeof input === 'string') return;
    const studyId = await compareDetectors({ plantId, ...input, candidates: [...candidates] });
    if (studyId !== null) onDone(studyId);
  };
  return (
    <StudyForm
      job={job}
      parts={candidates.map(
        ({ detectorId }) => detectors.find((detector) => detector.id === detectorId)?.title ?? detectorId,
      )}
      problem={problem}
      note="Figures are measured outside the training range; with labelled faults there they say how often a detector is right."
      action="Compare"
      onStart={() => void start()}
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
    </StudyForm>
  );
}
