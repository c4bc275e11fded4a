import type { DetectorOptions } from '@shared/contract/runs.ts';
import type { Checkpoint } from '../checkpoint.ts';
import type { Matrix } from '../matrix.ts';

/** An algorithm that learns what is normal. Options in, fitted object out; nothing is kept in between. */
export interface Detector {
  readonly id: string;
  /** Name on screen. */
  readonly title: string;
  readonly defaultOptions: DetectorOptions;
  /**
   * Learns from `samples` (may hold NaN, see each detector's rule). Same samples, options and seed give the same bytes.
   * Throws the `invalid-input` failure for options or samples it cannot work with, `cancelled` when the checkpoint does.
   */
  fit(
    samples: Matrix,
    options: DetectorOptions,
    seed: number,
    checkpoint: Checkpoint,
  ): Promise<FittedDetector>;
  /** The fitted detector from what `toJSON` gave. Throws `invalid-input` for a format it does not know. */
  fromJSON(json: unknown): FittedDetector;
}

export interface FittedDetector {
  readonly detectorId: string;
  readonly columnCount: number;
  /** Shape [rowCount]; higher is more abnormal; NaN where a sample has too little to be judged. */
  scoreSamples(samples: Matrix): Float64Array;
  /** Plain data with `format` and `formatVersion`, complete for `fromJSON`. */
  toJSON(): unknown;
}
