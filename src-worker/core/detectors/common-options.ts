import type { DetectorOption, NumberOption } from '@shared/detector-options.ts';

type Said = Pick<NumberOption, 'name' | 'title' | 'explanation'>;

/** An option that counts. */
export const countOption = (
  said: Said,
  usual: number,
  lowest: number,
  highest: number,
  unit: string,
): NumberOption => ({ ...said, kind: 'number', usual, lowest, highest, isWhole: true, unit });

/** An option that measures. */
export const measureOption = (
  said: Said,
  usual: number,
  lowest: number,
  highest: number,
  unit: string | null,
): NumberOption => ({ ...said, kind: 'number', usual, lowest, highest, isWhole: false, unit });

/** Seldom changed. */
export const advanced = (option: NumberOption): NumberOption => ({ ...option, isAdvanced: true });

/** The rolling mean over scores or residuals. */
export const smoothingOption = (usual: number): NumberOption =>
  countOption(
    {
      name: 'smoothSamples',
      title: 'Smoothing window',
      explanation:
        'The last samples over which the score is averaged: a longer window sees smaller lasting faults and sees them later.',
    },
    usual,
    1,
    4096,
    'samples',
  );

/** Of the two rules in `event-rules.ts`. */
export const eventOptions: readonly DetectorOption[] = [
  countOption(
    {
      name: 'eventSamples',
      title: 'Event memory',
      explanation: 'Samples that the two rules for following an event look back on; 0 switches both off.',
    },
    400,
    0,
    65_536,
    'samples',
  ),
  measureOption(
    {
      name: 'aftermathShare',
      title: 'Aftermath share',
      explanation:
        'A score below this share of the mean of the remembered ones counts as what is left of an event and fades; 0 switches this off.',
    },
    0.3,
    0,
    1,
    null,
  ),
  measureOption(
    {
      name: 'holdShare',
      title: 'Hold share',
      explanation:
        'An event ends when its score has fallen to this share of what it was, as the dead band of an alarm does; 1 switches this off.',
    },
    0.5,
    0.01,
    1,
    null,
  ),
].map(advanced);
