import type { DetectorOptions } from '@shared/contract/runs.ts';
import type { SearchOption } from '@shared/contract/searches.ts';
import { createRandom } from '../../random.ts';

/** Figures of an option that is no whole number: more would only make it harder to read and to type. */
const FIGURES = 4;

/**
 * The setting with this number: each option drawn evenly within its bounds, or evenly over the orders of magnitude. It
 * depends on seed and number alone, so a search that goes on later draws what it would have drawn. Setting 0 is the
 * detector's usual one, so that no search ends below it without saying so.
 */
export function drawOptions(
  space: readonly SearchOption[],
  defaults: DetectorOptions,
  seed: number,
  number: number,
): DetectorOptions {
  if (number === 0) return defaults;
  const random = createRandom(seed).split(number);
  const drawn = space.map((option): [string, number] => [option.name, draw(option, random.uniform())]);
  return { ...defaults, ...Object.fromEntries(drawn) };
}

function draw({ lowest, highest, isWhole, isLog }: SearchOption, share: number): number {
  if (isWhole) {
    const value = isLog
      ? Math.exp(Math.log(lowest) + share * (Math.log(highest + 1) - Math.log(lowest)))
      : lowest + share * (highest + 1 - lowest);
    return Math.min(highest, Math.max(lowest, Math.floor(value)));
  }
  const value = isLog ? lowest * (highest / lowest) ** share : lowest + share * (highest - lowest);
  return Math.min(highest, Math.max(lowest, Number(value.toPrecision(FIGURES))));
}
