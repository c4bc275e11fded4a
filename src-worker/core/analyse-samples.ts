import type { ModeThreshold } from '@shared/contract/conditions.ts';
import type { DetectorOptions } from '@shared/contract/runs.ts';
import { AppFailure } from '@shared/errors.ts';
import { contributionsAt } from './anomalies/contributions.ts';
import type { ExplainedInterval, JudgedInterval } from './anomalies/judge.ts';
import type { Interval } from './anomalies/merge.ts';
import { flagByMode, thresholdsByMode } from './anomalies/mode-thresholds.ts';
import { learnOperation, type Operation } from './anomalies/operation.ts';
import { type ExplainIntervals, type TakeAnomalies, tellAnomalies } from './anomalies/tell-anomalies.ts';
import { type Flags, thresholdBy, type ThresholdRule } from './anomalies/threshold.ts';
import { type Checkpoint, portion } from './checkpoint.ts';
import type { Detector, FittedDetector, TrainingKeeper } from './detectors/detector.ts';
import { type Matrix, newMatrix, rowRange } from './matrix.ts';
import type { SampleRange } from './sample-range.ts';
import { columnVaries } from './samples/columns.ts';
import { refuseEmptyColumns } from './samples/known-columns.ts';
import { OPERATING_MODES } from './samples/operating-modes.ts';
import { findLoadTag } from './samples/tag-roles.ts';
import { usualValues } from './samples/usual-values.ts';
import type { Later } from './scoring/later.ts';
import { beginAlone, type BeginWork, FEWEST_ROWS } from './scoring/scoring-pool.ts';
import { type ScoreAll, scoreInChunks } from './scoring/score-in-chunks.ts';

export { scoreInChunks };
export type { SampleRange };

export interface AnalyseInput extends SampleRange {
  readonly detector: Detector;
  readonly options: DetectorOptions;
  readonly seed: number;
  readonly threshold: ThresholdRule;
  /** Takes and gives the state of a training in epochs; absent = nothing is kept. */
  readonly keeper?: TrainingKeeper;
}

/** Contributions are those of the sample at the peak. */
export type FoundAnomaly = JudgedInterval;

/** What follows from scores and a threshold rule, without the detector learning again. */
export interface Findings {
  readonly threshold: number;
  /** Of the modes that have one of their own. */
  readonly modeThresholds: readonly ModeThreshold[];
  readonly anomalousCount: number;
  readonly scoredCount: number;
  /** 1 for each anomalous sample. */
  readonly flags: Uint8Array;
  /**
   * Anomalies of the detector, sensor faults it did not notice, unknown operation and gaps, by start. Empty where the
   * host takes them on the way (`onAnomalies`).
   */
  readonly anomalies: readonly FoundAnomaly[];
  readonly operation: Operation;
  /** Usual value of each column: its median over the training rows; NaN where it has none. */
  readonly usual: Float32Array;
}

export interface Analysis extends Findings {
  readonly fitted: FittedDetector;
  /** One per row; NaN where a sample was not scored. */
  readonly scores: Float64Array;
}

/** How the host helps, and what it is told on the way. */
export interface AnalysisHost {
  /** Its own way to score many rows; gives the same bits as `scoreInChunks`. */
  readonly scoreAll?: ScoreAll | undefined;
  /** Its way to have work done on another thread meanwhile. */
  readonly begin?: BeginWork | undefined;
  /** Called once each, as soon as they are final. */
  readonly onFitted?: (fitted: FittedDetector) => void;
  readonly onOperation?: (operation: Operation) => void;
  readonly onScored?: (scores: Float64Array) => void;
  /**
   * Takes the anomalies, one portion after the other in their order, so that they are not all in memory at a time. The
   * next are told once its promise is kept.
   */
  readonly onAnomalies?: TakeAnomalies;
  /**
   * Most intervals whose columns are named while the operation is still learnt. Where there are more, they are named
   * as they are told, so that they are not all in memory at a time; what is told is the same.
   */
  readonly mostEarly?: number;
}

const MOST_EARLY = 65_536;

/** Of the progress that is shown. */
const USUAL_FIT_SHARE = 0.2;

/**
 * The whole analysis: learn from the training rows, score every row, take the threshold from the scores of the
 * training rows, flag, join to anomalies and name the contributing columns. The operation is learnt beside that where
 * the host has another thread and nothing depends on it before. Every host runs exactly this and gets the same bits.
 * Throws `invalid-input` for options or samples that cannot be worked with, `cancelled` when the checkpoint does.
 */
