import type { CandidateFigures, ComparisonResult, JudgedCandidate } from '@shared/contract/comparisons.ts';
import type { Candidate, StudyThreshold } from '@shared/contract/study-request.ts';
import { toAppError } from '@shared/errors.ts';
import type { SampleRange } from '../sample-range.ts';
import { calibrate, toCommonScale } from '../anomalies/calibration.ts';
import { flagSamples } from '../anomalies/threshold.ts';
import { type Checkpoint, portion } from '../checkpoint.ts';
import type { Detector } from '../detectors/detector.ts';
import type { RowModes } from './keep-modes.ts';
import { learnThresholds, type LearntThresholds, levelScores } from './learnt-thresholds.ts';
import { ruleFor } from './rule-for.ts';
import { rowRange } from '../matrix.ts';
import { type ScoreAll, scoreInChunks } from '../scoring/score-in-chunks.ts';
import { measureAgreement } from './agreement.ts';
import { precisionRecallCurve, rocCurve, thinCurve } from './curves.ts';
import { figuresOf, type Judged, judgeAlarms } from './judge-alarms.ts';
import { areaUnderRoc, averagePrecision } from './ranking.ts';
import { scoreLane } from './score-lane.ts';
import { pickSegments } from './split.ts';
import { measureStability } from './stability.ts';
import { sweepThresholds, thresholdGrid } from './threshold-sweep.ts';

export interface CompareInput extends SampleRange, RowModes {
  readonly judged: Judged;
  readonly candidates: readonly Candidate[];
  readonly detectorOf: (id: string) => Detector;
  readonly threshold: StudyThreshold;
  readonly seed: number;
  /** For the seconds that fitting and scoring take. */
  readonly nowMs: () => number;
}

/** Points of a drawn curve, and of a score over the whole range. */
const CURVE_POINTS = 300;
const LANE_POINTS = 2000;
const MOST_ALARMS = 500;

interface Scored extends LearntThresholds {
  readonly candidate: Candidate;
  readonly detector: Detector;
  readonly fitSeconds: number;
  readonly scoreSeconds: number;
  /** On the common scale, levelled where modes have thresholds of their own; one per row of the data. */
  readonly scores: Float64Array;
  readonly calibration: { readonly median: number; readonly width: number };
  readonly trainFlaggedShare: number;
}

type Compared = Pick<ComparisonResult, 'candidates' | 'agreement'>;

/**
 * Fits every candidate on the same training rows and measures all on the same other rows, scores on the common scale.
 * A candidate that cannot be fitted says why and the others go on. Throws `cancelled` when the checkpoint does.
 */
export async function compareDetectors(
  input: CompareInput,
  checkpoint: Checkpoint,
  scoreAll: ScoreAll = scoreInChunks,
): Promise<Compared> {
  const { candidates } = input;
  const results: JudgedCandidate[] = [];
  const scored: (Scored | null)[] = [];
  for (const [at, candidate] of candidates.entries()) {
    const { detectorId, detectorOptions } = candidate;
    const title = titleOf(input, detectorId);
    const part = portion(named(checkpoint, title), at / candidates.length, (at + 1) / candidates.length);
    const one = await tryCandidate(input, candidate, portion(part, 0, 0.5), scoreAll);
    const head = { detectorId, detectorOptions, title };
    if (typeof one === 'string') {
      scored.push(null);
      results.push({ ...head, failure: one, figures: null });
    } else {
      scored.push(one);
      const figures = await measure(input, one, portion(part, 0.5, 1));
      results.push({ ...head, failure: null, figures });
    }
  }
  return { candidates: results, agreement: agreementOf(input, scored) };
}

const named =
  (checkpoint: Checkpoint, place: string): Checkpoint =>
  (done, label) =>
    checkpoint(done, `${place}: ${label}`);

function titleOf({ detectorOf }: CompareInput, id: string): string {
  try {
    return detectorOf(id).title;
  } catch {
    return id;
  }
}

async function tryCandidate(
  input: CompareInput,
  candidate: Candidate,
  checkpoint: Checkpoint,
  scoreAll: ScoreAll,
): Promise<Scored | string> {
  try {
    return await scoreCandidate(input, candidate, checkpoint, scoreAll);
  } catch (caught) {
    const error = toAppError(caught);
    if (error.kind === 'invalid-input') return error.message;
    throw caught;
  }
}

