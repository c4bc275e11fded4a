import type { Plant } from '@shared/contract/plants.ts';
import type { DetectorOptions } from '@shared/contract/runs.ts';
import { NumberInput, Select } from '@mantine/core';
import { useState } from 'react';
import { FailureMessage } from '../../api/failure-message.tsx';
import { failureOf } from '../../api/plant-client.ts';
import { useCall } from '../../api/queries.ts';
import { BACK_TEST_JOB, runBackTest } from '../../api/study-actions.ts';
import type { DetectorInfo } from '../../../src-worker/worker-api.ts';
import { BackTestOutcome } from './back-test-result.tsx';
import { firstFocus } from '../../ui/first-focus.ts';
import { daysAfter } from '../../ui/format-number.ts';
import { OptionFields } from '../../ui/option-fields.tsx';
import { findOptionProblem } from './candidate-list.tsx';
import { latestFinished, StudyDialog, type StudyGround } from './study-dialog.tsx';
import { StudyFields } from './study-fields.tsx';
import { StudyForm } from './study-form.tsx';
import { useStudyJob } from './study-progress.tsx';
import { checkSetup, firstSetup } from './study-setup.ts';
import styles from './studies.module.css';

const DAY_MS = 86_400_000;

/** History replayed as if live: what would have been alarmed, when, and how often for nothing. */
export const BackTestDialog = ({ plant }: { plant: Plant }) => (
  <StudyDialog
    plant={plant}
    kind="back-test"
    title="Back-test"
    newLabel="New back-test"
    first={latestFinished}
    form={({ detectors: [first, ...others], ...ground }, onShow) =>
      first !== undefined && (
        <BackTestForm {...ground} detectors={[first, ...others]} first={first} onDone={onShow} />
      )
    }
    outcome={(studyId) => <LoadedBackTest key={studyId} studyId={studyId} />}
  />
);

function LoadedBackTest({ studyId }: { studyId: number }) {
  const found = useCall('backTests.get', { studyId });
  if (found.error !== null) return <FailureMessage error={failureOf(found.error)} />;
  if (found.data === undefined) return <p className={styles['empty']}>Reading the back-test.</p>;
  const { study, request, result } = found.data;
  return result === null ? (
    <p className={styles['empty']}>
      This back-test is {study.status}. {study.message ?? 'It has no outcome.'}
    </p>
  ) : (
    <BackTestOutcome study={study} request={request} result={result} />
  );
}

interface BackTestFormProps extends StudyGround {
  readonly first: DetectorInfo;
  readonly onDone: (studyId: number) => void;
}

function BackTestForm({ plantId, tags, held, detectors, first, onDone }: BackTestFormProps) {
  const [setup, setSetup] = useState(() => firstSetup(tags, held));
  const [detector, setDetector] = useState(first);
  const [options, setOptions] = useState<DetectorOptions>(first.defaultOptions);
  const [retrainDays, setRetrainDays] = useState<string | number>(1);
  const [windowDays, setWindowDays] = useState<string | number>('');
  const job = useStudyJob(BACK_TEST_JOB);
  const input = checkSetup(setup);
  const problem =
    typeof input === 'string'
      ? input
      : input.trainToMs >= input.toMs
        ? 'Nothing is left to replay after the training range.'
        : findOptionProblem(detectors, { detectorId: detector.id, detectorOptions: options });
  const days = (typed: string | number): number | null =>
    typeof typed === 'number' && typed > 0 ? Math.max(60_000, typed * DAY_MS) : null;
  const start = async (): Promise<void> => {
    if (typeof input === 'string') return;
    const studyId = await runBackTest({
      plantId,
      ...input,
      candidate: { detectorId: detector.id, detectorOptions: options },
      retrainMs: days(retrainDays),
      windowMs: days(windowDays),
    });
    if (studyId !== null) onDone(studyId);
  };
  return (
    <StudyForm
      job={job}
      parts={[]}
      problem={problem}
      note="Model, threshold and scale come from rows before the row that they judge; nothing looks ahead."
      action="Replay"
      onStart={() => void start()}
    >
      <div>
        <div className={styles['ranges']}>
          <Select
            label="Detector"
            {...firstFocus}
            allowDeselect={false}
            value={detector.id}
            data={detectors.map((other) => ({ value: other.id, label: other.title }))}
            onChange={(id) => {
              const chosen = detectors.find((other) => other.id === id) ?? detector;
              setDetector(chosen);
              setOptions(chosen.defaultOptions);
            }}
          />
          <NumberInput
            label="Learn anew every"
            placeholder="never"
            suffix={daysAfter(retrainDays)}
            min={0.001}
            value={retrainDays}
            onChange={setRetrainDays}
          />
          <NumberInput
            label="Each time from the last"
            placeholder="all days so far"
            suffix={daysAfter(windowDays)}
            min={0.001}
            value={windowDays}
            onChange={setWindowDays}
          />
        </div>
        <div className={styles['below']}>
          <OptionFields key={detector.id} options={detector.options} values={options} onChange={setOptions} />
        </div>
      </div>
      <div>
        <StudyFields
          tags={tags}
          held={held}
          setup={setup}
          trainingName="Learn first from"
          onChange={(change) => setSetup({ ...setup, ...change })}
        />
      </div>
    </StudyForm>
  );
}
