import { type Checkpoint, portion } from '../checkpoint.ts';
import { createJudge, type ExplainedInterval, type JudgedInterval, type JudgeInput } from './judge.ts';
import type { Interval } from './merge.ts';
import { findStates } from './states.ts';

/** As many as are worth a message. */
const PORTION = 512;

/** Names the columns behind intervals, in their order. */
export type ExplainIntervals = (
  intervals: readonly Interval[],
  checkpoint: Checkpoint,
) => Promise<readonly ExplainedInterval[]>;

/** Takes anomalies in their order; the next are told once its promise is kept. */
export type TakeAnomalies = (anomalies: readonly JudgedInterval[]) => Promise<void> | void;

interface TellInput extends JudgeInput {
  readonly scores: Float64Array;
  readonly explain: ExplainIntervals;
}

/**
 * Anomalies of the detector, sensor faults it did not notice, unknown operation and gaps, by start; those that start
 * together in this order. `intervals` are in the order of time. `take` gets all of them in the same order, each as
 * soon as nothing can come before it. Reasons and sentences of a portion are all that is held at a time beside those
 * of the intervals at a finding of a sensor, which decide on what remains to be told.
 */
export async function tellAnomalies(
  intervals: readonly Interval[],
  { explain, ...input }: TellInput,
  checkpoint: Checkpoint,
  take: TakeAnomalies,
): Promise<void> {
  const judge = createJudge(input);
  // What these turn out to be, and from when, decides which states remain to be told.
  const early = new Map<Interval, JudgedInterval>();
  const touching = intervals.filter((interval) => judge.touchesFinding(interval));
  for (const some of portionsOf(touching)) {
    await checkpoint(0, 'Telling sensors from process');
    const explained = await explain(some, portion(checkpoint, 0, 0));
    some.forEach((interval, at) => early.set(interval, judge.tell(explained[at])));
  }
  const lasting = intervals.map((interval) => early.get(interval) ?? interval);
  const states = findStates([...early.values()], lasting, input);
  // Nothing but the others is left to be judged, and they start when they start.
  const inOrder: (JudgedInterval | Interval)[] = [...lasting, ...states].sort(
    (one, other) => one.startMs - other.startMs,
  );
  let told = 0;
  for (const some of portionsOf(inOrder)) {
    const [from, to] = [told / inOrder.length, (told + some.length) / inOrder.length];
    const waiting = some.filter((one) => !isJudged(one));
    const explained = await explain(waiting, portion(checkpoint, from, to));
    let next = 0;
    await take(some.map((one) => (isJudged(one) ? one : judge.tell(explained[next++]))));
    told += some.length;
    await checkpoint(to, 'Telling sensors from process');
  }
}

const isJudged = (one: JudgedInterval | Interval): one is JudgedInterval => 'kind' in one;

function* portionsOf<T>(list: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < list.length; from += PORTION) yield list.slice(from, from + PORTION);
}
