import type { EncodedChunk } from '../chunks/chunk.ts';
import { encodeBlock } from '../chunks/encode-chunk.ts';
import { BAD, GOOD } from '../quality.ts';
import type { ReadingBlock } from '../reading-block.ts';

/** Scores of neighbouring samples with their times. */
export interface ScorePart {
  readonly timesMs: Float64Array;
  /** NaN where a sample was not scored. */
  readonly scores: Float64Array;
}

/** Scores as readings: a sample that was not scored is a bad one without a value. */
export function scoresAsBlock({ timesMs, scores }: ScorePart): ReadingBlock {
  const qualities = new Uint8Array(scores.length);
  for (let row = 0; row < scores.length; row++) qualities[row] = Number.isNaN(scores[row]) ? BAD : GOOD;
  return { timesMs, values: scores, qualities, statuses: [] };
}

/** The chunks that are stored, each array with memory of its own, as a message copies all the memory behind one. */
export const encodeScores = (part: ScorePart): EncodedChunk[] =>
  encodeBlock(scoresAsBlock(part)).map((chunk) => ({
    ...chunk,
    pyramid: chunk.pyramid.slice(),
    times: chunk.times.slice(),
    values: chunk.values.slice(),
    qualities: chunk.qualities.slice(),
  }));
