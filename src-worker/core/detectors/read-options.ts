import type { DetectorOptions } from '@shared/contract/runs.ts';
import { describeBounds, type DetectorOption, isAcceptable } from '@shared/detector-options.ts';
import { AppFailure } from '@shared/errors.ts';

/** The values of a detector's options, the usual one where none is given. */
export interface OptionReader {
  readonly number: (name: string) => number;
  readonly text: (name: string) => string;
}

/** Throws `invalid-input` naming an unknown option or a value that an option does not take. */
export function readOptions(
  title: string,
  values: DetectorOptions,
  options: readonly DetectorOption[],
): OptionReader {
  for (const name of Object.keys(values)) {
    if (!options.some((option) => option.name === name)) throw invalid(`${title} has no option "${name}".`);
  }
  for (const option of options) {
    const value = values[option.name] ?? option.usual;
    if (isAcceptable(option, value)) continue;
    throw invalid(`The option "${option.name}" must be ${describeBounds(option)}; it is ${String(value)}.`);
  }
  const valueOf = (name: string): unknown =>
    values[name] ?? options.find((option) => option.name === name)?.usual;
  return {
    number: (name) => Number(valueOf(name)),
    text: (name) => String(valueOf(name)),
  };
}

const invalid = (message: string): AppFailure => new AppFailure({ kind: 'invalid-input', message });
