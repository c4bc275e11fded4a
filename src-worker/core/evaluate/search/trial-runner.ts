import type { Trial } from '@shared/contract/searches.ts';
import type { DetectorOptions } from '@shared/contract/runs.ts';
import type { Later } from '../../scoring/later.ts';
import { beginAlone, type ScoringPool } from '../../scoring/scoring-pool.ts';
import { scoreInChunks } from '../../scoring/score-in-chunks.ts';
import { judgeSetting, type SettingJudgement, type SettingWork } from './judge-setting.ts';
import type { PlannedTrial } from './plan.ts';

/** Threads that help a search: each tries one setting at a time. */
export type SearchPool = Pick<ScoringPool, 'begin' | 'scoreAll' | 'countThreads'>;

/** Trials that are begun for each other thread: the one that it is at, and the next. */
const AHEAD = 2;

/** Threads that try settings, this one among them. */
export const countLanes = (pool: SearchPool | undefined): number =>
  1 + (pool === undefined ? 0 : pool.countThreads());

/** How many trials are begun at a time, so that every thread has work. Bounds the memory. */
export const mostBegun = (pool: SearchPool | undefined): number => 1 + AHEAD * (countLanes(pool) - 1);

/** Begins to judge a setting; `isOnly` = nothing else is to be judged meanwhile, so its scoring can have all threads. */
export function beginJudging(
  work: SettingWork,
  nowMs: () => number,
  isOnly: boolean,
  pool: SearchPool | undefined,
): Later<SettingJudgement> {
  const begin = isOnly || pool === undefined ? beginAlone : pool.begin;
  const scoreAll = isOnly && pool !== undefined ? pool.scoreAll : scoreInChunks;
  return begin({ name: 'judge-setting', input: work }, (checkpoint) =>
    judgeSetting(work, nowMs, checkpoint, scoreAll),
  );
}

/** A trial that is under way. */
export interface BegunTrial {
  readonly plan: PlannedTrial;
  readonly options: DetectorOptions;
  readonly later: Later<SettingJudgement>;
}

/** The trial to turn to: one that is ready, else the last that no thread has begun, else the first. */
export const nextToTake = (begun: readonly BegunTrial[]): BegunTrial | undefined =>
  begun.find(({ later }) => later.state() === 'settled') ??
  begun.findLast(({ later }) => later.state() === 'free') ??
  begun[0];

/** What is kept of a trial; `atSeconds` is the time of the search at its end. */
export const trialOf = (
  { plan, options }: BegunTrial,
  { figures, seconds }: SettingJudgement,
  atSeconds: number,
): Trial => ({
  ...plan,
  options,
  criterion: typeof figures === 'string' || Number.isNaN(figures[0]) ? null : figures[0],
  failure: typeof figures === 'string' ? figures : null,
  seconds,
  atSeconds,
});
