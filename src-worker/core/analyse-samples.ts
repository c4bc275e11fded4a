import type { DetectorOptions } from '@shared/contract/runs.ts';
import { AppFailure } from '@shared/errors.ts';
import { type ColumnContribution, contributionsAt } from './anomalies/contributions.ts';
import { type Interval, mergeAnomalies } from './anomalies/merge.ts';
import { flagSamples, thresholdBy, type ThresholdRule } from './anomalies/threshold.ts';
import { type Checkpoint, portion } from './checkpoint.ts';
import type { Detector, FittedDetector } from './detectors/detector.ts';
import { type Matrix, rowRange } from './matrix.ts';
import { usualValues } from './samples/usual-values.ts';
import { type ScoreAll, scoreInChunks } from './scoring/score-in-chunks.ts';

export { scoreInChunks };

/** Samples with their times and the rows that the detector learns from. */
export interface SampleRange {
  /** One per row, strictly rising. */
  readonly timesMs: Float64Array;
  readonly samples: Matrix;
  /** Names for messages, one per column. */
  readonly columnNames: readonly string[];
  /** First training row, and the row after the last one. */
  readonly trainFrom: number;
  readonly trainTo: number;
}

export interface AnalyseInput extends SampleRange {
  readonly detector: Detector;
  readonly options: DetectorOptions;
  readonly seed: number;
  readonly threshold: ThresholdRule;
}

export interface FoundAnomaly extends Interval {
  /** Of the sample at the peak. */
  readonly contributions: readonly ColumnContribution[];
}

/** What follows from scores and a threshold rule, without the detector learning again. */
export interface Findings {
  readonly threshold: number;
  readonly anomalousCount: number;
  readonly scoredCount: number;
  /** 1 for each anomalous sample. */
  readonly flags: Uint8Array;
  readonly anomalies: readonly FoundAnomaly[];
  /** Usual value of each column: its median over the training rows; NaN where it has none. */
  readonly usual: Float32Array;
}

export interface Analysis extends Findings {
  readonly fitted: FittedDetector;
  /** One per row; NaN where a sample was not scored. */
  readonly scores: Float64Array;
}

/**
 * The whole analysis: learn from the training rows, score every row, take the threshold from the scores of the
 * training rows, flag, join to anomalies and name the contributing columns. Every host runs exactly this, with its own
 * way to score many rows (`scoreAll`), all of which give the same bits.
 * Throws `invalid-input` for options or samples that cannot be worked with, `cancelled` when the checkpoint does.
 */
export async function analyseSamples(
  input: AnalyseInput,
  checkpoint: Checkpoint,
  scoreAll: ScoreAll = scoreInChunks,
): Promise<Analysis> {
  checkRange(input);
  const { samples, detector, options, seed } = input;
  const training = rowRange(samples, input.trainFrom, input.trainTo);
  const usual = usualValues(training);
  refuseEmptyColumns(usual, input.columnNames);
  const fitted = await detector.fit(training, options, seed, portion(checkpoint, 0, 0.2));
  const scores = await scoreAll(fitted, samples, portion(checkpoint, 0.2, 0.9));
  const scored = { ...input, fitted, scores, usual };
  const findings = await findAnomalies(scored, portion(checkpoint, 0.9, 1));
  return { ...findings, fitted, scores };
}

export interface RethresholdInput extends SampleRange {
  readonly fitted: FittedDetector;
  readonly scores: Float64Array;
  readonly threshold: ThresholdRule;
}

/** Threshold, flags and anomalies by another rule from scores that are there already. */
export async function rethreshold(input: RethresholdInput, checkpoint: Checkpoint): Promise<Findings> {
  checkRange(input);
  const usual = usualValues(rowRange(input.samples, input.trainFrom, input.trainTo));
  return findAnomalies({ ...input, usual }, checkpoint);
}

async function findAnomalies(
  input: RethresholdInput & { readonly usual: Float32Array },
  checkpoint: Checkpoint,
): Promise<Findings> {
  const { timesMs, samples, scores, fitted, usual } = input;
  await checkpoint(0, 'Finding anomalies');
  const threshold = thresholdBy(input.threshold, scores.subarray(input.trainFrom, input.trainTo));
  const flagged = flagSamples(scores, threshold);
  const intervals = mergeAnomalies(timesMs, scores, threshold);
  const peaks = intervals.map((interval) => interval.peakIndex);
  const contributions = await contributionsAt(fitted, samples, peaks, usual, portion(checkpoint, 0.1, 1));
  await checkpoint(1, 'Finding anomalies');
  const anomalies = intervals.map((interval, index) => ({
    ...interval,
    contributions: contributions[index],
  }));
  return { threshold, ...flagged, anomalies, usual };
}

function checkRange({ timesMs, samples, trainFrom, trainTo }: SampleRange): void {
  if (timesMs.length !== samples.rowCount) {
    throw new Error(`${timesMs.length} times for ${samples.rowCount} samples`);
  }
  if (trainFrom < 0 || trainTo > samples.rowCount || trainFrom >= trainTo) {
    throw new AppFailure({ kind: 'invalid-input', message: 'There are no samples in the training range.' });
  }
}

function refuseEmptyColumns(usual: Float32Array, columnNames: readonly string[]): void {
  const empty = columnNames.filter((_, column) => Number.isNaN(usual[column]));
  if (empty.length === 0) return;
  const names = empty.slice(0, 5).join(', ') + (empty.length > 5 ? ` and ${empty.length - 5} more` : '');
  throw new AppFailure({
    kind: 'invalid-input',
    message: `No good reading in the training range for ${names}. Leave it out or choose another training range.`,
  });
}
