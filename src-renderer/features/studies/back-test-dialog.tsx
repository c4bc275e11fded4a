import type { Plant, Tag } from '@shared/contract/plants.ts';
import type { DetectorOptions } from '@shared/contract/runs.ts';
import { Button, Modal, NumberInput, Select } from '@mantine/core';
import { useState } from 'react';
import { FailureMessage } from '../../api/failure-message.tsx';
import { failureOf } from '../../api/plant-client.ts';
import { useCall } from '../../api/queries.ts';
import { BACK_TEST_JOB, runBackTest } from '../../api/study-actions.ts';
import { heldRange } from '../../api/time-range.ts';
import { useDetectors } from '../../api/use-detectors.ts';
import { closeDialog, type TimeRange } from '../../api/workspace.ts';
import type { DetectorInfo } from '../../../src-worker/worker-api.ts';
import { BackTestOutcome } from './back-test-result.tsx';
import { OptionInputs } from './candidate-list.tsx';
import { StudyChooser } from './study-chooser.tsx';
import { StudyFields } from './study-fields.tsx';
import { StudyProgress, useStudyJob } from './study-progress.tsx';
import { checkSetup, firstSetup } from './study-setup.ts';
import styles from './studies.module.css';

const DAY_MS = 86_400_000;

/** History replayed as if live: what would have been alarmed, when, and how often for nothing. */
export function BackTestDialog({ plant }: { plant: Plant }) {
  const tags = useCall('tags.list', { plantId: plant.id });
  const detectors = useDetectors();
  const studies = useCall('studies.list', { plantId: plant.id, kind: 'back-test' });
  const [chosen, setChosen] = useState<number | 'new' | null>(null);
  const held = tags.data === undefined ? null : heldRange(tags.data);
  const finished = (studies.data ?? []).filter((study) => study.status === 'finished');
  const shown = chosen ?? finished[0]?.id ?? 'new';
  const failure = tags.error ?? studies.error;
  const [first] = detectors;
  return (
    <Modal
      opened
      onClose={closeDialog}
      title={`Back-test: ${plant.name}`}
      size="min(1320px, 97vw)"
      classNames={{ body: styles['body'] ?? '' }}
    >
      {failure !== null && <FailureMessage error={failureOf(failure)} />}
      {held === null || tags.data === undefined || first === undefined ? (
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
            newLabel="New back-test"
            onShow={setChosen}
          />
          {shown === 'new' ? (
            <BackTestForm
              plantId={plant.id}
              tags={tags.data}
              held={held}
              detectors={detectors}
              first={first}
              onDone={setChosen}
            />
          ) : (
            <LoadedBackTest key={shown} studyId={shown} />
          )}
        </>
      )}
    </Modal>
  );
}

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

interface BackTestFormProps {
  readonly plantId: number;
  readonly tags: readonly Tag[];
  readonly held: TimeRange;
  readonly detectors: readonly DetectorInfo[];
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
        : null;
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
    <form
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault();
        void start();
      }}
    >
      <div>
        <div className={styles['ranges']}>
          <Select
            label="Detector"
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
            suffix=" days"
            min={0.001}
            value={retrainDays}
            onChange={setRetrainDays}
          />
          <NumberInput
            label="from the last"
            placeholder="all days so far"
            suffix=" days"
            min={0.001}
            value={windowDays}
            onChange={setWindowDays}
          />
        </div>
        <OptionInputs options={options} onChange={setOptions} />
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
      <div className={styles['end']}>
        {job === null ? (
          <p
            className={problem === null ? styles['note'] : styles['problem']}
            role={problem === null ? undefined : 'alert'}
          >
            {problem ??
              'Model, threshold and scale come from rows before the row that they judge; nothing looks ahead.'}
          </p>
        ) : (
          <StudyProgress job={job} parts={[]} />
        )}
        <Button type="submit" disabled={problem !== null || job !== null}>
          Replay
        </Button>
      </div>
    </form>
  );
}
