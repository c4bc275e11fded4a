import type { DetectorOptions } from '@shared/contract/runs.ts';
import { toAppError } from '@shared/errors.ts';
import type { SampleRange } from '../../analyse-samples.ts';
import { type Checkpoint, portion } from '../../checkpoint.ts';
import type { Detector } from '../../detectors/detector.ts';
import { type Matrix, rowRange } from '../../matrix.ts';
import { type ScoreAll, scoreInChunks } from '../../scoring/score-in-chunks.ts';
import { averagePrecision } from '../ranking.ts';
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

/** Average precision of a setting on each of the given rows, or why it cannot be fitted. */
export async function judgeSetting(
  detector: Detector,
  options: DetectorOptions,
  training: Matrix,
  seed: number,
  rows: readonly JudgedRows[],
  checkpoint: Checkpoint,
  scoreAll: ScoreAll = scoreInChunks,
): Promise<readonly number[] | string> {
  try {
    const fitted = await detector.fit(training, options, seed, portion(checkpoint, 0, 0.5));
    const figures: number[] = [];
    for (const { measured, samples, positive } of rows) {
      const scores = new Float64Array(samples.rowCount).fill(NaN);
      for (const { from, to } of measured.segments) {
        const first = Math.max(0, from - fitted.contextRows);
        const part = portion(checkpoint, 0.5, 1);
        const scored = await scoreAll(fitted, rowRange(samples, first, to + 1), part);
        scores.set(scored.subarray(from - first), from);
      }
      figures.push(
        averagePrecision(pickSegments(scores, measured.segments), pickSegments(positive, measured.segments)),
      );
    }
    return figures;
  } catch (caught) {
    const error = toAppError(caught);
    if (error.kind === 'invalid-input') return error.message;
    throw caught;
  }
}