export async function analyseSamples(
  input: AnalyseInput,
  checkpoint: Checkpoint,
  host: AnalysisHost = {},
): Promise<Analysis> {
  checkRange(input);
  const { samples, detector, options, seed } = input;
  const mostEarly = host.mostEarly ?? MOST_EARLY;
  const learning = beginOperation(input, host.begin ?? beginAlone);
  try {
    const training = rowRange(samples, input.trainFrom, input.trainTo);
    const usual = usualValues(training);
    refuseEmptyColumns(usual, input.columnNames, 'the training range');
    const chosen = hasChosenModes(input)
      ? chosenRows(input, await learning.take(portion(checkpoint, 0, 0.1)))
      : null;
    const learnt = chosen === null ? training : pickTraining(input, chosen);
    if (chosen !== null)
      refuseEmptyColumns(usualValues(learnt), input.columnNames, 'the chosen modes of the training range');
    const fitEnd = 0.1 + 0.65 * (detector.fitShare ?? USUAL_FIT_SHARE);
    const fitted = await detector.fit(learnt, options, seed, portion(checkpoint, 0.1, fitEnd), input.keeper);
    host.onFitted?.(fitted);
    const scoreAll = host.scoreAll ?? scoreInChunks;
    const scores = await scoreAll(fitted, samples, portion(checkpoint, fitEnd, 0.75));
    if (chosen !== null) scores.forEach((_, row) => (scores[row] = chosen[row] === 1 ? scores[row] : NaN));
    host.onScored?.(scores);
    const scored = { ...input, fitted, scores, usual };
    // Only thresholds by mode have to wait for the modes.
    const early =
      input.hasModeThresholds === true
        ? null
        : await findFlagged(scored, null, mostEarly, portion(checkpoint, 0.75, 0.85));
    const operation = await learning.take(portion(checkpoint, 0.85, 0.9));
    host.onOperation?.(operation);
    const byMode = portion(checkpoint, 0.9, 0.95);
    const flagged = early ?? (await findFlagged(scored, operation, mostEarly, byMode));
    const judging = portion(checkpoint, 0.95, 1);
    const findings = await judgeFlagged({ ...scored, operation }, flagged, judging, host.onAnomalies);
    return { ...findings, fitted, scores };
  } finally {
    learning.stop();
  }
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
  const operation = await beginOperation(input, beginAlone).take(portion(checkpoint, 0, 0.5));
  const scored = { ...input, usual };
  const isByMode = input.hasModeThresholds === true;
  const finding = portion(checkpoint, 0.5, 0.9);
  const flagged = await findFlagged(scored, isByMode ? operation : null, MOST_EARLY, finding);
  return judgeFlagged({ ...scored, operation }, flagged, portion(checkpoint, 0.9, 1));
}

type ScoredInput = RethresholdInput & { readonly usual: Float32Array };

/** What lies above the threshold. */
interface Flagged {
  readonly threshold: number;
  readonly modeThresholds: readonly ModeThreshold[];
  readonly flags: Flags;
  readonly intervals: readonly Interval[];
  /** By which columns: worked out already where there are few. */
  readonly explain: ExplainIntervals;
  readonly thresholdAt: (row: number) => number;
}

/** `operation`: for a threshold of each mode; null = one for all. */
async function findFlagged(
  input: ScoredInput,
  operation: Operation | null,
  mostEarly: number,
  checkpoint: Checkpoint,
): Promise<Flagged> {
  const { timesMs, scores } = input;
  await checkpoint(0, 'Finding anomalies');
  const threshold = thresholdBy(input.threshold, scores.subarray(input.trainFrom, input.trainTo));
  const modeThresholds = operation === null ? [] : modeThresholdsOf(input, operation);
  const { flagged, intervals, thresholdAt } = flagByMode(
    timesMs,
    scores,
    threshold,
    modeThresholds,
    operation,
  );
  const early = new Map<Interval, ExplainedInterval>();
  if (intervals.length <= mostEarly) {
    const explained = await explainIntervals(input, intervals, portion(checkpoint, 0.1, 1));
    intervals.forEach((interval, at) => early.set(interval, explained[at]));
  }
  const explain: ExplainIntervals = async (some, step) => {
    const known = some.flatMap((interval) => early.get(interval) ?? []);
    return known.length === some.length ? known : explainIntervals(input, some, step);
  };
  return { threshold, modeThresholds, flags: flagged, intervals, explain, thresholdAt };
}

