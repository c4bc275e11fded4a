import type { RowWindow } from './windows.ts';

export interface RangeMeasures {
  /** NaN without alarms. */
  readonly precision: number;
  /** NaN without faults. */
  readonly recall: number;
}

/** Weight of "found at all" beside "how much of it" in the recall of one fault. */
export const EXISTENCE_WEIGHT = 0.5;

/**
 * Precision and recall over stretches instead of samples, so that a long fault counts no more than a short one and being
 * found in pieces counts less than in one. Both lists are in order and do not overlap within themselves.
 *
 * Recall of a fault: 0.5 x (found at all) + 0.5 x (share of its rows within alarms) / (number of alarms in it).
 * Precision of an alarm: (share of its rows within faults) / (number of faults it touches). Both are means.
 * Source: Tatbul, Lee, Zdonik, Alam and Gottschlich, "Precision and Recall for Time Series", NeurIPS 2018, with flat
 * bias, reciprocal cardinality and existence weight 0.5.
 */
export function rangeMeasures(faults: readonly RowWindow[], alarms: readonly RowWindow[]): RangeMeasures {
  return {
    precision: meanReward(alarms, faults, 0),
    recall: meanReward(faults, alarms, EXISTENCE_WEIGHT),
  };
}

function meanReward(ranges: readonly RowWindow[], others: readonly RowWindow[], existence: number): number {
  let sum = 0;
  let first = 0;
  for (const range of ranges) {
    while (first < others.length && others[first].to < range.from) first++;
    let overlap = 0;
    let touched = 0;
    for (let at = first; at < others.length && others[at].from <= range.to; at++) {
      overlap += Math.min(range.to, others[at].to) - Math.max(range.from, others[at].from) + 1;
      touched++;
    }
    if (touched === 0) continue;
    sum += existence + ((1 - existence) * overlap) / (range.to - range.from + 1) / touched;
  }
  return sum / ranges.length;
}
