import type { Checkpoint } from '@core/checkpoint.ts';
import { CHUNK_READINGS } from '@core/chunks/chunk.ts';
import { encodeScores } from '@core/scoring/encode-scores.ts';
import type { BeginWork } from '@core/scoring/scoring-pool.ts';
import type { RunStore } from './run-store.ts';

const ROWS_PER_MESSAGE = 32 * CHUNK_READINGS;

/** The saving of a run's scores, which goes on by itself as far as another thread encodes them. */
export interface ScoreSaving {
  /** Does now what is left to do. Rejects as the store does. */
  finish(checkpoint: Checkpoint): Promise<void>;
}

/** Stores the scores of a run, a part at a time and in their order: while the store writes one, the next is encoded. */
export function saveScores(
  store: Pick<RunStore, 'appendScores'>,
  runId: number,
  timesMs: Float64Array,
  scores: Float64Array,
  begin: BeginWork,
): ScoreSaving {
  const partCount = Math.ceil(scores.length / ROWS_PER_MESSAGE);
  const parts = Array.from({ length: partCount }, (_, part) => {
    const from = part * ROWS_PER_MESSAGE;
    const to = Math.min(from + ROWS_PER_MESSAGE, scores.length);
    const input = { timesMs: timesMs.subarray(from, to), scores: scores.subarray(from, to) };
    return begin({ name: 'encode-scores', input }, () => Promise.resolve(encodeScores(input)));
  });
  let writing: Promise<void> = Promise.resolve();
  for (const part of parts) {
    writing = Promise.all([part.wait(), writing]).then(([chunks]) => store.appendScores(runId, chunks));
    // Its failure is met when the saving is finished.
    writing.catch(() => undefined);
  }
  return {
    async finish(checkpoint) {
      try {
        for (const [index, part] of parts.entries()) {
          await checkpoint(index / partCount, 'Saving');
          await part.take(checkpoint);
        }
        await writing;
      } finally {
        for (const part of parts) part.stop();
      }
    },
  };
}
