import { InvalidArgumentError } from 'commander';
import { fixedOffsetMs } from '@core/csv/zones/zones.ts';

/** Reads a whole number of at least `least` from an option. */
export const wholeNumber =
  (least: number) =>
  (text: string): number => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isSafeInteger(value) || value < least) {
      throw new InvalidArgumentError(`It must be a whole number, at least ${least}.`);
    }
    return value;
  };

/** Reads a number above `low` and at most `high`. */
export const numberAbove =
  (low: number, high: number) =>
  (text: string): number => {
    const value = Number(text);
    if (text.trim() === '' || !(value > low && value <= high)) {
      throw new InvalidArgumentError(`It must be a number above ${low} and at most ${high}.`);
    }
    return value;
  };

/** Reads names separated by commas; spaces around them do not count. */
export function nameList(text: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.includes('')) throw new InvalidArgumentError('It must be names separated by commas.');
  return names;
}

/** Reads "name=value" and adds it to those read before. */
export function detectorSetting(
  text: string,
  before: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('It must be a name and a value such as trees=200.');
  return { ...before, [text.slice(0, at).trim()]: text.slice(at + 1) };
}

/** Reads an ISO 8601 time; a time without offset is UTC. Gives UTC epoch ms. */
export function isoTime(text: string): number {
  const hasZone = /(?:Z|[+-]\d\d:?\d\d)$/i.test(text);
  const isDate = /^\d{4}-\d\d-\d\d$/.test(text);
  const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text);
  const timeMs = isDate || isTime ? Date.parse(isTime && !hasZone ? `${text}Z` : text) : NaN;
  if (Number.isNaN(timeMs)) {
    throw new InvalidArgumentError('It must be an ISO 8601 time such as 2024-01-01T00:00:00Z.');
  }
  return timeMs;
}

/** Reads a time zone: a name of the IANA list, an offset, or UTC. */
export function timeZone(text: string): string {
  if (fixedOffsetMs(text) !== null) return text;
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return text;
  } catch {
    throw new InvalidArgumentError(
      'It must be a name such as Asia/Kolkata, an offset such as +05:30, or UTC.',
    );
  }
}
