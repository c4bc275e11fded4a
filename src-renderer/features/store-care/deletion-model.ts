import type { CallOutput } from '@shared/contract/contract.ts';
import type { Tag } from '@shared/contract/plants.ts';
import type { TimeRange } from '../../api/workspace.ts';
import { formatCount, formatCounted } from '../../ui/format-number.ts';
import { formatTime } from '../../ui/format-time.ts';

export type Deletion = CallOutput<'deletions.list'>[number];
export type Extent = CallOutput<'readings.countRange'>;

/** Names told in full; the rest is counted. */
const MOST_NAMES = 3;

/** "steam, flow and 5 more". */
export function describeNames(names: readonly string[]): string {
  const rest = names.length - MOST_NAMES;
  return rest > 0 ? `${names.slice(0, MOST_NAMES).join(', ')} and ${rest} more` : names.join(', ');
}

/** "12,340 readings of 3 tags". */
export const describeExtent = ({ readingCount, tagCount }: Extent): string =>
  `${formatCounted(readingCount, 'reading', 'readings')} of ${formatCounted(tagCount, 'tag', 'tags')}`;

/** "12,340"; of one that is not complete what is gone so far. */
export const describeGone = ({ readingCount, isComplete }: Deletion): string =>
  isComplete ? formatCount(readingCount) : `${formatCount(readingCount)} so far, not complete`;

export const describeReason = ({ reason, deletedBy }: Deletion): string =>
  reason === 'range'
    ? (deletedBy ?? 'not recorded')
    : `retention${deletedBy === null ? '' : `, ${deletedBy}`}`;

export const describeStart = ({ fromMs }: Deletion): string =>
  fromMs === null ? 'the first' : formatTime(fromMs);

/** The stretch that a new deletion begins with: what the trend shows, else all that is held. Whole milliseconds around it. */
export function firstRange(shown: TimeRange | null, tags: readonly Tag[]): TimeRange | null {
  const held = tags.flatMap(({ firstMs, lastMs }) =>
    firstMs === null || lastMs === null ? [] : [firstMs, lastMs],
  );
  const range = shown ?? (held.length === 0 ? null : { fromMs: Math.min(...held), toMs: Math.max(...held) });
  return range === null ? null : { fromMs: Math.floor(range.fromMs), toMs: Math.ceil(range.toMs) };
}

/** Why the range cannot be asked for, in a sentence; null when it can. */
export function findRangeProblem(
  fromMs: number | null,
  toMs: number | null,
  tagCount: number,
): string | null {
  if (tagCount === 0) return 'Choose one tag at least.';
  if (fromMs === null || toMs === null) return 'Give both ends of the range.';
  return fromMs > toMs ? 'The range ends before it begins.' : null;
}

/** Days as typed; null when they are no retention. */
export const typedDays = (typed: string | number): number | null => {
  const days = Number(typed);
  return typed !== '' && Number.isInteger(days) && days >= 1 && days <= 36_500 ? days : null;
};
