import type { KnownEvent } from '../../reading-store.ts';
import type { Signal } from '../signals.ts';
import { AT } from '../signals.ts';
import type { PlannedOutage } from './outage.ts';
import { LATEST_DENT_S, STEAM_DENT_K } from './outage-model.ts';

const hours = (ms: number): string => String(Math.round(ms / 360_000) / 10);

/**
 * Ground truth of outages: each is normal operation from the falling load to the end of the start, and a start that was not
 * as it should be is a fault of its tag.
 */
export function outageEvents(
  planned: readonly PlannedOutage[],
  signals: readonly Signal[],
): readonly KnownEvent[] {
  return planned.flatMap(({ stopMs, lightUpMs, syncMs, endMs, startClass, profile, fault }): KnownEvent[] => {
    const outage: KnownEvent = {
      kind: 'normal',
      tagName: null,
      startMs: stopMs,
      endMs: fault === null ? endMs : lightUpMs,
      note: `Planned outage: ${hours(syncMs - stopMs)} h from the falling load to synchronisation, then a ${startClass} start.`,
    };
    if (fault === null) return [outage];
    return [
      outage,
      fault === 'slow-start'
        ? {
            kind: fault,
            tagName: signals[AT.temperature].tagName,
            startMs: syncMs,
            endMs: syncMs + LATEST_DENT_S * 1000,
            note: `Slow start: main steam up to ${STEAM_DENT_K} K too cold after synchronisation, block load held longer.`,
          }
        : {
            kind: fault,
            tagName: signals[AT.vibration].tagName,
            startMs: syncMs - profile.runUpS * 1000,
            endMs: syncMs,
            note: 'Rough run-up: high vibration at the critical speed.',
          },
    ];
  });
}
