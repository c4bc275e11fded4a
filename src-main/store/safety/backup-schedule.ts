const DAY_MS = 86_400_000;
const WEEK_DAYS = 7;
/** 1 January 1970 was a Thursday; weeks begin on Monday. */
const MONDAY_SHIFT = 3;

const KEPT_DAYS = 7;
const KEPT_WEEKS = 4;

const dayOf = (timeMs: number): number => Math.floor(timeMs / DAY_MS);
const weekOf = (timeMs: number): number => Math.floor((dayOf(timeMs) + MONDAY_SHIFT) / WEEK_DAYS);

/** The backups to keep, by their times (UTC epoch ms): the newest of each of the last 7 days and of the last 4 weeks that have one. */
export function chooseKept(timesMs: readonly number[]): Set<number> {
  const newestFirst = timesMs.toSorted((a, b) => b - a);
  return new Set([...newestOf(newestFirst, dayOf, KEPT_DAYS), ...newestOf(newestFirst, weekOf, KEPT_WEEKS)]);
}

function newestOf(
  newestFirst: readonly number[],
  periodOf: (timeMs: number) => number,
  count: number,
): number[] {
  const byPeriod = new Map<number, number>();
  for (const timeMs of newestFirst)
    if (!byPeriod.has(periodOf(timeMs))) byPeriod.set(periodOf(timeMs), timeMs);
  return [...byPeriod.values()].slice(0, count);
}

/** True when no backup was made on this day. A clock that was wrong makes one more, never one less. */
export const isBackupDue = (timesMs: readonly number[], nowMs: number): boolean =>
  !timesMs.some((timeMs) => dayOf(timeMs) === dayOf(nowMs));
