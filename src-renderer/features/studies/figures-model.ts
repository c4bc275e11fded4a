import type { ModeThreshold } from '@shared/contract/conditions.ts';
import type { CandidateFigures, ComparisonRequest } from '@shared/contract/comparisons.ts';
import type { MeasuredOn, StudyAlarmFigures } from '@shared/contract/study-measures.ts';
import { formatCount, formatCounted } from '../../ui/format-number.ts';
import { formatDuration, formatTime } from '../../ui/format-time.ts';

/** Rates of one threshold, 0..1; null where there is nothing to divide by or there are no labels. */
export interface Rates {
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
  readonly falseAlarmRate: number | null;
  readonly missedAlarmRate: number | null;
  readonly rangePrecision: number | null;
  readonly rangeRecall: number | null;
  readonly alarmsPerDay: number | null;
  readonly falseAlarmsPerDay: number | null;
  readonly flaggedShare: number | null;
}

const share = (part: number | null, whole: number): number | null =>
  part === null || whole === 0 ? null : part / whole;

/** What one threshold means on the rows that were measured. */
export function ratesOf(figures: StudyAlarmFigures, on: MeasuredOn): Rates {
  const { flagged, truePositives, alarms, falseAlarms } = figures;
  const recall = share(truePositives, on.faultRows);
  const falsePositives = truePositives === null ? null : flagged - truePositives;
  return {
    precision: share(truePositives, flagged),
    recall,
    f1: truePositives === null ? null : share(2 * truePositives, flagged + on.faultRows),
    falseAlarmRate: share(falsePositives, on.measuredRows - on.faultRows),
    missedAlarmRate: recall === null ? null : 1 - recall,
    rangePrecision: figures.rangePrecision,
    rangeRecall: figures.rangeRecall,
    alarmsPerDay: share(alarms, on.measuredDays),
    falseAlarmsPerDay: share(falseAlarms, on.measuredDays),
    flaggedShare: share(flagged, on.measuredRows),
  };
}

/** The figures at a threshold of the grid that all candidates share; null = the candidate's own threshold. */
export function figuresAt(figures: CandidateFigures, place: number | null): StudyAlarmFigures {
  if (place === null) return figures.own;
  // Above the end of its grid a detector raises nothing: what its last threshold says.
  return figures.sweep[Math.min(place, figures.sweep.length - 1)] ?? figures.own;
}

/** The thresholds of the longest grid. */
export function sharedGrid(all: readonly CandidateFigures[]): readonly number[] {
  const longest = all.reduce<readonly StudyAlarmFigures[]>(
    (best, { sweep }) => (sweep.length > best.length ? sweep : best),
    [],
  );
  return longest.map(({ threshold }) => threshold);
}

/** " Only steady: samples of other operating modes are left out." and that modes have thresholds of their own; empty where neither. */
export function describeModes({ conditions }: Pick<ComparisonRequest, 'conditions'>): string {
  const modes = conditions?.modes ?? [];
  return [
    modes.length === 0
      ? ''
      : ` Only ${modes.join(', ')}: samples of other operating modes are left out, as if they had not been recorded.`,
    conditions?.hasModeThresholds === true
      ? ' Each operating mode has a threshold of its own; scores are drawn and ranked moved by how far it lies from the common one.'
      : '',
  ].join('');
}

/** On which data the figures beside it were measured: every claim has it. */
export function describeMeasured(on: MeasuredOn): string {
  const rows = `${formatCounted(on.measuredRows, 'sample', 'samples')} from ${formatTime(on.fromMs)} to ${formatTime(on.toMs)} (${formatDays(on.measuredDays)})`;
  const scope =
    on.scope === 'held-out'
      ? `that were not learnt from; learnt from ${formatCount(on.trainRows)} others`
      : 'that were learnt from as well: nothing was held out, so these figures flatter';
  const faults =
    on.faultCount === 0
      ? 'no labelled fault there, so nothing is known about right and wrong'
      : `${formatCounted(on.faultCount, 'labelled fault', 'labelled faults')} with ${formatCounted(on.faultRows, 'sample', 'samples')}; every other sample counts as normal`;
  const left =
    on.otherTagFaults === 0
      ? ''
      : `; ${formatCounted(on.otherTagFaults, 'fault', 'faults')} of tags that were not chosen left out`;
  return `Measured on ${rows} ${scope}. ${faults.charAt(0).toUpperCase()}${faults.slice(1)}${left}.${describeLeftOut(on)}`;
}

