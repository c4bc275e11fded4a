import type { DetectorOptions } from '@shared/contract/runs.ts';
import { AppFailure } from '@shared/errors.ts';

/** Lowest and highest value of each option; both whole when the option counts something. */
export type OptionLimits = Readonly<Record<string, { lowest: number; highest: number; isWhole: boolean }>>;

/** Reads the options of a detector. Throws `invalid-input` naming an unknown option or a value outside its limits. */
export function readNumberOptions(
  title: string,
  options: DetectorOptions,
  defaults: DetectorOptions,
  limits: OptionLimits,
): (name: string) => number {
  for (const name of Object.keys(options)) {
    if (!Object.hasOwn(limits, name)) throw invalid(`${title} has no option "${name}".`);
  }
  return (name) => {
    const value = options[name] ?? defaults[name];
    const { lowest, highest, isWhole } = limits[name];
    if (
      typeof value !== 'number' ||
      !(value >= lowest && value <= highest) ||
      (isWhole && !Number.isInteger(value))
    ) {
      throw invalid(
        `The option "${name}" must be a ${isWhole ? 'whole ' : ''}number from ${lowest} to ${highest}; it is ${String(value)}.`,
      );
    }
    return value;
  };
}

const invalid = (message: string): AppFailure => new AppFailure({ kind: 'invalid-input', message });
