import { AppFailure } from '@shared/errors.ts';
import { type StartClass, startClassOf } from '../../starts/start-class.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** What can go wrong while the unit starts; the formulas stand in `outage-model.ts`. */
export type StartFault = 'slow-start' | 'rough-run-up';

export interface OutageRequest {
  /** The load begins to fall, UTC epoch ms. */
  readonly stopMs: number;
  /** The generator is connected again: first load. */
  readonly syncMs: number;
  /** Absent = a start as it should be. */
  readonly fault?: StartFault;
}

/**
 * How a start of a class goes. Engineering estimates; from light-up to full load they give about 2.5, 5 and 10 hours, where
 * Parsons Brinckerhoff (Technical Assessment of the Operation of Coal & Gas Fired Plants, 2014) have 2-3, 6-7 and 10 or more.
 */
export interface StartProfile {
  /** From light-up to synchronisation. */
  readonly lightUpS: number;
  /** From turning gear to rated speed; it ends three minutes before synchronisation. */
  readonly runUpS: number;
  /** Steam at synchronisation, degC and bar, and how fast it may rise, K and bar a minute. */
  readonly steamTemperature: number;
  readonly kelvinAMinute: number;
  readonly steamPressure: number;
  readonly barAMinute: number;
  /** At block load, and what it then climbs by, share of rated load a minute. */
  readonly holdS: number;
  readonly loadAMinute: number;
}

export const START_PROFILES: Readonly<Record<StartClass, StartProfile>> = {
  hot: {
    lightUpS: 3600,
    runUpS: 1200,
    steamTemperature: 480,
    kelvinAMinute: 2.5,
    steamPressure: 45,
    barAMinute: 0.6,
    holdS: 900,
    loadAMinute: 0.01,
  },
  warm: {
    lightUpS: 7200,
    runUpS: 1800,
    steamTemperature: 440,
    kelvinAMinute: 2,
    steamPressure: 42,
    barAMinute: 0.4,
    holdS: 2400,
    loadAMinute: 0.006,
  },
  cold: {
    lightUpS: 14_400,
    runUpS: 2700,
    steamTemperature: 380,
    kelvinAMinute: 1.4,
    steamPressure: 38,
    barAMinute: 0.25,
    holdS: 5400,
    loadAMinute: 0.0035,
  },
};

export interface PlannedOutage {
  readonly stopMs: number;
  readonly lightUpMs: number;
  readonly syncMs: number;
  /** When the load has surely reached what the grid asks for. */
  readonly endMs: number;
  readonly startClass: StartClass;
  readonly profile: StartProfile;
  readonly fault: StartFault | null;
}

/** Block load after synchronisation, share of rated load. */
export const BLOCK_LOAD = 0.1;
/** A slow start waits longer at block load and climbs at this share of the usual rate. */
export const SLOW_HOLD_S = 2700;
export const SLOW_CLIMB = 0.8;

/** Least time between stop and synchronisation: the load must fall and the boiler be lit again. */
const SHORTEST_MS = 3 * HOUR_MS;
/** Run-down from full load at the ramp limit. */
const RUN_DOWN_MS = 45 * MINUTE_MS;

function planOutage({ stopMs, syncMs, fault }: OutageRequest): PlannedOutage {
  if (!(syncMs - stopMs >= SHORTEST_MS)) {
    throw new AppFailure({
      kind: 'invalid-input',
      message: 'An outage needs three hours at least between stop and synchronisation.',
    });
  }
  const startClass = startClassOf(syncMs - stopMs - RUN_DOWN_MS);
  const profile = START_PROFILES[startClass];
  const isSlow = fault === 'slow-start';
  const climbMinutes = 1 / (profile.loadAMinute * (isSlow ? SLOW_CLIMB : 1));
  const holdMs = (profile.holdS + (isSlow ? SLOW_HOLD_S : 0)) * 1000;
  return {
    stopMs,
    syncMs,
    lightUpMs: syncMs - profile.lightUpS * 1000,
    endMs: Math.round(syncMs + holdMs + climbMinutes * MINUTE_MS),
    startClass,
    profile,
    fault: fault ?? null,
  };
}

/** The outages in order. Throws `invalid-input` for one that is too short or meets the one before it. */
export function planOutages(requests: readonly OutageRequest[]): readonly PlannedOutage[] {
  const planned = requests.map(planOutage).sort((one, other) => one.stopMs - other.stopMs);
  planned.forEach((outage, at) => {
    if (outage.stopMs < (planned[at - 1]?.endMs ?? -Infinity)) {
      throw new AppFailure({
        kind: 'invalid-input',
        message: 'An outage begins before the start after the last one has ended.',
      });
    }
  });
  return planned;
}
