import type { Checkpoint } from '../checkpoint.ts';
import type { FittedDetector } from '../detectors/detector.ts';
import { type Matrix, newMatrix, rowRange } from '../matrix.ts';

export interface ColumnContribution {
  readonly column: number;
  /** 0..1; the shares given for one sample add up to 1. */
  readonly share: number;
  /** Null where the reading is missing. */
  readonly actual: number | null;
  /** Null where the column has no usual value. */
  readonly usual: number | null;
}

/** Most columns named for one anomaly. */
export const MOST_CONTRIBUTIONS = 8;

const BATCH_ROWS = 16_384;

/**
 * Which columns make the samples at `rows` abnormal, largest share first, at most eight of them.
 *
 * The weights come from the detector where it can explain its scores (`columnWeights`). Otherwise one column at a time
 * is set to its usual value, and the fall of the score is that column's weight: right for any detector, since it only
 * asks for scores; a detector that looks back gets the usual value in all the rows it looks at. The shares are the
 * weights of the columns named, made to add up to 1. Where no column has a weight, all columns that have a reading get
 * the same share. A missing reading has no weight: the detector has already put the usual value in its place.
 */
export async function contributionsAt(
  fitted: FittedDetector,
  samples: Matrix,
  rows: readonly number[],
  usual: Float32Array,
  checkpoint: Checkpoint,
): Promise<ColumnContribution[][]> {
  const { columnCount } = samples;
  const variants = columnCount + 1;
  const batchSize = Math.max(1, Math.floor(BATCH_ROWS / variants / (fitted.contextRows + 1)));
  const result: ColumnContribution[][] = [];
  for (let from = 0; from < rows.length; from += batchSize) {
    await checkpoint(from / rows.length, 'Explaining anomalies');
    const batch = rows.slice(from, from + batchSize);
    const weights = fitted.columnWeights?.(samples, batch) ?? ablationWeights(fitted, samples, batch, usual);
    batch.forEach((row, index) => {
      const sample = rowRange(samples, row, row + 1).data;
      const first = index * columnCount;
      result.push(sharesOf(sample, usual, weights.subarray(first, first + columnCount)));
    });
  }
  return result;
}

/** Falls of the score when one column at a time takes its usual value; shape [rows x columns]. */
function ablationWeights(
  fitted: FittedDetector,
  samples: Matrix,
  rows: readonly number[],
  usual: Float32Array,
): Float64Array {
  const { columnCount } = samples;
  const scores =
    fitted.contextRows === 0
      ? fitted.scoreSamples(withUsualValues(samples, rows, usual))
      : scoresWithContext(fitted, samples, rows, usual);
  const weights = new Float64Array(rows.length * columnCount);
  for (let index = 0, at = 0; index < rows.length; index++) {
    const first = index * (columnCount + 1);
    for (let column = 1; column <= columnCount; column++) {
      weights[at++] = Math.max(0, scores[first] - scores[first + column]) || 0;
    }
  }
  return weights;
}

/** For each row: the sample itself, then one copy per column with that column at its usual value. */
function withUsualValues(samples: Matrix, rows: readonly number[], usual: Float32Array): Matrix {
  const { columnCount } = samples;
  const variants = newMatrix(rows.length * (columnCount + 1), columnCount);
  let at = 0;
  for (const row of rows) {
    const sample = rowRange(samples, row, row + 1).data;
    variants.data.set(sample, at);
    at += columnCount;
    for (let column = 0; column < columnCount; column++) {
      variants.data.set(sample, at);
      if (!Number.isNaN(sample[column])) variants.data[at + column] = usual[column];
      at += columnCount;
    }
  }
  return variants;
}

/** As `withUsualValues` for a detector that looks back: the score of each row and of its variants, in the same order. */
function scoresWithContext(
  fitted: FittedDetector,
  samples: Matrix,
  rows: readonly number[],
  usual: Float32Array,
): Float64Array {
  const { columnCount } = samples;
  const scores = new Float64Array(rows.length * (columnCount + 1));
  let at = 0;
  for (const row of rows) {
    const before = rowRange(samples, Math.max(0, row - fitted.contextRows), row + 1);
    const scoreLast = (block: Matrix): number => fitted.scoreSamples(block)[block.rowCount - 1];
    scores[at++] = scoreLast(before);
    for (let column = 0; column < columnCount; column++) {
      const data = before.data.slice();
      for (let value = column; value < data.length; value += columnCount) {
        if (!Number.isNaN(data[value])) data[value] = usual[column];
      }
      scores[at++] = scoreLast({ ...before, data });
    }
  }
  return scores;
}

/** `columnWeights`: one per column of the sample. */
function sharesOf(
  sample: Float32Array,
  usual: Float32Array,
  columnWeights: Float64Array,
): ColumnContribution[] {
  const weights = Array.from(sample, (actual, column) =>
    Number.isNaN(actual) || !(columnWeights[column] > 0) ? 0 : columnWeights[column],
  );
  if (!weights.some((weight) => weight > 0)) {
    sample.forEach((actual, column) => (weights[column] = Number.isNaN(actual) ? 0 : 1));
  }
  const named = weights
    .map((weight, column) => ({ weight, column }))
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight || one.column - other.column)
    .slice(0, MOST_CONTRIBUTIONS);
  const total = named.reduce((sum, { weight }) => sum + weight, 0);
  return named.map(({ weight, column }) => ({
    column,
    share: weight / total,
    actual: orNull(sample[column]),
    usual: orNull(usual[column]),
  }));
}

const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);
