import type { DetectorOptions } from '@shared/contract/runs.ts';
import type { BackTestStep } from '@shared/contract/back-tests.ts';
import type { StudyThreshold } from '@shared/contract/study-request.ts';
import { AppFailure } from '@shared/errors.ts';
import type { SampleRange } from '../sample-range.ts';
import { type Calibration, calibrate, NO_CALIBRATION, toCommonScale } from '../anomalies/calibration.ts';
import { type Checkpoint, portion } from '../checkpoint.ts';
import type { Detector, FittedDetector } from '../detectors/detector.ts';
import { rowRange } from '../matrix.ts';
import { type ScoreAll, scoreInChunks, scorePart } from '../scoring/score-in-chunks.ts';
import type { RowModes } from './keep-modes.ts';
import { learnThresholds, type LearntThresholds, levelScores } from './learnt-thresholds.ts';
import { ruleFor } from './rule-for.ts';

export interface BackTestInput extends SampleRange, RowModes {
  readonly detector: Detector;
  readonly options: DetectorOptions;
  readonly seed: number;
  readonly threshold: StudyThreshold;
  /** Learns anew after this long, from what was there by then; null = never again. */
  readonly retrainMs: number | null;
  /** Learns from at most this long before; null = from everything since the start of the training range. */
  readonly windowMs: number | null;
}

export interface Replay {
  readonly steps: readonly BackTestStep[];
  /** On the common scale, levelled where modes have thresholds of their own; one per row of the data, NaN before the replay begins and where nothing could be scored. */
  readonly scores: Float64Array;
  /** Way above the threshold of its step, on the common scale: above 0 is anomalous, also where thresholds differ. */
  readonly excess: Float64Array;
  /** First row that was scored as if live. */
  readonly from: number;
}

/**
 * Replays history as if live: learns from the training rows, then scores what follows in time, and learns anew every
 * `retrainMs` from the rows before. Everything that a row is judged by - model, calibration, threshold, context - comes
 * from rows before it. A step whose rows cannot be learnt from goes on with the model before and says so.
 */
export async function replay(
  input: BackTestInput,
  checkpoint: Checkpoint,
  scoreAll: ScoreAll = scoreInChunks,
): Promise<Replay> {
  const { timesMs, samples, trainFrom, trainTo, rowModes } = input;
  const from = trainTo;
  if (from >= samples.rowCount)
    throw new AppFailure({
      kind: 'invalid-input',
      message: 'There are no samples after the training range to replay.',
    });
  const scores = new Float64Array(samples.rowCount).fill(NaN);
  const excess = new Float64Array(samples.rowCount).fill(NaN);
  const steps: BackTestStep[] = [];
  let model: Model | null = null;
  for (let start = from; start < samples.rowCount;) {
    const end =
      input.retrainMs === null
        ? samples.rowCount
        : rowAtOrAfter(timesMs, timesMs[start] + input.retrainMs, start + 1);
    const learnFrom =
      input.windowMs === null ? trainFrom : rowAtOrAfter(timesMs, timesMs[start] - input.windowMs, trainFrom);
    const part = portion(
      checkpoint,
      (start - from) / (samples.rowCount - from),
      (end - from) / (samples.rowCount - from),
    );
    const label = `Step ${steps.length + 1}`;
    const labelled =
      (what: string): Checkpoint =>
      (done) =>
        part(done, `${label}: ${what}`);
    const learning = portion(labelled('learning'), 0, 0.8);
    const learnt: Model | string = await learn(input, learnFrom, start, learning, scoreAll);
    if (typeof learnt !== 'string') model = learnt;
    else if (model === null) throw new AppFailure({ kind: 'invalid-input', message: learnt });
    const { fitted, calibration, threshold, modeThresholds } = model;
    const scoring = portion(labelled('scoring'), 0.8, 1);
    const scored = await scorePart(scoreAll, fitted, samples, start, end, scoring);
    const own = levelScores(scored, model, rowModes?.subarray(start, end) ?? null);
    const common = toCommonScale(calibration, threshold);
    own.forEach((score, at) => {
      scores[start + at] = toCommonScale(calibration, score);
      excess[start + at] = (score - threshold) / calibration.width;
    });
    steps.push({
      fromMs: timesMs[start],
      toMs: timesMs[end - 1],
      rowCount: end - start,
      trainFromMs: timesMs[learnFrom],
      trainToMs: timesMs[start - 1],
      trainRows: start - learnFrom,
      threshold: common,
      ...(modeThresholds.length === 0
        ? {}
        : {
            modeThresholds: modeThresholds.map((one) => ({
              mode: one.mode,
              threshold: toCommonScale(calibration, one.threshold),
            })),
          }),
      failure: typeof learnt === 'string' ? learnt : null,
    });
    start = end;
  }
  await checkpoint(1, 'Replayed');
  return { steps, scores, excess, from };
}

interface Model extends LearntThresholds {
  readonly fitted: FittedDetector;
  readonly calibration: Calibration;
}

/** Fits and takes the threshold from the same past rows; the reason where they cannot be learnt from. */
async function learn(
  { samples, detector, options, seed, threshold, rowModes }: BackTestInput,
  from: number,
  to: number,
  checkpoint: Checkpoint,
  scoreAll: ScoreAll,
): Promise<Model | string> {
  try {
    const training = rowRange(samples, from, to);
    const fitted = await detector.fit(training, options, seed, portion(checkpoint, 0, 0.7));
    const scores = await scoreAll(fitted, training, portion(checkpoint, 0.7, 1));
    const thresholds = learnThresholds(
      ruleFor(detector, threshold),
      scores,
      rowModes?.subarray(from, to) ?? null,
    );
    return { fitted, calibration: calibrate(scores) ?? NO_CALIBRATION, ...thresholds };
  } catch (caught) {
    if (caught instanceof AppFailure && caught.error.kind === 'invalid-input') return caught.error.message;
    throw caught;
  }
}

/** First row at or after a time, not before `least`. */
function rowAtOrAfter(timesMs: Float64Array, ms: number, least: number): number {
  let low = least;
  let high = timesMs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (timesMs[middle] < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}
