/** A score for drawing: the highest of each stretch of rows. */
export interface ScoreLane {
  /** Of the highest score of each stretch. */
  readonly timesMs: readonly number[];
  /** Null where nothing in the stretch was scored. */
  readonly scores: readonly (number | null)[];
  /** Rows in a stretch. */
  readonly rowsPerPoint: number;
}

/** The highest score of each of at most `most` stretches, so that no alarm is lost in the drawing. */
export function scoreLane(timesMs: Float64Array, scores: Float64Array, most: number): ScoreLane {
  const rowsPerPoint = Math.max(1, Math.ceil(scores.length / most));
  const lane: { timesMs: number[]; scores: (number | null)[] } = { timesMs: [], scores: [] };
  for (let from = 0; from < scores.length; from += rowsPerPoint) {
    const to = Math.min(from + rowsPerPoint, scores.length);
    let highest = -1;
    for (let row = from; row < to; row++)
      if (!Number.isNaN(scores[row]) && (highest < 0 || scores[row] > scores[highest])) highest = row;
    lane.timesMs.push(timesMs[highest < 0 ? from : highest]);
    lane.scores.push(highest < 0 ? null : Number(scores[highest].toPrecision(6)));
  }
  return { ...lane, rowsPerPoint };
}
