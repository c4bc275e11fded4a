import type { DetectorOptions } from '@shared/contract/runs.ts';
import { flagSamples, thresholdBy } from '../../anomalies/threshold.ts';
import { type Checkpoint, portion } from '../../checkpoint.ts';
import { type Matrix, rowRange } from '../../matrix.ts';
import { createRandom } from '../../random.ts';
import type { Detector } from '../detector.ts';
import { faultKinds, type FaultKind, insertFault } from './synthetic-faults.ts';

export interface Candidate {
  readonly detector: Detector;
  readonly options: DetectorOptions;
}

export interface TrialResult {
  readonly candidate: Candidate;
  /** Share of the held-out samples, as they are, above the limit. */
  readonly falseAlarms: number;
  /** Share of the samples with an inserted fault above the limit, by kind; mean over the tags tried. */
  readonly detected: Readonly<Record<FaultKind, number>>;
  /** Mean of `detected` minus `falseAlarms`, -1..1. */
  readonly merit: number;
}

/** A trial looks at this many samples at the end of the training, at most, and needs at least so many. */
const MOST_ROWS = 2000;
const FEWEST_ROWS = 100;
/** Share of them that is learnt from; the others are held out. */
const LEARNT = 0.6;
const TAGS_TRIED = 4;

/** How many samples a trial learns from, holds out, and holds with an inserted fault; null where there are too few. */
export interface TrialRows {
  readonly learntRows: number;
  readonly heldOutRows: number;
  readonly faultRows: number;
}

export function trialRowsOf(trainingRows: number): TrialRows | null {
  if (trainingRows < FEWEST_ROWS) return null;
  const rowCount = Math.min(trainingRows, MOST_ROWS);
  const learntRows = Math.floor(rowCount * LEARNT);
  const faultFrom = Math.floor((learntRows + rowCount) / 2);
  return { learntRows, heldOutRows: rowCount - learntRows, faultRows: rowCount - faultFrom };
}

/**
 * Tries detectors on the training samples alone, without labels: each learns from the first 60 %, takes its limit from
 * their scores, and is then measured on the others, which it has not seen: how often it raises an alarm on them as they
 * are, and how much it sees of faults put into their second half, in up to four tags drawn by the seed
 * (`synthetic-faults.ts`). `training` without NaN. Gives nothing for fewer than 100 samples.
 */
export async function tryDetectors(
  candidates: readonly Candidate[],
  training: Matrix,
  seed: number,
  checkpoint: Checkpoint,
): Promise<TrialResult[]> {
  const rows = trialRowsOf(training.rowCount);
  if (rows === null) return [];
  const { learntRows, heldOutRows, faultRows } = rows;
  const samples = rowRange(training, training.rowCount - learntRows - heldOutRows, training.rowCount);
  const faultFrom = samples.rowCount - faultRows;
  const tags = drawTags(samples.columnCount, seed);
  const kinds = faultKinds.filter((kind) => kind !== 'relation' || samples.columnCount > 1);
  const results: TrialResult[] = [];
  for (const [index, candidate] of candidates.entries()) {
    const step = portion(checkpoint, index / candidates.length, (index + 1) / candidates.length);
    const learnt = rowRange(samples, 0, learntRows);
    const fitted = await candidate.detector.fit(learnt, candidate.options, seed, portion(step, 0, 0.5));
    await step(0.5, 'Trying detectors');
    const own = fitted.scoreSamples(samples);
    const limit = thresholdBy({ kind: 'training-limit' }, own.subarray(0, learntRows));
    const detected = { shift: NaN, ramp: NaN, relation: NaN };
    for (const kind of kinds) {
      let sum = 0;
      for (const tag of tags) {
        const scores = fitted.scoreSamples(insertFault(samples, learntRows, kind, tag, faultFrom));
        sum += alarmShare(scores.subarray(faultFrom), limit);
      }
      detected[kind] = sum / tags.length;
      await step(0.5 + 0.5 / kinds.length, 'Trying detectors');
    }
    const falseAlarms = alarmShare(own.subarray(learntRows), limit);
    const seen = kinds.reduce((sum, kind) => sum + detected[kind], 0) / kinds.length;
    results.push({ candidate, falseAlarms, detected, merit: seen - falseAlarms });
  }
  return results;
}

function alarmShare(scores: Float64Array, limit: number): number {
  const { anomalousCount, scoredCount } = flagSamples(scores, limit);
  return scoredCount === 0 ? 0 : anomalousCount / scoredCount;
}

/** Up to four columns, rising. */
function drawTags(columnCount: number, seed: number): number[] {
  const random = createRandom(seed, 7);
  const columns = Array.from({ length: columnCount }, (_, column) => column);
  while (columns.length > TAGS_TRIED) columns.splice(random.below(columns.length), 1);
  return columns;
}
