import type { RunChoice } from '@shared/contract/runs.ts';
import { formatCount } from '../../ui/format-number.ts';

/** Title of a detector; its id where this program has none of that name. */
export const titleOf = (
  detectors: readonly { readonly id: string; readonly title: string }[],
  detectorId: string,
): string => detectors.find(({ id }) => id === detectorId)?.title ?? detectorId;

/** On which samples the figures of a trial were measured, and what they are worth. */
export function describeTrial(triedOn: RunChoice['triedOn']): string {
  const measured =
    triedOn === null
      ? 'Measured on the end of the training range, on samples that were not learnt from.'
      : `Measured on the last ${formatCount(triedOn.heldOutRows)} of the ${formatCount(triedOn.trainingRows)} training samples; ` +
        `each detector learnt from the ${formatCount(triedOn.learntRows)} before them. ` +
        `The faults were put into copies of the last ${formatCount(triedOn.faultRows)}.`;
  return `${measured} The trial stands beside the rule and does not overrule it: choosing by it was measured to do worse.`;
}

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
