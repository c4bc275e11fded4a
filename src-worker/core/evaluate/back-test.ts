import type { ModeThreshold } from '@shared/contract/conditions.ts';
import type { DetectorOptions } from '@shared/contract/runs.ts';
import type { BackTestStep, StudyThreshold } from '@shared/contract/studies.ts';
import { AppFailure } from '@shared/errors.ts';
import type { SampleRange } from '../analyse-samples.ts';
import { calibrate, toCommonScale } from '../anomalies/calibration.ts';
import { levelByMode, thresholdsByMode } from '../anomalies/mode-thresholds.ts';
import { thresholdBy } from '../anomalies/threshold.ts';
import { type Checkpoint, portion } from '../checkpoint.ts';
import { type Detector, type FittedDetector, scoreRows } from '../detectors/detector.ts';
import { rowRange } from '../matrix.ts';
import type { RowModes } from './keep-modes.ts';
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
  /** Score / threshold of its step: above 1 is anomalous, also where thresholds differ. */
  readonly ratios: Float64Array;
  /** First row that was scored as if live. */
  readonly from: number;
}

/**
 * Replays history as if live: learns from the training rows, then scores what follows in time, and learns anew every
 * `retrainMs` from the rows before. Everything that a row is judged by - model, calibration, threshold, context - comes
 * from rows before it. A step whose rows cannot be learnt from goes on with the model before and says so.
 */
export async function replay(input: BackTestInput, checkpoint: Checkpoint): Promise<Replay> {
  const { timesMs, samples, trainFrom, trainTo, rowModes } = input;
  const from = trainTo;
  if (from >= samples.rowCount)
    throw new AppFailure({
      kind: 'invalid-input',
      message: 'There are no samples after the training range to replay.',
    });
  const scores = new Float64Array(samples.rowCount).fill(NaN);
  const ratios = new Float64Array(samples.rowCount).fill(NaN);
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
    const learnt: Model | string = await learn(input, learnFrom, start, (done) =>
      part(done * 0.8, `${label}: learning`),
    );
    if (typeof learnt !== 'string') model = learnt;
    else if (model === null) throw new AppFailure({ kind: 'invalid-input', message: learnt });
    const { fitted, calibration, threshold, modeThresholds } = model;
    await part(0.9, `${label}: scoring`);
    const scored = scoreRows(fitted, samples, start, end);
    const own =
      rowModes === null
        ? scored
        : levelByMode(scored, threshold, modeThresholds, rowModes.subarray(start, end));
    const common = toCommonScale(calibration, threshold);
    own.forEach((score, at) => {
      scores[start + at] = toCommonScale(calibration, score);
      ratios[start + at] = (score - calibration.median) / (threshold - calibration.median);
    });
    steps.push({
      fromMs: timesMs[start],
      toMs: timesMs[end - 1],
      rowCount: end - start,
      trainFromMs: timesMs[learnFrom],
      trainToMs: timesMs[start - 1],
      trainRows: start - learnFrom,
      threshold: common,
      failure: typeof learnt === 'string' ? learnt : null,
    });
    start = end;
  }
  await checkpoint(1, 'Replayed');
  return { steps, scores, ratios, from };
}

interface Model {
  readonly fitted: FittedDetector;
  readonly calibration: { readonly median: number; readonly width: number };
  readonly threshold: number;
  readonly modeThresholds: readonly ModeThreshold[];
}

/** Fits and takes the threshold from the same past rows; the reason where they cannot be learnt from. */
async function learn(
  { samples, detector, options, seed, threshold, rowModes }: BackTestInput,
  from: number,
  to: number,
  checkpoint: (done: number) => Promise<void>,
): Promise<Model | string> {
  try {
    const training = rowRange(samples, from, to);
    const fitted = await detector.fit(training, options, seed, (done) => checkpoint(done * 0.7));
    await checkpoint(0.7);
    const scores = fitted.scoreSamples(training);
    const rule = ruleFor(detector, threshold);
    const calibration = calibrate(scores) ?? { median: 0, width: 1 };
    const scored = { scores, trainFrom: 0, trainTo: scores.length, threshold: rule };
    const modeThresholds =
      rowModes === null ? [] : thresholdsByMode(scored, { modes: rowModes.subarray(from, to) });
    return { fitted, calibration, threshold: thresholdBy(rule, scores), modeThresholds };
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
