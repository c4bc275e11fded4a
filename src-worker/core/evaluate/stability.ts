import { type Checkpoint, portion } from '../checkpoint.ts';
import { type Detector, scoreRows } from '../detectors/detector.ts';
import { type Matrix, newMatrix, rowRange } from '../matrix.ts';
import { createRandom } from '../random.ts';
import type { DetectorOptions } from '@shared/contract/runs.ts';
import { flagHighest, flagOverlap, rankCorrelation } from './rank-correlation.ts';
import { countRows } from './split.ts';
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

export interface StabilityInput {
  readonly detector: Detector;
  readonly options: DetectorOptions;
  readonly seed: number;
  readonly samples: Matrix;
  readonly trainFrom: number;
  readonly trainTo: number;
  readonly segments: readonly RowWindow[];
  /** Share of the measured samples that the detector flags, 0..1. */
  readonly flaggedShare: number;
}

/**
 * Fits the detector four times, each time without three of ten blocks of the training rows and with another seed, and
 * compares how the refits rank the measured samples. Blocks, so that what belongs together in time stays together. At
 * most 20,000 samples are scored, in 20 stretches spread over the measured rows. Needs no labels.
 */
export async function measureStability(input: StabilityInput, checkpoint: Checkpoint): Promise<Stability> {
  const stretches = spread(input.segments);
  const rowCount = countRows(stretches);
  const flaggedRows = Math.max(Math.min(10, rowCount), Math.round(rowCount * input.flaggedShare));
  const all: Float64Array[] = [];
  for (let refit = 0; refit < REFITS; refit++) {
    const part = portion(checkpoint, refit / REFITS, (refit + 1) / REFITS);
    await part(0, 'Refitting on parts of the training rows');
    const training = withoutBlocks(
      rowRange(input.samples, input.trainFrom, input.trainTo),
      createRandom(input.seed).split(refit),
    );
    const fitted = await input.detector.fit(training, input.options, input.seed + refit + 1, part);
    const scores = new Float64Array(rowCount);
    let at = 0;
    for (const { from, to } of stretches) {
      scores.set(scoreRows(fitted, input.samples, from, to + 1), at);
      at += to - from + 1;
      await part(1, 'Scoring');
    }
    all.push(scores);
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

/** The training rows without three of ten blocks, in their order; all of them where there are too few to cut. */
function withoutBlocks(training: Matrix, random: { below(bound: number): number }): Matrix {
  const { rowCount, columnCount } = training;
  if (rowCount < BLOCKS * 2) return training;
  const out = new Set<number>();
  while (out.size < BLOCKS_LEFT_OUT) out.add(random.below(BLOCKS));
  const kept = Array.from({ length: BLOCKS }, (_, block) => block)
    .filter((block) => !out.has(block))
    .map((block) => ({
      from: Math.floor((block * rowCount) / BLOCKS),
      to: Math.floor(((block + 1) * rowCount) / BLOCKS) - 1,
    }));
  const part = newMatrix(countRows(kept), columnCount);
  let at = 0;
  for (const { from, to } of kept) {
    const rows = rowRange(training, from, to + 1).data;
    part.data.set(rows, at);
    at += rows.length;
  }
  return part;
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
