import { useCallback, useState } from 'react';

const PREFIX = 'boilerhouse.';

/** What was kept under a key in this window's storage, or null when there is nothing readable. */
export function readStored(key: string): unknown {
  try {
    const text = window.localStorage.getItem(PREFIX + key);
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

export const writeStored = (key: string, value: unknown): void =>
  window.localStorage.setItem(PREFIX + key, JSON.stringify(value));

/** A value that outlives the window. `parse` gives null for what it does not know. */
export function useStored<T>(
  key: string,
  parse: (stored: unknown) => T | null,
  initial: T,
): readonly [T, (value: T) => void] {
  const [value, setValue] = useState<T>(() => parse(readStored(key)) ?? initial);
  const keep = useCallback(
    (next: T) => {
      writeStored(key, next);
      setValue(next);
    },
    [key],
  );
  return [value, keep];
}

export const parseBoolean = (stored: unknown): boolean | null =>
  typeof stored === 'boolean' ? stored : null;
