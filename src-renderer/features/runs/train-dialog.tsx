import { type RunConditions, usualConditions } from '@shared/contract/conditions.ts';
import type { Plant, Tag } from '@shared/contract/plants.ts';
import type { DetectorOptions } from '@shared/contract/runs.ts';
import { isAcceptable } from '@shared/detector-options.ts';
import { Button, Checkbox, Modal, NumberInput } from '@mantine/core';
import { useEffect, useState, type ReactNode } from 'react';
import { analyse, DEFAULT_CONTAMINATION, DEFAULT_SEED } from '../../api/analysis-actions.ts';
import { prepareRun } from '../../api/analysis-client.ts';
import { useCall } from '../../api/queries.ts';
import { FailureMessage } from '../../api/failure-message.tsx';
import { failureOf } from '../../api/plant-client.ts';
import { heldRange } from '../../api/time-range.ts';
import { WaitingMessage } from '../../api/waiting-message.tsx';
import { useDetectors } from '../../api/use-detectors.ts';
import { closeDialog, workspace, type TimeRange } from '../../api/workspace.ts';
import type { DetectorInfo } from '../../../src-worker/worker-api.ts';
import { ConditionFields } from '../../ui/condition-fields.tsx';
import { FormEnd } from '../../ui/form-end.tsx';
import forms from '../../ui/form.module.css';
import { PickList, type PickItem } from '../../ui/pick-list.tsx';
import { RangeFields, RangePreset, type TypedRange } from '../../ui/range-fields.tsx';
import { DetectorFields } from './detector-fields.tsx';
import { StoppedTrainings } from './stopped-trainings.tsx';
import { automaticFirst, contaminationFrom, describeTag } from './runs-model.ts';

/** What to learn from, what to judge, and with which detector. */
export function TrainDialog({ plant }: { plant: Plant }) {
  const tags = useCall('tags.list', { plantId: plant.id });
  const detectors = useDetectors();
  const held = tags.data === undefined ? null : heldRange(tags.data);
  const [detector] = automaticFirst(detectors);
  return (
    <Modal opened onClose={closeDialog} title={`Train and score: ${plant.name}`} size={760}>
      {tags.error !== null && <FailureMessage error={failureOf(tags.error)} />}
      {held === null || tags.data === undefined || detector === undefined ? (
        <WaitingMessage tags={tags.data} />
      ) : (
        <TrainForm plant={plant} tags={tags.data} held={held} detectors={detectors} first={detector} />
      )}
    </Modal>
  );
}

interface TrainFormProps {
  readonly plant: Plant;
  readonly tags: readonly Tag[];
  readonly held: TimeRange;
  readonly detectors: readonly DetectorInfo[];
  readonly first: DetectorInfo;
}

