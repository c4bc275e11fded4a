import type { Trial } from '@shared/contract/studies.ts';

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
 * What to try next after what has been tried; null when the search is complete. Depends on nothing but the trials, so
 * a search can stop and go on. Source of the halving: Jamieson and Talwalkar 2016.
 */
export function nextTrial(
  strategy: 'random' | 'halving',
  trialCount: number,
  done: readonly Trial[],
): PlannedTrial | null {
  const isDone = (rung: number, number: number): boolean =>
    done.some((trial) => trial.rung === rung && trial.number === number);
  if (strategy === 'random') {
    for (let number = 0; number < trialCount; number++)
      if (!isDone(0, number)) return { rung: 0, number, trainShare: 1 };
    return null;
  }
  let numbers = Array.from({ length: trialCount }, (_, number) => number);
  for (const [rung, { settings, trainShare }] of rungsOf(trialCount).entries()) {
    if (rung > 0)
      numbers = done
        .filter((trial) => trial.rung === rung - 1)
        .toSorted(byCriterion)
        .slice(0, settings)
        .map((trial) => trial.number);
    const open = numbers.find((number) => !isDone(rung, number));
    if (open !== undefined) return { rung, number: open, trainShare };
  }
  return null;
}

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