async function explainIntervals(
  { fitted, samples, usual }: ScoredInput,
  intervals: readonly Interval[],
  checkpoint: Checkpoint,
): Promise<ExplainedInterval[]> {
  const peaks = intervals.map((interval) => interval.peakIndex);
  const contributions = await contributionsAt(fitted, samples, peaks, usual, checkpoint);
  return intervals.map((interval, index) => ({ ...interval, contributions: contributions[index] }));
}

async function judgeFlagged(
  input: ScoredInput & { readonly operation: Operation },
  { threshold, modeThresholds, flags, intervals, explain, thresholdAt }: Flagged,
  checkpoint: Checkpoint,
  onAnomalies?: TakeAnomalies,
): Promise<Findings> {
  const { timesMs, samples, scores, fitted, usual, operation } = input;
  const judgeInput = { timesMs, samples, scores, fitted, thresholdAt, operation, explain };
  const anomalies: FoundAnomaly[] = [];
  const keep: TakeAnomalies = (some) => void anomalies.push(...some);
  await tellAnomalies(intervals, judgeInput, checkpoint, onAnomalies ?? keep);
  await checkpoint(1, 'Finding anomalies');
  return { threshold, modeThresholds, ...flags, anomalies, usual, operation };
}

function modeThresholdsOf(input: RethresholdInput, operation: Operation): readonly ModeThreshold[] {
  if (input.hasModeThresholds !== true) return [];
  const given = input.threshold.kind === 'fixed' ? input.modeThresholds : undefined;
  return given ?? thresholdsByMode(input, operation);
}

/** Modes, usual values and sensor faults around the samples. */
function beginOperation(range: SampleRange, begin: BeginWork): Later<Operation> {
  const { timesMs, samples, trainFrom, trainTo, columnNames } = range;
  const tags = range.tags ?? columnNames.map((name) => ({ name, description: null, unit: null }));
  const varies = (column: number): boolean => columnVaries(samples, column);
  const loadColumn = range.loadColumn === undefined ? findLoadTag(tags, varies) : range.loadColumn;
  const input = { timesMs, samples, tags, loadColumn, trainFrom, trainTo };
  return samples.rowCount < FEWEST_ROWS
    ? beginAlone({ name: 'learn-operation', input }, (checkpoint) => learnOperation(input, checkpoint))
    : begin({ name: 'learn-operation', input }, (checkpoint) => learnOperation(input, checkpoint));
}

const hasChosenModes = ({ modes }: SampleRange): boolean => modes !== undefined && modes.length > 0;

/** 1 for each row in one of the chosen modes. */
function chosenRows({ modes }: SampleRange, operation: Operation): Uint8Array {
  const codes = new Set((modes ?? []).map((mode) => OPERATING_MODES.indexOf(mode)));
  return operation.modes.map((mode) => (codes.has(mode) ? 1 : 0));
}

/** The training rows in the chosen modes. Throws `invalid-input` when there are none. */
function pickTraining({ samples, trainFrom, trainTo, modes }: SampleRange, chosen: Uint8Array): Matrix {
  const { columnCount, data } = samples;
  const rowCount = chosen.subarray(trainFrom, trainTo).reduce((sum, one) => sum + one, 0);
  if (rowCount === 0) {
    throw new AppFailure({
      kind: 'invalid-input',
      message: `No sample of the training range is in the chosen modes (${(modes ?? []).join(', ')}). Choose other modes, another load tag or another range.`,
    });
  }
  const picked = newMatrix(rowCount, columnCount);
  for (let row = trainFrom, at = 0; row < trainTo; row++) {
    if (chosen[row] === 0) continue;
    picked.data.set(data.subarray(row * columnCount, (row + 1) * columnCount), at);
    at += columnCount;
  }
  return picked;
}

function checkRange({ timesMs, samples, trainFrom, trainTo }: SampleRange): void {
  if (timesMs.length !== samples.rowCount) {
    throw new Error(`${timesMs.length} times for ${samples.rowCount} samples`);
  }
  if (trainFrom < 0 || trainTo > samples.rowCount || trainFrom >= trainTo) {
    throw new AppFailure({ kind: 'invalid-input', message: 'There are no samples in the training range.' });
  }
}
