import type { BackTestRequest, BackTestResult, BackTestStep } from '@shared/contract/back-tests.ts';
import type { StudySummary } from '@shared/contract/studies.ts';
import { Tabs } from '@mantine/core';
import { useMemo, useState } from 'react';
import { showInTrend } from '../../api/show-in-trend.ts';
import { DataTable, type TableColumn } from '../../ui/data-table.tsx';
import { FactList } from '../../ui/fact-list.tsx';
import { formatCount, formatCounted } from '../../ui/format-number.ts';
import { formatDuration, formatTime } from '../../ui/format-time.ts';
import { durationColumn, timeColumn } from '../../ui/table-columns.ts';
import { useChartPalette } from '../../ui/use-chart-palette.ts';
import { useOptionNames } from './option-names.ts';
import { FaultTable } from './compare-details.tsx';
import {
  describeMeasured,
  describeModes,
  describeModeThresholds,
  formatDelay,
  formatPerDay,
  formatRate,
  formatShare,
  formatThreshold,
  ratesOf,
} from './figures-model.ts';
import { ScoreLanes } from './score-lanes.tsx';
import styles from './studies.module.css';

interface BackTestOutcomeProps {
  readonly study: StudySummary;
  readonly request: BackTestRequest;
  readonly result: BackTestResult;
}

type Alarm = BackTestResult['alarms'][number];

const keyOfStep = ({ fromMs }: BackTestStep): string => String(fromMs);

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const alarmColumns = (stepMs: number): readonly TableColumn<Alarm>[] => [
  {
    ...timeColumn<Alarm>('start', 'Alarm', (one) => one.startMs, 'minmax(120px, 1fr)'),
    cell: (one) => formatTime(one.startMs, stepMs < MINUTE_MS),
  },
  durationColumn('duration', 'Duration', (one) => one.endMs - one.startMs),
  {
    id: 'peak',
    label: 'Peak',
    isNumber: true,
    width: '72px',
    cell: (one) => formatThreshold(one.peakScore),
    sortBy: (one) => one.peakScore,
  },
];

const failureColumn: TableColumn<BackTestStep> = {
  id: 'failure',
  label: 'Model',
  width: '76px',
  cell: (one) => (one.failure === null ? 'new' : 'as before'),
  title: (one) => one.failure ?? '',
};

/** Steps that learnt nothing anew have a column where there are any. */
const stepColumns = (hasFailures: boolean): readonly TableColumn<BackTestStep>[] => [
  timeColumn('from', 'Scored from', (one) => one.fromMs, 'minmax(110px, 1fr)'),
  {
    id: 'rows',
    label: 'Samples',
    isNumber: true,
    width: '66px',
    cell: (one) => formatCount(one.rowCount),
    sortBy: (one) => one.rowCount,
  },
  {
    id: 'train',
    label: 'Learnt from',
    isNumber: true,
    width: '84px',
    cell: (one) => formatCount(one.trainRows),
    sortBy: (one) => one.trainRows,
  },
  {
    id: 'threshold',
    label: 'Threshold',
    isNumber: true,
    width: '76px',
    cell: (one) => formatThreshold(one.threshold),
    sortBy: (one) => one.threshold,
  },
  ...(hasFailures ? [failureColumn] : []),
];

/** What a step learnt from and by what it judged, in words. */
function describeStep(step: BackTestStep): string {
  const learnt = `Learnt from ${formatTime(step.trainFromMs)} to ${formatTime(step.trainToMs)}`;
  const byMode = describeModeThresholds(step.modeThresholds);
  const failed = step.failure === null ? '' : ` Nothing was learnt anew: ${step.failure}`;
  return `${learnt}.${byMode === '' ? '' : ` Threshold by mode: ${byMode}.`}${failed}`;
}

