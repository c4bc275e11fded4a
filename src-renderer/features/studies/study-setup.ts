import { usualConditions } from '@shared/contract/conditions.ts';
import type { Tag } from '@shared/contract/plants.ts';
import type { StudyConditions, StudyThreshold } from '@shared/contract/study-request.ts';
import { DEFAULT_SEED } from '../../api/analysis-actions.ts';
import type { TimeRange } from '../../api/workspace.ts';
import type { TypedRange } from '../../ui/range-fields.tsx';

/** What comparisons, searches and back-tests ask for alike, as typed. */
export interface StudySetup {
  readonly tagIds: readonly number[];
  readonly range: TypedRange;
  readonly training: TypedRange;
  readonly conditions: StudyConditions;
  readonly rule: StudyThreshold['kind'];
  readonly percent: string | number;
  readonly earlyMinutes: string | number;
  readonly seed: string | number;
}

/** The same, checked. */
export interface StudyInput {
  readonly tagIds: number[];
  readonly fromMs: number;
  readonly toMs: number;
  readonly trainFromMs: number;
  readonly trainToMs: number;
  readonly conditions: StudyConditions;
  readonly threshold: StudyThreshold;
  readonly earlyMs: number;
  readonly seed: number;
}

/** Usual share of the range that is learnt from. */
const TRAIN_SHARE = 0.3;

/** The first share of a range. */
export const firstOf = ({ fromMs, toMs }: TimeRange, part: number): TimeRange => ({
  fromMs,
  toMs: Math.round(fromMs + (toMs - fromMs) * part),
});

export const firstSetup = (tags: readonly Tag[], held: TimeRange): StudySetup => ({
  tagIds: tags.filter((tag) => tag.readingCount > tag.missingCount).map((tag) => tag.id),
  range: held,
  training: firstOf(held, TRAIN_SHARE),
  conditions: usualConditions,
  rule: 'usual',
  percent: 1,
  earlyMinutes: 60,
  seed: DEFAULT_SEED,
});

/** A load tag that is no longer among the tags gives way to the one that is recognised. */
const withKnownLoad = ({ conditions, tagIds }: StudySetup): StudyConditions =>
  typeof conditions.loadTagId === 'number' && !tagIds.includes(conditions.loadTagId)
    ? { ...conditions, loadTagId: 'auto' }
    : conditions;

/** What can be worked with, or why not. */
export function checkSetup(setup: StudySetup): StudyInput | string {
  const { tagIds, range, training, percent, earlyMinutes, seed } = setup;
  const { fromMs, toMs } = range;
  const { fromMs: trainFromMs, toMs: trainToMs } = training;
  if (tagIds.length === 0) return 'Choose at least one tag.';
  if (fromMs === null || toMs === null || fromMs >= toMs)
    return 'The data range needs a start that is before its end.';
  if (trainFromMs === null || trainToMs === null || trainFromMs >= trainToMs)
    return 'The training range needs a start that is before its end.';
  if (trainToMs < fromMs || trainFromMs > toMs) return 'The training range lies outside the data range.';
  const part = typeof percent === 'number' ? percent / 100 : NaN;
  if (setup.rule === 'contamination' && !(part > 0 && part <= 0.5))
    return 'Contamination is above 0 and at most 50 %.';
  if (typeof earlyMinutes !== 'number' || earlyMinutes < 0) return 'Early alarms need a number of minutes.';
  if (typeof seed !== 'number') return 'The seed is a whole number.';
  return {
    tagIds: [...tagIds],
    fromMs,
    toMs,
    trainFromMs,
    trainToMs,
    conditions: withKnownLoad(setup),
    threshold: setup.rule === 'contamination' ? { kind: 'contamination', share: part } : { kind: setup.rule },
    earlyMs: earlyMinutes * 60_000,
    seed,
  };
}
