import type { Checkpoint } from '../checkpoint.ts';
import { createJudge, type ExplainedInterval, type JudgedInterval, type JudgeInput } from './judge.ts';
import { findStates } from './states.ts';

/** As many as are worth a message. */
const PORTION = 512;

/**
 * Anomalies of the detector, sensor faults it did not notice, unknown operation and gaps, by start; those that start
 * together in this order. `intervals` are in the order of time. `onPortion` gets all of them in the same order, each as
 * soon as nothing can come before it.
 */
export async function tellAnomalies(
  intervals: readonly ExplainedInterval[],
  input: JudgeInput & { readonly scores: Float64Array },
  checkpoint: Checkpoint,
  onPortion: (anomalies: readonly JudgedInterval[]) => void = () => undefined,
): Promise<JudgedInterval[]> {
  const judge = createJudge(input);
  // What these turn out to be, and from when, decides which states remain to be told.
  const early = new Map<ExplainedInterval, JudgedInterval>();
  for (const interval of intervals) {
    if (!judge.touchesFinding(interval)) continue;
    if (early.size % 256 === 0) await checkpoint(0, 'Telling sensors from process');
    early.set(interval, judge.tell(interval));
  }
  const lasting = intervals.map((interval) => early.get(interval) ?? interval);
  const states = findStates([...early.values()], lasting, input);
  // Nothing but the others is left to be judged, and they start when they start.
  const inOrder: (JudgedInterval | ExplainedInterval)[] = [...lasting, ...states].sort(
    (one, other) => one.startMs - other.startMs,
  );
  const anomalies: JudgedInterval[] = [];
  let told = 0;
  for (const one of inOrder) {
    anomalies.push('kind' in one ? one : judge.tell(one));
    if (anomalies.length - told < PORTION) continue;
    onPortion(anomalies.slice(told));
    told = anomalies.length;
    await checkpoint(told / inOrder.length, 'Telling sensors from process');
  }
  if (told < anomalies.length) onPortion(anomalies.slice(told));
  return anomalies;
}
