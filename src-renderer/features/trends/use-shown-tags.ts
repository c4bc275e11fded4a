import type { Tag } from '@shared/contract/plants.ts';
import { useCallback, useMemo, useState } from 'react';
import { readStored, writeStored } from '../../ui/use-stored.ts';

export const MOST_TAGS = 64;
const FIRST_TAGS = 8;

const parseNames = (stored: unknown): readonly string[] | null =>
  Array.isArray(stored) ? stored.filter((name) => typeof name === 'string') : null;

/** Which tags have a lane: what the user chose for this plant, else the first eight that hold readings. */
export function useShownTags(
  plantId: number,
  tags: readonly Tag[],
): readonly [readonly Tag[], (names: readonly string[]) => void] {
  const key = `shown-tags.${plantId}`;
  const [chosen, setChosen] = useState<Readonly<Record<string, readonly string[]>>>({});
  const names = chosen[key] ?? parseNames(readStored(key));
  const shown = useMemo(() => {
    const picked = names === null ? [] : tags.filter((tag) => names.includes(tag.name));
    if (picked.length > 0) return picked.slice(0, MOST_TAGS);
    return tags.filter((tag) => tag.readingCount > 0).slice(0, FIRST_TAGS);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- a list read from storage is a new one every time
  }, [tags, names?.join('\n')]);
  const choose = useCallback(
    (next: readonly string[]) => {
      writeStored(key, next);
      setChosen((all) => ({ ...all, [key]: next }));
    },
    [key],
  );
  return [shown, choose];
}
