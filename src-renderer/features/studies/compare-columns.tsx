import type { JudgedCandidate } from '@shared/contract/comparisons.ts';
import type { MeasuredOn } from '@shared/contract/study-measures.ts';
import type { TableColumn } from '../../ui/data-table.tsx';
import {
  figuresAt,
  formatDelay,
  formatPerDay,
  formatRate,
  formatShare,
  formatThreshold,
  ratesOf,
  type Rates,
} from './figures-model.ts';

/** A candidate as a row of the table. */
export interface CompareRow {
  readonly key: string;
  readonly place: number;
  readonly candidate: JudgedCandidate;
  readonly colour: string;
}

/** What a table tells: how often a detector is right, which needs labels, or what can be known without them. */
export type CompareView = 'labels' | 'plain';

/** Columns of the table at a place of the common grid of thresholds; null = each candidate's own threshold. */
export function compareColumns(
  on: MeasuredOn,
  place: number | null,
  view: CompareView,
): readonly TableColumn<CompareRow>[] {
  const rate = (
    id: keyof Rates,
    label: string,
    about: string,
    format: (value: number | null) => string,
    width = '68px',
  ): TableColumn<CompareRow> => {
    const valueOf = ({ candidate }: CompareRow): number | null =>
      candidate.figures === null ? null : ratesOf(figuresAt(candidate.figures, place), on)[id];
    return { id, label, about, isNumber: true, width, cell: (row) => format(valueOf(row)), sortBy: valueOf };
  };
  const figure = (
    id: string,
    label: string,
    about: string,
    valueOf: (candidate: NonNullable<JudgedCandidate['figures']>) => number | null,
    format: (value: number | null) => string,
    width = '68px',
  ): TableColumn<CompareRow> => {
    const value = ({ candidate }: CompareRow): number | null =>
      candidate.figures === null ? null : valueOf(candidate.figures);
    return { id, label, about, isNumber: true, width, cell: (row) => format(value(row)), sortBy: value };
  };
  const name: TableColumn<CompareRow> = {
    id: 'detector',
    label: 'Detector',
    width: 'minmax(130px, 1fr)',
    cell: ({ candidate, colour }) => (
      <>
        <span aria-hidden="true" style={{ color: colour }}>
          ■{' '}
        </span>
        {candidate.title}
        {candidate.failure !== null && `: ${candidate.failure}`}
      </>
    ),
    title: ({ candidate }) =>
      [candidate.title, candidate.failure ?? describeOptions(candidate)]
        .filter((part) => part !== '')
        .join(': '),
    sortBy: ({ candidate }) => candidate.title,
  };
  const counted = [
    rate(
      'alarmsPerDay',
      'Alarms/day',
      'Anomalies a day, joined as in the table of anomalies',
      formatPerDay,
      '70px',
    ),
  ];
  const judged = [
    rate(
      'falseAlarmsPerDay',
      'False/day',
      'Alarms a day that belong to no labelled fault',
      formatPerDay,
      '62px',
    ),
    rate('f1', 'F1', 'Harmonic mean of precision and recall, sample by sample', formatShare, '40px'),
    rate(
      'precision',
      'Precision',
      'Share of the flagged samples that lie within a fault',
      formatShare,
      '60px',
    ),
    rate('recall', 'Recall', 'Share of the samples within faults that are flagged', formatShare, '44px'),
    rate(
      'falseAlarmRate',
      'False alarms',
      'Share of the normal samples that are flagged',
      formatRate,
      '74px',
    ),
    rate(
      'missedAlarmRate',
      'Missed',
      'Share of the samples within faults that are not flagged',
      formatRate,
      '48px',
    ),
    figure(
      'ap',
      'AP',
      'Average precision over all thresholds',
      (one) => one.averagePrecision,
      formatShare,
      '44px',
    ),
    figure('auroc', 'AUROC', 'Area under the ROC curve', (one) => one.areaUnderRoc, formatShare, '48px'),
    figure(
      'hits',
      'Faults found',
      'Labelled faults with at least one alarm',
      (one) => figuresAt(one, place).eventsHit,
      (value) => (value === null ? '–' : `${value} of ${on.faultCount}`),
      '74px',
    ),
    figure(
      'delay',
      'Delay',
      'Median time from the start of a fault to its first alarm; negative = before',
      (one) => figuresAt(one, place).medianDelayMs,
      formatDelay,
      '92px',
    ),
  ];
  const ranged = [
    rate(
      'rangePrecision',
      'Range prec.',
      'Precision over stretches (Tatbul 2018, flat bias, reciprocal cardinality)',
      formatShare,
      '68px',
    ),
    rate(
      'rangeRecall',
      'Range recall',
      'Recall over stretches (Tatbul 2018, existence weight 0.5)',
      formatShare,
      '74px',
    ),
  ];
  const unjudged = [
    rate('flaggedShare', 'Flagged', 'Share of the measured samples that are flagged', formatRate, '68px'),
    figure(
      'stability',
      'Stability',
      'Rank correlation of the scores of four refits, each without three tenths of the training rows',
      (one) => one.stability?.rankCorrelation ?? null,
      formatShare,
      '72px',
    ),
    figure(
      'overlap',
      'Same alarms',
      'Share of the flagged samples that two such refits have in common',
      (one) => one.stability?.alarmOverlap ?? null,
      formatRate,
      '80px',
    ),
    figure(
      'threshold',
      'Threshold',
      'On the common scale of scores',
      (one) => figuresAt(one, place).threshold,
      (value) => (value === null ? '–' : formatThreshold(value)),
      '76px',
    ),
    figure(
      'seconds',
      'Fit + score',
      'Time of one fit and of scoring everything, on this computer',
      (one) => one.seconds.fit + one.seconds.score,
      (value) => (value === null ? '–' : `${value.toFixed(2)} s`),
      '80px',
    ),
  ];
  return view === 'labels' ? [name, ...counted, ...judged, ...ranged] : [name, ...counted, ...unjudged];
}

/** "trees 100, subsample 256", by their names in code, as the command line takes them. */
const describeOptions = ({ detectorOptions }: Pick<JudgedCandidate, 'detectorOptions'>): string =>
  Object.entries(detectorOptions)
    .map(([option, value]) => `${option} ${value}`)
    .join(', ');
