import type { Checkpoint } from '../checkpoint.ts';
import { type FittedDetector, scoreRows } from '../detectors/detector.ts';
import { type Matrix, rowRange } from '../matrix.ts';

const CHUNK_ROWS = 65_536;

/** Scores of all rows, shape [rowCount]. Every way gives the same bits. Throws `cancelled` when the checkpoint does. */
export type ScoreAll = (
  fitted: FittedDetector,
  samples: Matrix,
  checkpoint: Checkpoint,
) => Promise<Float64Array>;

/** Scores of all rows, shape [rowCount], a portion at a time so that the host stays responsive. */
export async function scoreInChunks(
  fitted: FittedDetector,
  samples: Matrix,
  checkpoint: Checkpoint,
  chunkRows = CHUNK_ROWS,
): Promise<Float64Array> {
  const scores = new Float64Array(samples.rowCount);
  for (let from = 0; from < samples.rowCount; from += chunkRows) {
    await checkpoint(from / samples.rowCount, 'Scoring');
    const to = Math.min(from + chunkRows, samples.rowCount);
    scores.set(scoreRows(fitted, samples, from, to), from);
  }
  await checkpoint(1, 'Scoring');
  return scores;
}

/** Scores of the rows from (included) to (excluded), by way of a host, with the rows before them that the detector looks at. */
export async function scorePart(
  scoreAll: ScoreAll,
  fitted: FittedDetector,
  samples: Matrix,
  from: number,
  to: number,
  checkpoint: Checkpoint,
): Promise<Float64Array> {
  const first = Math.max(0, from - fitted.contextRows);
  const scores = await scoreAll(fitted, rowRange(samples, first, to), checkpoint);
  return scores.subarray(from - first);
}
