import type { DetectorOptions } from '@shared/contract/runs.ts';
import type { StudyThreshold } from '@shared/contract/study-request.ts';
import { toAppError } from '@shared/errors.ts';
import type { SampleRange } from '../../sample-range.ts';
import { type Checkpoint, portion } from '../../checkpoint.ts';
import type { Detector, FittedDetector } from '../../detectors/detector.ts';
import { findDetector } from '../../detectors/registry.ts';
import { type Matrix, rowRange } from '../../matrix.ts';
import { type ScoreAll, scoreInChunks, scorePart } from '../../scoring/score-in-chunks.ts';
import { learnThresholds, levelScores } from '../learnt-thresholds.ts';
import { averagePrecision } from '../ranking.ts';
import { ruleFor } from '../rule-for.ts';
import { type MeasuredRows, pickSegments } from '../split.ts';
import { putFaults } from './synthetic-faults.ts';

/** Rows to judge settings on, with what is true about them. */
export interface JudgedRows {
  readonly measured: MeasuredRows;
  /** As they are, or with faults put in. */
  readonly samples: Matrix;
  /** One per row of the data. */
  readonly positive: Uint8Array;
}

/** Rows judged by labels: as they are. */
export const labelledRows = (samples: Matrix, measured: MeasuredRows, positive: Uint8Array): JudgedRows => ({
  measured,
  samples,
  positive,
});

/** Rows judged by faults that are put into them; another seed puts others. */
export const faultyRows = (data: SampleRange, measured: MeasuredRows, seed: number): JudgedRows => ({
  measured,
  ...putFaults(data.samples, data.trainFrom, data.trainTo, measured.segments, seed),
});

/** Fewer rows than this teach nothing. */
const LEAST_TRAINING = 64;

/** The last share of the training rows, but not fewer than 64. */
export function trainingPart({ samples, trainFrom, trainTo }: SampleRange, share: number): Matrix {
  const rows = trainTo - trainFrom;
  const taken = Math.min(rows, Math.max(LEAST_TRAINING, Math.round(rows * share)));
  return rowRange(samples, trainTo - taken, trainTo);
}

export interface ModesOfSetting {
  readonly threshold: StudyThreshold;
  /** Codes of `MODE`, one per row of the data. */
  readonly rowModes: Uint8Array;
  /** The same of each training row. */
  readonly trainingModes: Uint8Array;
}

/** A setting that is to be judged. Everything in it can be sent to another thread; matrices in shared memory are not copied. */
export interface SettingWork {
  readonly detectorId: string;
  readonly options: DetectorOptions;
  readonly training: Matrix;
  readonly seed: number;
  readonly rows: readonly JudgedRows[];
  /** Where modes have thresholds of their own: samples are ranked by how far they lie above that of their mode. */
  readonly byMode?: ModesOfSetting;
}

export interface SettingJudgement {
  /** Average precision on each of the rows, NaN where nothing is positive; or why the setting cannot be fitted. */
  readonly figures: readonly number[] | string;
  /** That fitting and scoring took. */
  readonly seconds: number;
}

/** Fits a detector with a setting and compares its scores with what is true. Throws `cancelled` when the checkpoint does. */
export async function judgeSetting(
  work: SettingWork,
  nowMs: () => number,
  checkpoint: Checkpoint,
  scoreAll: ScoreAll = scoreInChunks,
): Promise<SettingJudgement> {
  const startedMs = nowMs();
  const secondsTaken = (): number => (nowMs() - startedMs) / 1000;
  try {
    const detector = findDetector(work.detectorId);
    const fitPart = portion(checkpoint, 0, 0.5);
    const fitted = await detector.fit(work.training, work.options, work.seed, fitPart);
    const figures: number[] = [];
    const level = await levelling(work, detector, fitted, scoreAll, portion(checkpoint, 0.5, 0.6));
    const scoring = portion(checkpoint, 0.6, 1);
    for (const rows of work.rows) {
      const scores = level(await scoreMeasured(rows, fitted, scoring, scoreAll), rows.measured);
      figures.push(averagePrecision(scores, pickSegments(rows.positive, rows.measured.segments)));
    }
    return { figures, seconds: secondsTaken() };
  } catch (caught) {
    const error = toAppError(caught);
    if (error.kind === 'invalid-input') return { figures: error.message, seconds: secondsTaken() };
    throw caught;
  }
}

/** Scores of the measured rows, one after the other. */
async function scoreMeasured(
  { measured, samples }: JudgedRows,
  fitted: FittedDetector,
  checkpoint: Checkpoint,
  scoreAll: ScoreAll,
): Promise<Float64Array> {
  const scores = new Float64Array(measured.rowCount);
  let at = 0;
  for (const { from, to } of measured.segments) {
    scores.set(await scorePart(scoreAll, fitted, samples, from, to + 1, checkpoint), at);
    at += to - from + 1;
  }
  return scores;
}

/** What makes the scores of measured rows comparable across modes; nothing where one threshold is for all. */
async function levelling(
  { training, byMode }: SettingWork,
  detector: Detector,
  fitted: FittedDetector,
  scoreAll: ScoreAll,
  checkpoint: Checkpoint,
): Promise<(scores: Float64Array, measured: MeasuredRows) => Float64Array> {
  if (byMode === undefined) return (scores) => scores;
  const { rowModes, trainingModes } = byMode;
  const scores = await scoreAll(fitted, training, checkpoint);
  const learnt = learnThresholds(ruleFor(detector, byMode.threshold), scores, trainingModes);
  return (own, { segments }) => levelScores(own, learnt, pickSegments(rowModes, segments));
}
