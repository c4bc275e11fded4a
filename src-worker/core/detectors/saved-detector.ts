import { AppFailure } from '@shared/errors.ts';

/** The parts of a saved detector, checked as they are read. Every read throws `invalid-input` for what does not fit. */
export interface SavedReader {
  /** The format version that was found. */
  readonly version: number;
  number(name: string): number;
  text(name: string): string;
  numbers(name: string, length: number): Float64Array;
  any(name: string): unknown;
}

/** Opens what `toJSON` of a detector gave. Throws `invalid-input` for another format or version. */
export function openSaved(json: unknown, format: string, ...versions: readonly number[]): SavedReader {
  if (typeof json !== 'object' || json === null) throw refused('it is not an object');
  const saved: Record<string, unknown> = Object.fromEntries(Object.entries(json));
  if (saved['format'] !== format) throw refused(`the format is not ${format}`);
  const version = versions.find((known) => known === saved['formatVersion']);
  if (version === undefined) {
    throw refused(
      `format version ${String(saved['formatVersion'])} is not known; this program reads ${versions.join(' and ')}`,
    );
  }
  return {
    version,
    number: (name) => finiteOf(saved[name], name),
    text(name) {
      const value = saved[name];
      if (typeof value !== 'string') throw refused(`${name} is not a text`);
      return value;
    },
    numbers(name, length) {
      const value = saved[name];
      if (!Array.isArray(value) || value.length !== length)
        throw refused(`${name} is not a list of ${length} numbers`);
      return Float64Array.from(value, (item) => finiteOf(item, name));
    },
    any: (name) => saved[name],
  };
}

function finiteOf(value: unknown, name: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw refused(`${name} holds ${String(value)} where a finite number is needed`);
  }
  return value;
}

const refused = (reason: string): AppFailure =>
  new AppFailure({ kind: 'invalid-input', message: `The saved detector cannot be read: ${reason}.` });
