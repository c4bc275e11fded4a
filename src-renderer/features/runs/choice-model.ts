import type { RunChoice } from '@shared/contract/runs.ts';
import { formatCount } from '../../ui/format-number.ts';

/** Title of a detector; its id where this program has none of that name. */
export const titleOf = (
  detectors: readonly { readonly id: string; readonly title: string }[],
  detectorId: string,
): string => detectors.find(({ id }) => id === detectorId)?.title ?? detectorId;

/** What was measured on which samples: stands above the figures of a trial. */
export const describeTrial = (triedOn: RunChoice['triedOn']): string =>
  triedOn === null
    ? 'Each detector was tried on the end of the training range, on samples that it had not learnt from. Share of them that it flags:'
    : `Each detector learnt from ${formatCount(triedOn.learntRows)} training samples and was tried on the ` +
      `${formatCount(triedOn.heldOutRows)} after them, the last of ${formatCount(triedOn.trainingRows)}: as they are, and with ` +
      `faults put into copies of the last ${formatCount(triedOn.faultRows)}. Share of them that it flags:`;

/** How to read the figures of a trial, and what they are worth. */
export const TRIAL_MEANING =
  'No fault should be low, the others high. Shift: two standard deviations added to a tag. Ramp: rising to four. Relation: a tag that no longer goes with the others. ' +
  '0 % means that a fault so small goes unnoticed in so few samples; larger and longer ones may well be seen. ' +
  'The rule decides, not this trial: choosing by the trial was measured to do worse.';

const REASONS: Readonly<Record<Exclude<RunChoice['tags'][number]['state'], 'usable'>, string>> = {
  constant: 'with one value only',
  stuck: 'that repeat the same value',
  drifting: 'that drift in the training range',
  redundant: 'that say the same as another tag',
};

/** "Tags that drift in the training range: steam flow, vibration."; nothing where every tag is usable. */
export const describeTags = ({ tags }: Pick<RunChoice, 'tags'>): readonly string[] =>
  (['constant', 'stuck', 'drifting', 'redundant'] as const).flatMap((state) => {
    const named = tags.filter((tag) => tag.state === state).map(({ name }) => name);
    return named.length === 0 ? [] : [`Tags ${REASONS[state]}: ${named.join(', ')}.`];
  });
