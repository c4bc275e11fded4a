import type { DetectorOptions, LossPoint } from '@shared/contract/runs.ts';
import type { DetectorGuide, DetectorOption } from '@shared/detector-options.ts';
import type { Checkpoint } from '../checkpoint.ts';
import type { ThresholdRule } from '../anomalies/threshold.ts';
import { type Matrix, rowRange } from '../matrix.ts';

/** An algorithm that learns what is normal. Options in, fitted object out; nothing is kept in between. */
export interface Detector {
  readonly id: string;
  /** Name on screen. */
  readonly title: string;
  readonly guide: DetectorGuide;
  /** What can be set, in the order in which it is shown. */
  readonly options: readonly DetectorOption[];
  /** Every option at its usual value. */
  readonly defaultOptions: DetectorOptions;
  /** How the threshold is found where nobody asks for a contamination. */
  readonly usualThreshold: ThresholdRule;
  /** Share of an analysis that `fit` takes, for the progress that is shown; absent = a fifth. */
  readonly fitShare?: number;
  /**
   * Learns from `samples` (may hold NaN, see each detector's rule). Same samples, options and seed give the same bytes.
   * Throws the `invalid-input` failure for options or samples it cannot work with, `cancelled` when the checkpoint does.
   * A detector that learns in epochs gives its state to `keeper` after each, and goes on from the state it finds there:
   * the result has the same bytes as without the interruption.
   */
  fit(
    samples: Matrix,
    options: DetectorOptions,
    seed: number,
    checkpoint: Checkpoint,
    keeper?: TrainingKeeper,
  ): Promise<FittedDetector>;
  /** The fitted detector from what `toJSON` gave. Throws `invalid-input` for a format it does not know. */
  fromJSON(json: unknown): FittedDetector;
  /** The fitted detector from what `toParts` gave; where it has that. */
  fromParts?(parts: unknown): FittedDetector;
}

/** Where a detector that learns in epochs keeps what it needs to go on after a stop. */
export interface TrainingKeeper {
  /** What an interrupted `fit` with the same samples, options and seed kept last; null to start anew. */
  readonly saved: Uint8Array | null;
  /** `state` is complete for going on; `losses` of every epoch so far. */
  keep(state: Uint8Array, losses: readonly LossPoint[]): Promise<void>;
}

export interface FittedDetector {
  readonly detectorId: string;
  readonly columnCount: number;
  /** In words with figures, why this one was taken; only from a detector that chooses among others. */
  readonly reason?: string;
  /**
   * Rows before a row that its score depends on; 0 for a detector that looks at single samples. Whoever scores a part
   * of the rows gives these before it and drops their scores (`scoreRows`); fewer only at the start of the data.
   */
  readonly contextRows: number;
  /** Rows are in the order of time, never looked at ahead. Shape [rowCount]; higher is more abnormal; NaN where a sample has too little to be judged. */
  scoreSamples(samples: Matrix): Float64Array;
  /**
   * What the detector takes each tag's reading to be, given the rest of the sample and the rows before: the shape of
   * `samples`, in their units; NaN where it has no expectation. Absent for a detector that expects nothing of a tag.
   */
  expectedValues?(samples: Matrix): Matrix;
  /**
   * Weight >= 0 of each column in the score of each of the given rows, row-major, shape [rows.length x columnCount].
   * Only the proportions within a row count. `samples` holds the rows before that the detector looks at. Absent for a
   * detector that has no way of its own to explain a score; then one column at a time is set to its usual value.
   */
  columnWeights?(samples: Matrix, rows: readonly number[]): Float64Array;
  /** Plain data with `format` and `formatVersion`, complete for `fromJSON`. */
  toJSON(): unknown;
  /**
   * Data complete for `fromParts` that a message can carry, typed arrays among them: where taking `toJSON` apart and
   * checking it would take a thread as long as its part of the work.
   */
  toParts?(): unknown;
}

/** Scores of the rows from (included) to (excluded) of `samples`, with the rows before them that the detector looks at. */
export function scoreRows(fitted: FittedDetector, samples: Matrix, from: number, to: number): Float64Array {
  const first = Math.max(0, from - fitted.contextRows);
  return fitted.scoreSamples(rowRange(samples, first, to)).subarray(from - first);
}
