import { rankSteps } from './ranking.ts';

/** A curve over thresholds, from the highest to the lowest. */
export interface Curve {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** Share of the negatives flagged (x) against share of the positives flagged (y), one point per distinct score and the origin. */
export function rocCurve(scores: Float64Array, labels: Uint8Array): Curve {
  const steps = rankSteps(scores, labels);
  const positives = steps.reduce((sum, step) => sum + step.positives, 0);
  const negatives = steps.reduce((sum, step) => sum + step.negatives, 0);
  const x = [0];
  const y = [0];
  let found = 0;
  let passed = 0;
  for (const step of steps) {
    found += step.positives;
    passed += step.negatives;
    x.push(passed / negatives);
    y.push(found / positives);
  }
  return { x, y };
}

/** Recall (x) against precision (y), one point per distinct score; at recall 0 the precision is 1 by convention. */
export function precisionRecallCurve(scores: Float64Array, labels: Uint8Array): Curve {
  const steps = rankSteps(scores, labels);
  const positives = steps.reduce((sum, step) => sum + step.positives, 0);
  const x = [0];
  const y = [1];
  let found = 0;
  let seen = 0;
  for (const step of steps) {
    found += step.positives;
    seen += step.positives + step.negatives;
    x.push(found / positives);
    y.push(found / seen);
  }
  return { x, y };
}

/** At most about `most` points of a curve for drawing: those that turn it most, and both ends. Figures are never taken from it. */
export function thinCurve({ x, y }: Curve, most: number): Curve {
  if (x.length <= most) return { x, y };
  const kept = new Set<number>([0, x.length - 1]);
  // A new point when it has moved far enough from the last: evenly along the curve, so that steep parts keep theirs.
  const least = lengthOf(x, y) / most;
  let walked = 0;
  for (let at = 1; at < x.length; at++) {
    walked += Math.abs(x[at] - x[at - 1]) + Math.abs(y[at] - y[at - 1]);
    if (walked < least) continue;
    kept.add(at);
    walked = 0;
  }
  const places = [...kept].sort((one, other) => one - other);
  return { x: places.map((at) => x[at]), y: places.map((at) => y[at]) };
}

function lengthOf(x: readonly number[], y: readonly number[]): number {
  let length = 0;
  for (let at = 1; at < x.length; at++) length += Math.abs(x[at] - x[at - 1]) + Math.abs(y[at] - y[at - 1]);
  return length;
}
