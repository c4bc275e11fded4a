export interface Step {
  readonly positives: number;
  readonly negatives: number;
}

/** Labels counted per distinct score, highest score first. A sample without a score ranks last. */
export function rankSteps(scores: Float64Array, labels: Uint8Array): Step[] {
  const ranks = scores.map((score) => (Number.isNaN(score) ? -Infinity : score));
  const order = Array.from(ranks.keys()).sort((one, other) =>
    ranks[one] === ranks[other] ? 0 : ranks[other] > ranks[one] ? 1 : -1,
  );
  const steps: Step[] = [];
  for (let from = 0, to = 0; from < order.length; from = to) {
    let positives = 0;
    while (to < order.length && ranks[order[to]] === ranks[order[from]]) positives += labels[order[to++]];
    steps.push({ positives, negatives: to - from - positives });
  }
  return steps;
}

/**
 * Average precision: precision at each distinct score, weighted by the gain in recall; not interpolated. Equal scores
 * are one step, so their order does not matter. NaN without positives.
 */
export function averagePrecision(scores: Float64Array, labels: Uint8Array): number {
  let found = 0;
  let seen = 0;
  let sum = 0;
  for (const { positives, negatives } of rankSteps(scores, labels)) {
    found += positives;
    seen += positives + negatives;
    sum += (positives * found) / seen;
  }
  return sum / found;
}

/** Probability that a positive scores higher than a negative, equal scores counted half. NaN if one kind is missing. */
export function areaUnderRoc(scores: Float64Array, labels: Uint8Array): number {
  let found = 0;
  let passed = 0;
  let sum = 0;
  for (const { positives, negatives } of rankSteps(scores, labels)) {
    sum += negatives * (found + positives / 2);
    found += positives;
    passed += negatives;
  }
  return sum / (found * passed);
}
