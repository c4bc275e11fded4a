import type { Random } from '../../random.ts';
import type { OutageRequest, StartFault } from './outage.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const WEEK_MS = 7 * DAY_MS;

/** Hours from stop to synchronisation and what they vary by: over night, over a day, over a long week-end. */
const HOT = { hours: 7, spread: 0.6 };
const WARM = { hours: 31, spread: 1.5 };
const COLD = { hours: 78, spread: 3 };
const KINDS = [HOT, WARM, HOT, COLD];
/** The outages of eight weeks after which the start is not as it should be, where faults are wanted. */
const FAULTS: Readonly<Record<number, StartFault>> = { 4: 'slow-start', 5: 'rough-run-up' };

/**
 * One outage a week: hot, warm, hot, cold, and so on. The first stops two days after the beginning at about 21:30 by the
 * clock of the first row if that is midnight. Of eight starts the fifth is slow and the sixth runs up roughly, if `withFaults`.
 */
export function weeklyOutages(
  series: { readonly startMs: number; readonly rowCount: number; readonly stepMs: number },
  withFaults: boolean,
  random: Random,
): OutageRequest[] {
  const endMs = series.startMs + series.rowCount * series.stepMs;
  const requests: OutageRequest[] = [];
  for (let week = 0; ; week++) {
    const kind = KINDS[week % KINDS.length];
    const stopMs = series.startMs + week * WEEK_MS + 2 * DAY_MS + (21.25 + 0.5 * random.uniform()) * HOUR_MS;
    if (stopMs >= endMs) return requests;
    const syncMs = stopMs + (kind.hours + kind.spread * (2 * random.uniform() - 1)) * HOUR_MS;
    const fault = withFaults ? FAULTS[week % 8] : undefined;
    requests.push({
      stopMs: Math.round(stopMs),
      syncMs: Math.round(syncMs),
      ...(fault === undefined ? {} : { fault }),
    });
  }
}
