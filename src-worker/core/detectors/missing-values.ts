import { AppFailure } from '@shared/errors.ts';
import type { Matrix } from '../matrix.ts';
import { columnMedians } from '../stats/median.ts';

/** What the rule for missing values takes from the training samples. */
export interface TrainingValues {
  readonly medians: Float32Array;
  /** Rows with at least half of their columns, rising; null when that is every row. */
  readonly usableRows: Int32Array | null;
}

/**
 * The rule for missing values, one for every detector that looks at single samples: a missing value is replaced by the
 * median of its column in the training samples; a sample with more than half of its columns missing is neither learnt
 * from nor scored. Throws `invalid-input` for a column without any value, for infinities, and when no sample is left.
 */
export function examineTraining(samples: Matrix): TrainingValues {
  const missing = countMissing(samples);
  const medians = columnMedians(samples);
  const empty = medians.findIndex((median) => Number.isNaN(median));
  if (empty >= 0) {
    throw new AppFailure({
      kind: 'invalid-input',
      message: `Column ${empty + 1} has no value in the training samples; leave it out or choose another range.`,
    });
  }
  if (missing === null) return { medians, usableRows: null };
  const usableRows = listUsable(missing, samples);
  if (usableRows !== null && usableRows.length === 0) {
    throw new AppFailure({
      kind: 'invalid-input',
      message:
        'Every training sample has more than half of its values missing; nothing can be learnt from them.',
    });
  }
  return { medians, usableRows };
}

/** Rows that may be learnt from; null when that is every row. */
function listUsable(missing: Uint16Array, samples: Matrix): Int32Array | null {
  let unusable = 0;
  for (let row = 0; row < missing.length; row++) if (isUnscored(missing[row], samples)) unusable++;
  if (unusable === 0) return null;
  const usable = new Int32Array(missing.length - unusable);
  let count = 0;
  for (let row = 0; row < missing.length; row++)
    if (!isUnscored(missing[row], samples)) usable[count++] = row;
  return usable;
}

export interface FilledSamples {
  /** Without NaN. */
  readonly samples: Matrix;
  /** Rows that must not get a score. */
  readonly unscoredRows: readonly number[];
}

/** Applies the rule to samples that are to be scored; gives back the same matrix when nothing is missing. */
export function fillMissing(samples: Matrix, medians: Float32Array): FilledSamples {
  const missing = countMissing(samples);
  if (missing === null) return { samples, unscoredRows: [] };
  const data = samples.data.slice();
  const unscoredRows: number[] = [];
  const { columnCount } = samples;
  for (let row = 0; row < samples.rowCount; row++) {
    if (missing[row] === 0) continue;
    if (isUnscored(missing[row], samples)) unscoredRows.push(row);
    const first = row * columnCount;
    for (let column = 0; column < columnCount; column++) {
      if (Number.isNaN(data[first + column])) data[first + column] = medians[column];
    }
  }
  return { samples: { ...samples, data }, unscoredRows };
}

const isUnscored = (missing: number, samples: Matrix): boolean => missing * 2 > samples.columnCount;

/** Missing values of each row, or null when there is none at all. Throws `invalid-input` for an infinite value. */
function countMissing(samples: Matrix): Uint16Array | null {
  const { data, rowCount, columnCount } = samples;
  if (isAllFinite(data)) return null;
  const missing = new Uint16Array(rowCount);
  for (let at = 0; at < data.length; at++) {
    const value = data[at];
    // A difference of a value with itself is 0 unless the value is NaN or infinite.
    if (value - value === 0) continue;
    const row = Math.floor(at / columnCount);
    if (!Number.isNaN(value)) throw infinite(row, at % columnCount);
    missing[row]++;
  }
  return missing;
}

const infinite = (row: number, column: number): AppFailure =>
  new AppFailure({
    kind: 'invalid-input',
    message: `Column ${column + 1} of sample ${row + 1} is infinite; only finite and missing values can be worked with.`,
  });

/**
 * Zero times a value is zero unless the value is NaN or infinite, and one NaN makes the sum NaN. Four sums, since one
 * would wait for itself at every step.
 */
function isAllFinite(data: Float32Array): boolean {
  const even = data.length - (data.length % 4);
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let at = 0; at < even; at += 4) {
    a += data[at] * 0;
    b += data[at + 1] * 0;
    c += data[at + 2] * 0;
    d += data[at + 3] * 0;
  }
  for (let at = even; at < data.length; at++) a += data[at] * 0;
  return a + b + c + d === 0;
}