function TrainForm({ plant, tags, held, detectors, first }: TrainFormProps) {
  const [tagIds, setTagIds] = useState<readonly number[]>(() =>
    tags.filter((tag) => tag.readingCount > tag.missingCount).map((tag) => tag.id),
  );
  const visible = workspace.get().range;
  const [scored, setScored] = useState<TypedRange>(held);
  const [trained, setTrained] = useState<TypedRange>(held);
  const [version, setVersion] = useState(0);
  const [detector, setDetector] = useState(first);
  const [options, setOptions] = useState<DetectorOptions>(first.defaultOptions);
  const [percent, setPercent] = useState<string | number>(DEFAULT_CONTAMINATION * 100);
  const [seed, setSeed] = useState<string | number>(DEFAULT_SEED);
  const [conditions, setConditions] = useState<RunConditions>(usualConditions);
  const contamination = contaminationFrom(percent);
  useEffect(prepareRun, []);
  const isAccepted =
    contamination !== null &&
    typeof seed === 'number' &&
    detector.options.every((option) => isAcceptable(option, options[option.name]));
  const problem = findProblem(tagIds, scored, trained, isAccepted);

  const presets = (take: (range: TimeRange) => void): ReactNode => {
    const use = (range: TimeRange): void => {
      take(range);
      setVersion(version + 1);
    };
    return (
      <>
        <RangePreset label="All readings" onUse={() => use(held)} />
        <RangePreset
          label="Range on the screen"
          isDisabled={visible === null}
          onUse={() => visible !== null && use(visible)}
        />
      </>
    );
  };
  const start = (): void => {
    const { fromMs, toMs } = scored;
    const { fromMs: trainFromMs, toMs: trainToMs } = trained;
    if (fromMs === null || toMs === null || trainFromMs === null || trainToMs === null) return;
    if (contamination === null || typeof seed !== 'number') return;
    closeDialog();
    void analyse({
      plantId: plant.id,
      tagIds,
      fromMs,
      toMs,
      trainFromMs,
      trainToMs,
      detectorId: detector.id,
      detectorOptions: options,
      seed,
      contamination,
      conditions:
        typeof conditions.loadTagId === 'number' && !tagIds.includes(conditions.loadTagId)
          ? { ...conditions, loadTagId: 'auto' }
          : conditions,
    });
  };

  return (
    <form
      className={forms['form']}
      onSubmit={(event) => {
        event.preventDefault();
        start();
      }}
    >
      <StoppedTrainings plantId={plant.id} detectors={detectors} />
      <div className={forms['wide']}>
        <PickList name="Tags" items={tags.map(pickItem)} chosen={tagIds} onChoose={setTagIds} />
      </div>
      <RangeFields key={`train ${version}`} name="Learn what is normal" range={trained} onChange={setTrained}>
        {presets(setTrained)}
      </RangeFields>
      <RangeFields key={`score ${version}`} name="Judge" range={scored} onChange={setScored}>
        {presets(setScored)}
      </RangeFields>
      <DetectorFields
        detectors={detectors}
        detector={detector}
        options={options}
        onChoose={(chosen) => {
          setDetector(chosen);
          setOptions(chosen.defaultOptions);
        }}
        onChange={setOptions}
      />
      <NumberInput
        label="Contamination"
        description="Expected share of abnormal samples"
        suffix=" %"
        min={0.01}
        max={50}
        decimalScale={4}
        clampBehavior="none"
        value={percent}
        error={contamination === null ? 'From 0.01 % to 50 %.' : null}
        onChange={setPercent}
      />
      <NumberInput
        label="Seed"
        description="Where a detector draws by chance"
        min={0}
        allowDecimal={false}
        value={seed}
        error={typeof seed === 'number' ? null : 'A whole number.'}
        onChange={setSeed}
      />
      <ConditionFields
        tags={tags.filter((tag) => tagIds.includes(tag.id))}
        conditions={conditions}
        onChange={(change) => setConditions({ ...conditions, ...change })}
      >
        <Checkbox
          label="A threshold for each mode"
          checked={conditions.hasModeThresholds}
          onChange={(event) =>
            setConditions({ ...conditions, hasModeThresholds: event.currentTarget.checked })
          }
        />
      </ConditionFields>
      <FormEnd problem={problem} note="The same readings, options and seed give the same scores.">
        <Button variant="default" onClick={closeDialog}>
          Close
        </Button>
        <Button type="submit" disabled={problem !== null}>
          Train and score
        </Button>
      </FormEnd>
    </form>
  );
}

const pickItem = (tag: Tag): PickItem => ({
  id: tag.id,
  name: tag.name,
  detail: describeTag(tag),
  about: tag.description ?? tag.name,
});

function findProblem(
  tagIds: readonly number[],
  scored: TypedRange,
  trained: TypedRange,
  isAccepted: boolean,
): string | null {
  const isRange = ({ fromMs, toMs }: TypedRange): boolean =>
    fromMs !== null && toMs !== null && fromMs < toMs;
  if (tagIds.length === 0) return 'Choose at least one tag.';
  if (!isRange(trained)) return 'The training range needs a start that is before its end.';
  if (!isRange(scored)) return 'The judged range needs a start that is before its end.';
  return isAccepted ? null : 'A field in red needs another value.';
}