async function scoreCandidate(
  input: CompareInput,
  candidate: Candidate,
  checkpoint: Checkpoint,
  scoreAll: ScoreAll,
): Promise<Scored> {
  const { samples, trainFrom, trainTo, rowModes, seed, nowMs } = input;
  const detector = input.detectorOf(candidate.detectorId);
  const training = rowRange(samples, trainFrom, trainTo);
  const startedMs = nowMs();
  const fitted = await detector.fit(training, candidate.detectorOptions, seed, portion(checkpoint, 0, 0.4));
  const fittedMs = nowMs();
  const own = await scoreAll(fitted, samples, portion(checkpoint, 0.4, 1));
  const scoredMs = nowMs();
  const trainScores = own.subarray(trainFrom, trainTo);
  const trainModes = rowModes?.subarray(trainFrom, trainTo) ?? null;
  const learnt = learnThresholds(ruleFor(detector, input.threshold), trainScores, trainModes);
  const levelled = levelScores(own, learnt, rowModes);
  const calibration = calibrate(trainScores) ?? { median: 0, width: 1 };
  const { anomalousCount, scoredCount } = flagSamples(
    levelled.subarray(trainFrom, trainTo),
    learnt.threshold,
  );
  return {
    candidate,
    detector,
    fitSeconds: (fittedMs - startedMs) / 1000,
    scoreSeconds: (scoredMs - fittedMs) / 1000,
    scores: levelled.map((score) => toCommonScale(calibration, score)),
    calibration,
    ...learnt,
    trainFlaggedShare: anomalousCount / scoredCount,
  };
}

function highestOf(scores: Float64Array): number {
  let highest = 0;
  for (const score of scores) if (score > highest) highest = score;
  return highest;
}

async function measure(
  input: CompareInput,
  scored: Scored,
  checkpoint: Checkpoint,
): Promise<CandidateFigures> {
  const { judged, samples, trainFrom, trainTo, rowModes, seed } = input;
  const { truth, measured } = judged;
  const threshold = toCommonScale(scored.calibration, scored.threshold);
  const judgement = judgeAlarms(judged, scored.scores, threshold);
  const picked = pickSegments(scored.scores, measured.segments);
  const labels = truth === null ? null : pickSegments(truth.positive, measured.segments);
  const hasBoth = labels !== null && labels.includes(0);
  const scoredRows = picked.reduce((count, score) => count + (Number.isNaN(score) ? 0 : 1), 0);
  const stability = await measureStability(
    {
      detector: scored.detector,
      options: scored.candidate.detectorOptions,
      seed,
      samples,
      trainFrom,
      trainTo,
      rowModes,
      rule: ruleFor(scored.detector, input.threshold),
      segments: measured.segments,
      flaggedShare: judgement.flagged / measured.rowCount,
    },
    portion(checkpoint, 0, 0.7),
  );
  return {
    threshold: scored.threshold,
    calibration: scored.calibration,
    modeThresholds: scored.modeThresholds,
    trainFlaggedShare: scored.trainFlaggedShare,
    own: figuresOf(judgement),
    scoredRows,
    averagePrecision: labels === null ? null : averagePrecision(picked, labels),
    areaUnderRoc: hasBoth ? areaUnderRoc(picked, labels) : null,
    events: (truth?.events ?? []).map(({ kind, tagName, startMs, endMs }, at) => ({
      kind,
      tagName,
      startMs,
      endMs,
      ...judgement.outcomes[at],
    })),
    roc: hasBoth ? thinCurve(rocCurve(picked, labels), CURVE_POINTS) : null,
    precisionRecall: labels === null ? null : thinCurve(precisionRecallCurve(picked, labels), CURVE_POINTS),
    stability: {
      ...stability,
      rankCorrelation: orNull(stability.rankCorrelation),
      alarmOverlap: orNull(stability.alarmOverlap),
    },
    sweep: await sweepThresholds(
      judged,
      scored.scores,
      thresholdGrid(highestOf(picked)),
      portion(checkpoint, 0.7, 1),
    ),
    lane: scoreLane(input.timesMs, scored.scores, LANE_POINTS),
    alarms: judgement.intervals
      .toSorted((one, other) => other.endMs - other.startMs - (one.endMs - one.startMs))
      .slice(0, MOST_ALARMS)
      .toSorted((one, other) => one.startMs - other.startMs)
      .map(({ startMs, endMs }) => ({ startMs, endMs })),
    seconds: { fit: scored.fitSeconds, score: scored.scoreSeconds },
  };
}

function agreementOf({ judged }: CompareInput, scored: readonly (Scored | null)[]): Compared['agreement'] {
  const places: number[] = [];
  const scores: Float64Array[] = [];
  const flags: Uint8Array[] = [];
  for (const [place, one] of scored.entries()) {
    if (one === null) continue;
    const picked = pickSegments(one.scores, judged.measured.segments);
    places.push(place);
    scores.push(picked);
    flags.push(flagSamples(picked, toCommonScale(one.calibration, one.threshold)).flags);
  }
  return places.length < 2 ? null : { places, ...measureAgreement(scores, flags) };
}

const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);
