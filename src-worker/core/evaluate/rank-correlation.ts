/** Ranks from 1, equal values sharing their mean rank. */
export function ranksOf(values: Float64Array): Float64Array {
  const order = Array.from(values.keys()).sort((one, other) => values[one] - values[other]);
  const ranks = new Float64Array(values.length);
  for (let from = 0, to = 0; from < order.length; from = to) {
    while (to < order.length && values[order[to]] === values[order[from]]) to++;
    for (let at = from; at < to; at++) ranks[order[at]] = (from + to + 1) / 2;
  }
  return ranks;
}

/**
 * Spearman's rank correlation of two scores over the samples that both have scored, -1..1; NaN where one of them is the
 * same everywhere. Says whether two scores put the samples in the same order, whatever their scales.
 */
export function rankCorrelation(one: Float64Array, other: Float64Array): number {
  const both = Array.from(one.keys()).filter((at) => !Number.isNaN(one[at]) && !Number.isNaN(other[at]));
  const left = ranksOf(Float64Array.from(both, (at) => one[at]));
  const right = ranksOf(Float64Array.from(both, (at) => other[at]));
  const mean = (both.length + 1) / 2;
  let product = 0;
  let leftSquares = 0;
  let rightSquares = 0;
  for (let at = 0; at < both.length; at++) {
    product += (left[at] - mean) * (right[at] - mean);
    leftSquares += (left[at] - mean) ** 2;
    rightSquares += (right[at] - mean) ** 2;
  }
  return product / Math.sqrt(leftSquares * rightSquares);
}

/** Samples that both flag, as a share of those that either flags (Jaccard), 0..1; NaN when neither flags any. */
export function flagOverlap(one: Uint8Array, other: Uint8Array): number {
  let both = 0;
  let either = 0;
  for (let at = 0; at < one.length; at++) {
    both += one[at] & other[at];
    either += one[at] | other[at];
  }
  return both / either;
}

/** Flags the `count` samples with the highest scores; equal ones at the edge are taken in order. */
export function flagHighest(scores: Float64Array, count: number): Uint8Array {
  const known = Array.from(scores.keys()).filter((at) => !Number.isNaN(scores[at]));
  known.sort((one, other) => scores[other] - scores[one] || one - other);
  const flags = new Uint8Array(scores.length);
  for (const at of known.slice(0, count)) flags[at] = 1;
  return flags;
}
