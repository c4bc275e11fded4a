import type { Tag } from '@shared/contract/plants.ts';
import { useCallback, useMemo, useState } from 'react';
import type { TimeRange } from '../../api/workspace.ts';
import { readStored, writeStored } from '../../ui/use-stored.ts';

export const MOST_TAGS = 64;
const FIRST_TAGS = 8;

const parseNames = (stored: unknown): readonly string[] | null =>
  Array.isArray(stored) ? stored.filter((name) => typeof name === 'string') : null;

const overlaps = (tag: Tag, range: TimeRange): boolean =>
  tag.firstMs !== null && tag.lastMs !== null && tag.firstMs <= range.toMs && tag.lastMs >= range.fromMs;

function pickTags(
  tags: readonly Tag[],
  names: readonly string[] | null,
  range: TimeRange | null,
): readonly Tag[] {
  const picked = names === null ? [] : tags.filter((tag) => names.includes(tag.name));
  if (picked.length > 0) return picked.slice(0, MOST_TAGS);
  const holding = tags.filter((tag) => tag.readingCount > 0);
  const inSight = holding.filter((tag) => range === null || overlaps(tag, range));
  return (inSight.length > 0 ? inSight : holding).slice(0, FIRST_TAGS);
}

/** Which tags have a lane: what the user chose for this plant, else the first eight that hold readings in the range. */
export function useShownTags(
  plantId: number,
  tags: readonly Tag[],
  range: TimeRange | null,
): readonly [readonly Tag[], (names: readonly string[]) => void] {
  const key = `shown-tags.${plantId}`;
  const [chosen, setChosen] = useState<Readonly<Record<string, readonly string[]>>>({});
  const names = chosen[key] ?? parseNames(readStored(key));
  const picks = pickTags(tags, names, range);
  const shownIds = picks.map((tag) => tag.id).join(' ');
  // eslint-disable-next-line react-hooks/exhaustive-deps -- the same tags stay the same list, so that nothing is drawn again
  const shown = useMemo(() => picks, [tags, shownIds]);
  const choose = useCallback(
    (next: readonly string[]) => {
      writeStored(key, next);
      setChosen((all) => ({ ...all, [key]: next }));
    },
    [key],
  );
  return [shown, choose];
}