/** What a replay found: figures, the score as it was seen at the time, faults, alarms and the steps of learning. */
export function BackTestOutcome({ study, request, result }: BackTestOutcomeProps) {
  const { measuredOn, figures, steps, events, alarms, lane } = result;
  const palette = useChartPalette();
  const nameOption = useOptionNames(request.candidate.detectorId);
  const options = Object.entries(request.candidate.detectorOptions).map(
    ([name, value]) => `${nameOption(name)} ${value}`,
  );
  const rates = ratesOf(figures, measuredOn);
  const title = study.title;
  const hasLabels = measuredOn.faultCount > 0;
  const lanes = useMemo(
    () => [
      {
        title,
        colour: palette.lines[0] ?? palette.text,
        timesMs: lane.timesMs,
        scores: lane.scores,
        threshold: steps,
      },
    ],
    [title, palette, lane, steps],
  );
  const shownAlarms = useMemo(
    () => alarmColumns((measuredOn.measuredDays * DAY_MS) / Math.max(1, measuredOn.measuredRows)),
    [measuredOn],
  );
  const shownSteps = useMemo(() => stepColumns(steps.some(({ failure }) => failure !== null)), [steps]);
  const [stepKey, setStepKey] = useState<string | null>(null);
  const step = steps.find((one) => keyOfStep(one) === stepKey) ?? steps.at(0);
  const labelled = hasLabels
    ? [
        { name: 'Faults found', value: `${figures.eventsHit ?? 0} of ${measuredOn.faultCount}` },
        { name: 'Median delay', value: formatDelay(figures.medianDelayMs) },
        { name: 'False alarms a day', value: formatPerDay(rates.falseAlarmsPerDay) },
        { name: 'Precision', value: formatShare(rates.precision) },
        { name: 'Recall', value: formatShare(rates.recall) },
        { name: 'Range precision', value: formatShare(rates.rangePrecision) },
        { name: 'Range recall', value: formatShare(rates.rangeRecall) },
        { name: 'False alarm rate', value: formatRate(rates.falseAlarmRate) },
      ]
    : [];
  return (
    <div className={styles['result']}>
      <p className={styles['claim']} role="status">
        Replayed as if live, without looking ahead: {formatCounted(steps.length, 'step', 'steps')},{' '}
        {request.retrainMs === null
          ? 'learnt once'
          : `learning anew every ${formatDuration(request.retrainMs)}`}
        {request.windowMs === null ? '' : ` from the last ${formatDuration(request.windowMs)}`}.{' '}
        {describeMeasured({ ...measuredOn, trainRows: steps.at(0)?.trainRows ?? measuredOn.trainRows })}{' '}
        {describeModes(request)} Options: {options.length === 0 ? 'none' : options.join(', ')}; seed{' '}
        {request.seed}, version {study.programVersion}.
      </p>
      <div className={styles['plots']}>
        <ScoreLanes
          lanes={lanes}
          events={events}
          training={[{ startMs: request.trainFromMs, endMs: request.trainToMs }]}
          fromMs={request.fromMs}
          toMs={request.toMs}
        />
        <section className={styles['details']} aria-label="Details">
          <div className={styles['facts']}>
            <FactList
              facts={[
                ...labelled,
                { name: 'Alarms a day', value: formatPerDay(rates.alarmsPerDay) },
                { name: 'Flagged', value: formatRate(rates.flaggedShare) },
              ]}
            />
          </div>
          <Tabs
            defaultValue={hasLabels ? 'faults' : 'alarms'}
            keepMounted={false}
            classNames={{ root: styles['tabs'] ?? '', panel: styles['tab'] ?? '' }}
          >
            <Tabs.List>
              <Tabs.Tab value="faults" disabled={!hasLabels}>
                Faults
              </Tabs.Tab>
              <Tabs.Tab value="alarms">Alarms</Tabs.Tab>
              <Tabs.Tab value="steps">Steps</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="faults">
              <FaultTable events={events} title={study.title} />
            </Tabs.Panel>
            <Tabs.Panel value="alarms">
              <DataTable
                name="Alarms"
                columns={shownAlarms}
                rows={alarms}
                keyOf={(one) => String(one.startMs)}
                onOpen={(one) => showInTrend({ fromMs: one.startMs, toMs: one.endMs })}
                isTall
              />
            </Tabs.Panel>
            <Tabs.Panel value="steps">
              {step !== undefined && (
                <p className={styles['note']} role="status">
                  {describeStep(step)}
                </p>
              )}
              <DataTable
                name="Steps"
                columns={shownSteps}
                rows={steps}
                keyOf={keyOfStep}
                selectedKey={step === undefined ? null : keyOfStep(step)}
                onSelect={(one) => setStepKey(keyOfStep(one))}
                isTall
              />
            </Tabs.Panel>
          </Tabs>
        </section>
      </div>
    </div>
  );
}