/** " Left out: spare, since the training range hardly has a reading of it."; empty where every chosen tag took part. */
function describeLeftOut({ leftOutTags = [] }: Pick<MeasuredOn, 'leftOutTags'>): string {
  if (leftOutTags.length === 0) return '';
  const names = leftOutTags.map(({ name }) => name).join(', ');
  return ` Left out: ${names}, since the training range hardly has a reading of ${leftOutTags.length === 1 ? 'it' : 'them'}.`;
}

const formatDays = (days: number): string => formatDuration(days * 86_400_000);

/** 0.123 -> "0.123", unknown -> "–". */
export const formatShare = (value: number | null, decimals = 3): string =>
  value === null ? '–' : value.toFixed(decimals);

/** 0.0123 -> "1.23 %". */
export const formatRate = (value: number | null): string =>
  value === null ? '–' : `${(value * 100).toFixed(value < 0.1 ? 2 : 1)} %`;

export const formatPerDay = (value: number | null): string =>
  value === null ? '–' : value.toFixed(value < 10 ? 2 : 1);

/** "+12 min", "−5 min" for an alarm before the fault, "at once". */
export function formatDelay(delayMs: number | null): string {
  if (delayMs === null) return '–';
  if (delayMs === 0) return 'at once';
  return `${delayMs < 0 ? '−' : '+'}${formatDuration(Math.abs(delayMs))}`;
}

/** "4.5", "0.25", "1,230". */
export const formatThreshold = (value: number): string =>
  value < 100 ? String(Number(value.toFixed(2))) : formatCount(value);

/** "9.2 anomalies a day, 1.5 of them false" at a threshold; without labels nobody knows which are false. */
export function describeAlarms(figures: StudyAlarmFigures, on: MeasuredOn): string {
  const { alarmsPerDay, falseAlarmsPerDay } = ratesOf(figures, on);
  const ofThem = falseAlarmsPerDay === null ? '' : `, ${formatPerDay(falseAlarmsPerDay)} of them false`;
  return `${formatPerDay(alarmsPerDay)} anomalies a day${ofThem}`;
}

/** "steady 4.5, load change 6.1" of thresholds on the common scale; empty where one is for all modes. */
export const describeModeThresholds = (thresholds: readonly ModeThreshold[] = []): string =>
  thresholds.map(({ mode, threshold }) => `${mode} ${formatThreshold(threshold)}`).join(', ');

/** Thresholds by mode on the common scale, when the common one stands at `threshold` of that scale. */
export function commonModeThresholds(figures: CandidateFigures, threshold: number): readonly ModeThreshold[] {
  const { median, width } = figures.calibration;
  const moved = movedThresholds(figures, ownThreshold(figures, threshold)) ?? [];
  return moved.map((one) => ({ ...one, threshold: (one.threshold - median) / width }));
}

/** A threshold of the common scale as the detector's own score. */
export const ownThreshold = ({ calibration }: CandidateFigures, threshold: number): number =>
  calibration.median + threshold * calibration.width;

/** Thresholds by mode when the common one is moved to `threshold`, a score of the detector; undefined where modes have none. */
export function movedThresholds(
  { threshold: before, modeThresholds = [] }: CandidateFigures,
  threshold: number,
): readonly ModeThreshold[] | undefined {
  if (modeThresholds.length === 0) return undefined;
  return modeThresholds.map((one) => ({ ...one, threshold: one.threshold + threshold - before }));
}
