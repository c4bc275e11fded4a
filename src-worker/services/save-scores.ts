import type { Checkpoint } from '@core/checkpoint.ts';
import { CHUNK_READINGS } from '@core/chunks/chunk.ts';
import { encodeBlock } from '@core/chunks/encode-chunk.ts';
import type { ReadingStore } from '@core/reading-store.ts';
import { scoresAsBlock } from './read-readings.ts';

const ROWS_PER_MESSAGE = 32 * CHUNK_READINGS;

/** Stores the scores of a run, a part at a time: while the store writes one, the next is encoded. */
export async function saveScores(
  store: ReadingStore,
  runId: number,
  timesMs: Float64Array,
  scores: Float64Array,
  checkpoint: Checkpoint,
): Promise<void> {
  let writing: Promise<void> = Promise.resolve();
  for (let from = 0; from < scores.length; from += ROWS_PER_MESSAGE) {
    await checkpoint(from / scores.length, 'Saving');
    const to = Math.min(from + ROWS_PER_MESSAGE, scores.length);
    const chunks = encodeBlock(scoresAsBlock(timesMs.subarray(from, to), scores.subarray(from, to)));
    await writing;
    writing = store.appendScores(runId, chunks);
    // Its failure is met at the next await, or the one after the loop.
    writing.catch(() => undefined);
  }
  await writing;
}
