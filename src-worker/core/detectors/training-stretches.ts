import { newMatrix } from '../matrix.ts';
import type { FilledSamples } from './missing-values.ts';

/** A longer training is learnt from in so many stretches of so many rows: their quantiles are those of the whole. */
const STRETCHES = 24;
const STRETCH_ROWS = 8192;

export interface TrainingStretches {
  readonly filled: FilledSamples;
  /** Rows whose windows reach back over a seam, rising; none where nothing was left out. */
  readonly atSeams: readonly number[];
}

/**
 * Stretches of neighbouring rows spread evenly over the training, one after the other; all of it where it is not
 * longer than they are together. `windowRows`: how far back a row looks, itself included.
 */
export function stretchesOf(filled: FilledSamples, windowRows: number): TrainingStretches {
  const { rowCount, columnCount, data } = filled.samples;
  const kept = STRETCHES * STRETCH_ROWS;
  if (rowCount <= kept) return { filled, atSeams: [] };
  const samples = newMatrix(kept, columnCount);
  const unscoredRows: number[] = [];
  const atSeams: number[] = [];
  let next = 0;
  for (let stretch = 0; stretch < STRETCHES; stretch++) {
    const from = Math.floor((stretch * (rowCount - STRETCH_ROWS)) / (STRETCHES - 1));
    const to = from + STRETCH_ROWS;
    const place = stretch * STRETCH_ROWS;
    samples.data.set(data.subarray(from * columnCount, to * columnCount), place * columnCount);
    while (next < filled.unscoredRows.length && filled.unscoredRows[next] < from) next++;
    for (; next < filled.unscoredRows.length && filled.unscoredRows[next] < to; next++)
      unscoredRows.push(place + filled.unscoredRows[next] - from);
    if (stretch === 0) continue;
    for (let row = 0; row < Math.min(windowRows - 1, STRETCH_ROWS); row++) atSeams.push(place + row);
  }
  return { filled: { samples, unscoredRows }, atSeams };
}
