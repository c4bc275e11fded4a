import { AppFailure } from '@shared/errors.ts';
import { type Matrix, newMatrix } from '../matrix.ts';
import { columnMedians } from '../stats/median.ts';
import { examineTraining, type FilledSamples, fillMissing } from './missing-values.ts';

export interface PreparedTraining {
  /** All rows in their order, missing values replaced; rows not to be learnt from are in `unscoredRows`. */
  readonly filled: FilledSamples;
  /** Only the rows to learn from, without NaN. */
  readonly usable: Matrix;
  readonly medians: Float32Array;
}

/** Applies the rule for missing values to training samples. Throws `invalid-input` as that rule does, and for no rows. */
export function prepareTraining(samples: Matrix): PreparedTraining {
  if (samples.rowCount === 0 || samples.columnCount === 0) {
    throw new AppFailure({ kind: 'invalid-input', message: 'There are no training samples.' });
  }
  const { medians, usableRows } = examineTraining(samples);
  if (usableRows === null) {
    const filled = fillMissing(samples, medians);
    return { filled, usable: filled.samples, medians };
  }
  // A sample that is not learnt from must not move what stands for missing values either.
  const learnt = pickRows(samples, usableRows);
  const learntMedians = columnMedians(learnt).map((median, column) =>
    Number.isNaN(median) ? medians[column] : median,
  );
  return {
    filled: fillMissing(samples, learntMedians),
    usable: fillMissing(learnt, learntMedians).samples,
    medians: learntMedians,
  };
}

/** Fills samples to be scored. Throws `invalid-input` when they have another number of columns than the training. */
export function prepareScoring(samples: Matrix, medians: Float32Array): FilledSamples {
  if (samples.columnCount !== medians.length) {
    throw new AppFailure({
      kind: 'invalid-input',
      message: `The detector was trained on ${medians.length} columns; the samples have ${samples.columnCount}.`,
    });
  }
  return fillMissing(samples, medians);
}

function pickRows(samples: Matrix, rows: Int32Array): Matrix {
  const { columnCount, data } = samples;
  const picked = newMatrix(rows.length, columnCount);
  rows.forEach((row, at) =>
    picked.data.set(data.subarray(row * columnCount, (row + 1) * columnCount), at * columnCount),
  );
  return picked;
}
