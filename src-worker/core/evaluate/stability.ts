import { type Checkpoint, portion } from '../checkpoint.ts';
import type { ThresholdRule } from '../anomalies/threshold.ts';
import type { Detector } from '../detectors/detector.ts';
import { type Matrix, newMatrix, rowRange } from '../matrix.ts';
import { createRandom } from '../random.ts';
import { scoreInChunks, scorePart } from '../scoring/score-in-chunks.ts';
import type { RowModes } from './keep-modes.ts';
import { learnThresholds, levelScores } from './learnt-thresholds.ts';
import type { DetectorOptions } from '@shared/contract/runs.ts';
import { flagHighest, flagOverlap, rankCorrelation } from './rank-correlation.ts';
import { countRows, pickSegments } from './split.ts';
import type { RowWindow } from './windows.ts';

/** How far the answer of a detector depends on which part of the training rows it happened to see. */
export interface Stability {
  /** Mean rank correlation of the scores of two refits, -1..1; 1 = the same order. */
  readonly rankCorrelation: number;
  /** Mean share that the samples flagged by two refits have in common, 0..1, each flagging `flaggedRows`. */
  readonly alarmOverlap: number;
  readonly refits: number;
  readonly measuredRows: number;
  readonly flaggedRows: number;
}

const REFITS = 4;
const BLOCKS = 10;
const BLOCKS_LEFT_OUT = 3;
const MOST_ROWS = 20_000;
const STRETCHES = 20;

export interface StabilityInput extends RowModes {
  readonly detector: Detector;
  readonly options: DetectorOptions;
  readonly seed: number;
  readonly samples: Matrix;
  readonly trainFrom: number;
  readonly trainTo: number;
  /** From which thresholds by mode follow. */
  readonly rule: ThresholdRule;
  readonly segments: readonly RowWindow[];
  /** Share of the measured samples that the detector flags, 0..1. */
  readonly flaggedShare: number;
}

/**
 * Fits the detector four times, each time without three of ten blocks of the training rows and with another seed, and
 * compares how the refits rank the measured samples. Blocks, so that what belongs together in time stays together. At
 * most 20,000 samples are scored, in 20 stretches spread over the measured rows. Needs no labels. Where modes have
 * thresholds of their own, each refit learns its own from the rows it saw, and samples rank by how far they lie above.
 */
export async function measureStability(input: StabilityInput, checkpoint: Checkpoint): Promise<Stability> {
  const { samples, trainFrom, trainTo, rowModes } = input;
  const stretches = spread(input.segments);
  const measuredModes = rowModes === null ? null : pickSegments(rowModes, stretches);
  const training = rowRange(samples, trainFrom, trainTo);
  const rowCount = countRows(stretches);
  const flaggedRows = Math.max(Math.min(10, rowCount), Math.round(rowCount * input.flaggedShare));
  const all: Float64Array[] = [];
  for (let refit = 0; refit < REFITS; refit++) {
    const part = portion(checkpoint, refit / REFITS, (refit + 1) / REFITS);
    await part(0, 'Refitting on parts of the training rows');
    const kept = withoutBlocks(training.rowCount, createRandom(input.seed).split(refit));
    const seen = pickRows(training, kept);
    const fitted = await input.detector.fit(
      seen,
      input.options,
      input.seed + refit + 1,
      portion(part, 0, 0.7),
    );
    const scores = new Float64Array(rowCount);
    const scoring = portion(part, 0.7, 0.9);
    let at = 0;
    for (const { from, to } of stretches) {
      scores.set(await scorePart(scoreInChunks, fitted, samples, from, to + 1, scoring), at);
      at += to - from + 1;
    }
    if (rowModes === null) all.push(scores);
    else {
      const trainScores = await scoreInChunks(fitted, seen, portion(part, 0.9, 1));
      const seenModes = pickSegments(rowModes.subarray(trainFrom, trainTo), kept);
      all.push(levelScores(scores, learnThresholds(input.rule, trainScores, seenModes), measuredModes));
    }
  }
  const flags = all.map((scores) => flagHighest(scores, flaggedRows));
  const correlations: number[] = [];
  const overlaps: number[] = [];
  for (let one = 0; one < REFITS; one++)
    for (let other = one + 1; other < REFITS; other++) {
      correlations.push(rankCorrelation(all[one], all[other]));
      overlaps.push(flagOverlap(flags[one], flags[other]));
    }
  return {
    rankCorrelation: meanOf(correlations),
    alarmOverlap: meanOf(overlaps),
    refits: REFITS,
    measuredRows: rowCount,
    flaggedRows,
  };
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The rows without three of ten blocks, in their order; all of them where there are too few to cut. */
function withoutBlocks(rowCount: number, random: { below(bound: number): number }): readonly RowWindow[] {
  if (rowCount < BLOCKS * 2) return [{ from: 0, to: rowCount - 1 }];
  const out = new Set<number>();
  while (out.size < BLOCKS_LEFT_OUT) out.add(random.below(BLOCKS));
  return Array.from({ length: BLOCKS }, (_, block) => block)
    .filter((block) => !out.has(block))
    .map((block) => ({
      from: Math.floor((block * rowCount) / BLOCKS),
      to: Math.floor(((block + 1) * rowCount) / BLOCKS) - 1,
    }));
}

function pickRows(samples: Matrix, windows: readonly RowWindow[]): Matrix {
  const picked = newMatrix(countRows(windows), samples.columnCount);
  let at = 0;
  for (const { from, to } of windows) {
    const rows = rowRange(samples, from, to + 1).data;
    picked.data.set(rows, at);
    at += rows.length;
  }
  return picked;
}

/** All rows, or stretches spread evenly over them. */
function spread(segments: readonly RowWindow[]): RowWindow[] {
  const rowCount = countRows(segments);
  if (rowCount <= MOST_ROWS) return [...segments];
  return segments.flatMap(({ from, to }) => {
    const length = to - from + 1;
    const count = Math.max(1, Math.round((STRETCHES * length) / rowCount));
    const each = Math.floor((MOST_ROWS * length) / rowCount / count);
    return Array.from({ length: count }, (_, at) => {
      const start = from + Math.floor((at * length) / count);
      return { from: start, to: Math.min(to, start + each - 1) };
    });
  });
}
