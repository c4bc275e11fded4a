/** What a person needs to know to set an option of a detector, and what the detector accepts. */
interface Described {
  /** Name in code, saved runs and the command line. */
  readonly name: string;
  /** Its usual name in words. */
  readonly title: string;
  /** One sentence: what it does. */
  readonly explanation: string;
  /** Seldom changed: folded away at first. */
  readonly isAdvanced?: true;
}

export interface NumberOption extends Described {
  readonly kind: 'number';
  readonly usual: number;
  readonly lowest: number;
  readonly highest: number;
  /** It counts something. */
  readonly isWhole: boolean;
  /** What the number counts or is measured in; null for a bare number. */
  readonly unit: string | null;
}

export interface Choice {
  readonly value: string;
  readonly title: string;
}

/** One of several. */
export interface ChoiceOption extends Described {
  readonly kind: 'choice';
  readonly usual: string;
  readonly choices: readonly Choice[];
}

/** At least one of several, each once; the value is their names with commas between. */
export interface SetOption extends Described {
  readonly kind: 'set';
  readonly usual: string;
  readonly choices: readonly Choice[];
}

export type DetectorOption = NumberOption | ChoiceOption | SetOption;

/** In words for an engineer: what a detector is for. One source for the window, the command line and the documents. */
export interface DetectorGuide {
  readonly sees: string;
  readonly misses: string;
  /** Goes on from "Use it when". */
  readonly useWhen: string;
}

export type OptionValue = number | string | boolean;

/** Every option at its usual value. */
export const usualValues = (options: readonly DetectorOption[]): Readonly<Record<string, number | string>> =>
  Object.fromEntries(options.map(({ name, usual }) => [name, usual]));

/** The names in the value of a set. */
export const namesInSet = (value: string): string[] =>
  value
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');

/** "a whole number from 1 to 1000". */
export function describeBounds(option: DetectorOption): string {
  const names = option.kind === 'number' ? '' : option.choices.map(({ value }) => value).join(', ');
  switch (option.kind) {
    case 'number':
      return `a ${option.isWhole ? 'whole ' : ''}number from ${option.lowest} to ${option.highest}`;
    case 'choice':
      return `one of ${names}`;
    case 'set':
      return `different ones of: ${names}`;
  }
}

/** Whether a detector accepts a value for its option. */
export function isAcceptable(option: DetectorOption, value: unknown): boolean {
  if (option.kind === 'number') {
    const { lowest, highest, isWhole } = option;
    const isInside = typeof value === 'number' && value >= lowest && value <= highest;
    return isInside && (!isWhole || Number.isInteger(value));
  }
  if (typeof value !== 'string') return false;
  const names = option.kind === 'set' ? namesInSet(value) : [value];
  const isKnown = names.every((name) => option.choices.some((choice) => choice.value === name));
  return isKnown && names.length > 0 && new Set(names).size === names.length;
}
