import type { RunSummary } from '@shared/contract/runs.ts';
import { Button, NumberInput, Select } from '@mantine/core';
import { useEffect, useState } from 'react';
import { changeContamination, exportRun } from '../../api/analysis-actions.ts';
import { useCall } from '../../api/queries.ts';
import { useFinishedRuns } from '../../api/selected-run.ts';
import { useDetectors } from '../../api/use-detectors.ts';
import { openDialog, workspace } from '../../api/workspace.ts';
import { formatScore } from '../../api/score-scale.ts';
import styles from './runs.module.css';
import { RunDetails } from './run-details.tsx';
import { contaminationFrom, describeCount, describeOutcome, nameRun } from './runs-model.ts';

const SETTLE_MS = 600;

/** About the run whose anomalies are shown: detector, outcome, threshold; choose another, change the contamination, export. */
export function RunHeader({ run }: { run: RunSummary }) {
  const runs = useFinishedRuns(run.plantId) ?? [];
  const detectors = useDetectors();
  const titleOf = (id: string): string => detectors.find((detector) => detector.id === id)?.title ?? id;
  const choice = useCall('runs.choice', { runId: run.id }).data ?? null;
  const name =
    choice === null ? titleOf(run.detectorId) : `${titleOf(run.detectorId)}: ${titleOf(choice.detectorId)}`;
  const reason = choice === null ? '' : ` (${choice.rule})`;
  const perMode = (run.modeThresholds ?? []).map(
    ({ mode, threshold }) => `; ${mode}: threshold ${formatScore(run, threshold)}`,
  );
  const modes = run.conditions?.modes ?? [];
  const limited = modes.length === 0 ? '' : `, only ${modes.join(', ')}`;
  const about = `${describeOutcome(run)}\n${name}${reason}, trained on ${run.tags.length} tags, seed ${run.seed}${limited}${perMode.join('')}`;
  return (
    <div className={styles['header']}>
      <p className={styles['outcome']} role="status" title={about}>
        <strong>{describeCount(run)}</strong>
        <span className={styles['about']}>
          {name}, threshold {formatScore(run, run.threshold)}
          {perMode.length > 0 && ', by mode'}
          {limited}
        </span>
      </p>
      {runs.length > 1 && (
        <Select
          aria-label="Run"
          className={styles['runs'] ?? ''}
          allowDeselect={false}
          value={String(run.id)}
          data={runs.map((other) => ({
            value: String(other.id),
            label: nameRun(other, titleOf(other.detectorId)),
          }))}
          onChange={(id) => workspace.set({ runId: Number(id), anomaly: null })}
        />
      )}
      <ContaminationInput key={`${run.id} ${run.contamination}`} run={run} />
      <RunDetails run={run} />
      <Button variant="default" onClick={() => void exportRun(run.id)}>
        Export
      </Button>
      <Button variant="default" onClick={() => openDialog('train')}>
        Train and score…
      </Button>
    </div>
  );
}

/** The new value is taken when it has stood still for a moment, or with Enter. */
function ContaminationInput({ run }: { run: RunSummary }) {
  const [typed, setTyped] = useState<string | number>(Number((run.contamination * 100).toPrecision(6)));
  const share = contaminationFrom(typed);
  const isNew = share !== null && share !== run.contamination;
  useEffect(() => {
    if (!isNew) return;
    const timer = setTimeout(() => void changeContamination(run.id, share), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [isNew, share, run.id]);
  return (
    <label
      className={styles['contamination']}
      title="Share of samples expected to be abnormal. Changing it moves the threshold; nothing is trained again."
    >
      <span>Contamination</span>
      <NumberInput
        aria-label="Contamination in per cent"
        w={84}
        min={0.01}
        max={50}
        step={1}
        decimalScale={4}
        suffix=" %"
        value={typed}
        error={share === null}
        onChange={setTyped}
      />
    </label>
  );
}
