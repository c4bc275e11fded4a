import type { Trial } from '@shared/contract/searches.ts';

/** One fit that is to be made: a setting on a share of the training rows. */
export interface PlannedTrial {
  readonly rung: number;
  readonly number: number;
  readonly trainShare: number;
}

/** Successive halving keeps one of this many settings for the next round, which learns from as many times more rows. */
const KEEP_ONE_OF = 3;
const MOST_RUNGS = 4;

/** Rounds of successive halving: how many settings each has and on which share of the training rows. */
export function rungsOf(
  trialCount: number,
): readonly { readonly settings: number; readonly trainShare: number }[] {
  const rungs = Math.min(MOST_RUNGS, 1 + Math.floor(Math.log(trialCount) / Math.log(KEEP_ONE_OF) + 1e-9));
  return Array.from({ length: rungs }, (_, rung) => ({
    settings: Math.max(1, Math.floor(trialCount / KEEP_ONE_OF ** rung)),
    trainShare: KEEP_ONE_OF ** (rung - rungs + 1),
  }));
}

const byCriterion = (one: Trial, other: Trial): number =>
  (other.criterion ?? -Infinity) - (one.criterion ?? -Infinity) || one.number - other.number;

/**
 * What can be tried next after what has been tried, in any order or side by side; empty when the search is complete.
 * Depends on nothing but the trials, so a search can stop and go on. Source of the halving: Jamieson and Talwalkar 2016.
 */
export function openTrials(
  strategy: 'random' | 'halving',
  trialCount: number,
  done: readonly Trial[],
): PlannedTrial[] {
  let numbers = Array.from({ length: trialCount }, (_, number) => number);
  const rungs = strategy === 'random' ? [{ settings: trialCount, trainShare: 1 }] : rungsOf(trialCount);
  for (const [rung, { settings, trainShare }] of rungs.entries()) {
    if (rung > 0) numbers = bestNumbers(done, rung - 1, settings);
    const tried = new Set(done.filter((trial) => trial.rung === rung).map((trial) => trial.number));
    const open = numbers.filter((number) => !tried.has(number));
    if (open.length > 0) return open.map((number) => ({ rung, number, trainShare }));
  }
  return [];
}

const bestNumbers = (done: readonly Trial[], rung: number, count: number): number[] =>
  done
    .filter((trial) => trial.rung === rung)
    .toSorted(byCriterion)
    .slice(0, count)
    .map((trial) => trial.number);

/** How many fits the whole search makes. */
export const countTrials = (strategy: 'random' | 'halving', trialCount: number): number =>
  strategy === 'random' ? trialCount : rungsOf(trialCount).reduce((sum, { settings }) => sum + settings, 0);

/** The best of the trials that learnt from the most rows; null when none has a figure. Of equal ones the first. */
export function bestTrial(done: readonly Trial[]): Trial | null {
  const known = done.filter((trial) => trial.criterion !== null);
  const most = Math.max(...known.map((trial) => trial.trainShare));
  return (
    known
      .filter((trial) => trial.trainShare === most)
      .toSorted(byCriterion)
      .at(0) ?? null
  );
}
