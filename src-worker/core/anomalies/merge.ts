import { longestUsualStepMs } from '../stats/usual-step.ts';

export interface MergeRule {
  /** Most samples that are not anomalous between two anomalous ones of the same interval. */
  readonly mergeSamples: number;
  /** Neighbouring samples further apart than this many usual steps are a data gap, which ends an interval (see `longestUsualStepMs`). */
  readonly gapSteps: number;
}

export const defaultMergeRule: MergeRule = { mergeSamples: 3, gapSteps: 5 };

/** A stretch of anomalous samples. Indexes are rows; the end is the last anomalous sample. */
export interface Interval {
  readonly startIndex: number;
  readonly endIndex: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly peakIndex: number;
  readonly peakMs: number;
  readonly peakScore: number;
  /** Anomalous samples in the interval, without the others that were bridged. */
  readonly sampleCount: number;
}

/**
 * Joins the samples whose score is above the threshold to intervals, in time order. `timesMs` rises strictly.
 * The usual step is the median distance of neighbouring samples. Samples without a score (NaN) count as not anomalous.
 * The peak is the highest score, the first of equal ones.
 */
export function mergeAnomalies(
  timesMs: Float64Array,
  scores: Float64Array,
  threshold: number,
  rule: MergeRule = defaultMergeRule,
): Interval[] {
  const longestStepMs = longestUsualStepMs(timesMs, rule.gapSteps);
  const intervals: Interval[] = [];
  let start = -1;
  let last = -1;
  let peak = -1;
  let sampleCount = 0;

  const close = (): void => {
    if (start < 0) return;
    intervals.push({
      startIndex: start,
      endIndex: last,
      startMs: timesMs[start],
      endMs: timesMs[last],
      peakIndex: peak,
      peakMs: timesMs[peak],
      peakScore: scores[peak],
      sampleCount,
    });
    start = -1;
  };

  for (let index = 0; index < scores.length; index++) {
    const isGap = index > 0 && timesMs[index] - timesMs[index - 1] > longestStepMs;
    if (isGap || index - last - 1 > rule.mergeSamples) close();
    if (!(scores[index] > threshold)) continue;
    if (start < 0) {
      start = index;
      peak = index;
      sampleCount = 0;
    }
    last = index;
    sampleCount++;
    if (scores[index] > scores[peak]) peak = index;
  }
  close();
  return intervals;
}
