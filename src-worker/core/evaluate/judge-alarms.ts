import { type Interval, mergeAnomalies } from '../anomalies/merge.ts';
import type { EventOutcome } from './event-detection.ts';
import { detectEvents, medianDelayMs } from './event-detection.ts';
import { rangeMeasures } from './range-measures.ts';
import type { MeasuredRows } from './split.ts';
import type { Truth } from './truth.ts';

/** What is needed to judge a score at any threshold. */
export interface Judged {
  readonly timesMs: Float64Array;
  readonly measured: MeasuredRows;
  /** Null without labelled faults among the measured rows. */
  readonly truth: Truth | null;
  readonly earlyMs: number;
}

/** What one threshold gives on the measured rows. Figures that need labels are null without them. */
export interface AlarmFigures {
  readonly threshold: number;
  /** Anomalous samples. */
  readonly flagged: number;
  /** Intervals, joined as in the table of anomalies. */
  readonly alarms: number;
  /** Anomalous samples within faults. */
  readonly truePositives: number | null;
  readonly falseAlarms: number | null;
  readonly eventsHit: number | null;
  readonly medianDelayMs: number | null;
  /** See `range-measures.ts`. */
  readonly rangePrecision: number | null;
  readonly rangeRecall: number | null;
}

export interface AlarmJudgement extends AlarmFigures {
  readonly intervals: readonly Interval[];
  /** One per event of the truth. */
  readonly outcomes: readonly EventOutcome[];
}

/** Joins the samples above the threshold to alarms, within each stretch of measured rows, and compares them with the labels. */
export function judgeAlarms(judged: Judged, scores: Float64Array, threshold: number): AlarmJudgement {
  const { timesMs, measured, truth, earlyMs } = judged;
  const intervals = measured.segments.flatMap(({ from, to }) =>
    mergeAnomalies(timesMs.subarray(from, to + 1), scores.subarray(from, to + 1), threshold).map((found) =>
      shift(found, from),
    ),
  );
  const flagged = intervals.reduce((sum, { sampleCount }) => sum + sampleCount, 0);
  const base = { threshold, flagged, alarms: intervals.length, intervals };
  if (truth === null)
    return {
      ...base,
      truePositives: null,
      falseAlarms: null,
      eventsHit: null,
      medianDelayMs: null,
      rangePrecision: null,
      rangeRecall: null,
      outcomes: [],
    };
  const { outcomes, hitCount, falseAlarms } = detectEvents(truth.events, intervals, earlyMs);
  const windows = intervals.map(({ startIndex, endIndex }) => ({ from: startIndex, to: endIndex }));
  const { precision, recall } = rangeMeasures(truth.windows, windows);
  return {
    ...base,
    truePositives: countWithin(truth, scores, threshold),
    falseAlarms,
    eventsHit: hitCount,
    medianDelayMs: medianDelayMs(outcomes),
    rangePrecision: Number.isNaN(precision) ? null : precision,
    rangeRecall: recall,
    outcomes,
  };
}

const shift = (found: Interval, by: number): Interval => ({
  ...found,
  startIndex: found.startIndex + by,
  endIndex: found.endIndex + by,
  peakIndex: found.peakIndex + by,
});

function countWithin({ windows }: Truth, scores: Float64Array, threshold: number): number {
  let count = 0;
  for (const { from, to } of windows)
    for (let row = from; row <= to; row++) if (scores[row] > threshold) count++;
  return count;
}

/** Without intervals and outcomes: what is kept of each threshold that is tried. */
export function figuresOf(judgement: AlarmJudgement): AlarmFigures {
  const { threshold, flagged, alarms, truePositives, falseAlarms, eventsHit } = judgement;
  const { rangePrecision, rangeRecall } = judgement;
  return {
    threshold,
    flagged,
    alarms,
    truePositives,
    falseAlarms,
    eventsHit,
    medianDelayMs: judgement.medianDelayMs,
    rangePrecision,
    rangeRecall,
  };
}
