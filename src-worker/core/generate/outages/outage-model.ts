import { scheduledLoad } from '../daily-cycles.ts';
import { AT, REFERENCE_MW, SIGNAL_COUNT } from '../signals.ts';
import { BLOCK_LOAD, type PlannedOutage, SLOW_CLIMB, SLOW_HOLD_S } from './outage.ts';

/** All figures of this file are engineering estimates without a published source. */
const RAMP_PER_MINUTE = 0.02;
const DISCONNECTED_AT = 0.05;
const FIRST_LOAD = 0.06;
const LEAST_LOAD = 0.45;
/** Of oil and coal at light-up, t/h at the reference capacity: 15 % of the coal at rated load. */
const LIGHT_UP_FUEL = 0.15 * (REFERENCE_MW / 224.9) * 1.4 * 101.8;
const AIR_OXYGEN = 20.9;
const LIGHT_UP_OXYGEN = 11;
const AIR_PRESSURE = 0.98;
const RATED_RPM = 3000;
const CRITICAL_RPM = 1750;
const CRITICAL_WIDTH_RPM = 350;
/** Vibration at the critical speed and on turning gear, mm/s. */
const CRITICAL_VIBRATION = 2.6;
const ROUGH_FACTOR = 2.4;
const TURNING_VIBRATION = 0.15;
const COAST_DOWN_S = 480;
const SPEED_REACHED_S = 180;
/** How far a slow start stays behind in steam temperature, when most, and when it is over. */
export const STEAM_DENT_K = 45;
const DENT_PEAK_S = 1500;
export const LATEST_DENT_S = 9000;
/** What still differs when the load has caught up decays in this time. */
const RECOVERY_S = 1200;
const RECOVERED_AFTER = 12;

const MINUTE = 60;
const HOUR = 3600;

const PHASE = { runDown: 0, off: 1, firing: 2, loading: 3, recovering: 4 } as const;

/** Signals with a course of their own while the unit does not follow its load. */
const OWN = [
  AT.temperature,
  AT.pressure,
  AT.feedwaterTemperature,
  AT.gasTemperature,
  AT.flueGasTemperature,
  AT.oxygen,
  AT.condenserPressure,
  AT.coalFlow,
  AT.bearingTemperature,
] as const;

export interface OutageModel {
  /** Load that an outage forces at this time; NaN while the unit follows the grid. To be asked once a step, in time order. */
  forceLoad(timeMs: number): number;
  /** Turns what the running unit would do at this time into what it does. True while it is disconnected. */
  reshape(timeMs: number, values: Float64Array): boolean;
}

/** Vibration by speed: rises with its square, with a hump at the critical speed. */
function vibrationAt(rpm: number, atRatedSpeed: number, hump: number): number {
  const share = rpm / RATED_RPM;
  const apart = (rpm - CRITICAL_RPM) / CRITICAL_WIDTH_RPM;
  return (
    TURNING_VIBRATION + (atRatedSpeed - TURNING_VIBRATION) * share * share + hump * Math.exp(-apart * apart)
  );
}

/** Load after synchronisation as the operator raises it: block load, hold, climb. */
function raisedLoad({ profile, fault }: PlannedOutage, sinceSyncS: number): number {
  const isSlow = fault === 'slow-start';
  const holdS = profile.holdS + (isSlow ? SLOW_HOLD_S : 0);
  const rate = profile.loadAMinute * (isSlow ? SLOW_CLIMB : 1);
  const block = Math.min(BLOCK_LOAD, FIRST_LOAD + 0.01 * (sinceSyncS / MINUTE));
  return block + rate * Math.max(0, (sinceSyncS - holdS) / MINUTE);
}

/**
 * Run-down, standstill and start of a unit around the model that holds for the running one. Off, firing has stopped,
 * pressure and metal cool with time constants of their own, the gas path goes to ambient and its oxygen to that of air, the
 * vacuum is broken (kept before a hot start) and the turbine turns on its gear. Light-up raises pressure and temperature at a limited rate, the
 * turbine passes its critical speed, and after synchronisation everything finds its way to what the load asks for.
 */
export function createOutageModel(
  planned: readonly PlannedOutage[],
  capacityMw: number,
  stepMs: number,
): OutageModel {
  const stepS = stepMs / 1000;
  const size = capacityMw / REFERENCE_MW;
  const own = new Float64Array(SIGNAL_COUNT);
  /** Load before this step, share of steam that flows, seconds since the generator was disconnected and since recovery began. */
  const state = { load: NaN, steam: 1, downS: 0, recoveringS: 0 };
  let phase: number = PHASE.runDown;
  let next = 0;
  let outage: PlannedOutage | null = null;

  const follow = (at: number, target: number, tauS: number): void => {
    own[at] += (1 - Math.exp(-stepS / tauS)) * (target - own[at]);
  };
  const climb = (at: number, target: number, perMinute: number): void => {
    if (own[at] > target) follow(at, target, 10 * MINUTE);
    else own[at] = Math.min(target, own[at] + (perMinute * stepS) / MINUTE);
  };

  function nextPhase(current: PlannedOutage, timeMs: number): void {
    if (phase === PHASE.off && timeMs >= current.lightUpMs) phase = PHASE.firing;
    if (phase <= PHASE.firing && timeMs >= current.syncMs) phase = PHASE.loading;
  }

  function coolDown(ambient: number, current: PlannedOutage): void {
    follow(AT.temperature, ambient, 40 * HOUR);
    follow(AT.pressure, 1, 10 * HOUR);
    follow(AT.feedwaterTemperature, ambient + 10, 12 * HOUR);
    follow(AT.gasTemperature, ambient, 2.5 * HOUR);
    follow(AT.flueGasTemperature, ambient + 3, 4 * HOUR);
    follow(AT.oxygen, AIR_OXYGEN, 8 * MINUTE);
    follow(AT.coalFlow, 0, 0.5 * MINUTE);
    follow(AT.bearingTemperature, Math.max(38, ambient + 6), 1.5 * HOUR);
    if (current.startClass !== 'hot') follow(AT.condenserPressure, AIR_PRESSURE, 20 * MINUTE);
  }

  function heatUp(values: Float64Array, current: PlannedOutage, toSyncS: number): void {
    const { profile } = current;
    climb(AT.temperature, profile.steamTemperature, profile.kelvinAMinute);
    climb(AT.pressure, profile.steamPressure, profile.barAMinute);
    follow(AT.feedwaterTemperature, 105, 40 * MINUTE);
    follow(AT.gasTemperature, values[AT.gasTemperature], 12 * MINUTE);
    follow(AT.flueGasTemperature, values[AT.flueGasTemperature], 40 * MINUTE);
    follow(AT.oxygen, LIGHT_UP_OXYGEN, 6 * MINUTE);
    follow(AT.coalFlow, size * LIGHT_UP_FUEL, 2 * MINUTE);
    const turns = toSyncS <= profile.runUpS;
    follow(
      AT.bearingTemperature,
      turns ? values[AT.bearingTemperature] - 6 : Math.max(38, own[AT.bearingTemperature]),
      20 * MINUTE,
    );
    if (toSyncS <= 0.6 * profile.lightUpS)
      follow(AT.condenserPressure, values[AT.condenserPressure], 6 * MINUTE);
  }

  function approach(values: Float64Array, current: PlannedOutage): void {
    const { kelvinAMinute, barAMinute } = current.profile;
    climb(AT.temperature, values[AT.temperature], kelvinAMinute);
    climb(AT.pressure, values[AT.pressure], barAMinute);
    follow(AT.feedwaterTemperature, values[AT.feedwaterTemperature], 15 * MINUTE);
    follow(AT.gasTemperature, values[AT.gasTemperature], 4 * MINUTE);
    follow(AT.flueGasTemperature, values[AT.flueGasTemperature], 12 * MINUTE);
    follow(AT.oxygen, values[AT.oxygen], 12 * MINUTE);
    follow(AT.coalFlow, values[AT.coalFlow], 1 * MINUTE);
    follow(AT.bearingTemperature, values[AT.bearingTemperature], 20 * MINUTE);
    follow(AT.condenserPressure, values[AT.condenserPressure], 4 * MINUTE);
  }

  /** Speed of the turbine. */
  function speedOf(current: PlannedOutage, sinceSyncS: number): number {
    if (phase >= PHASE.loading) return RATED_RPM;
    const coasting = RATED_RPM * Math.exp(-state.downS / COAST_DOWN_S);
    const runUp = (sinceSyncS + current.profile.runUpS) / (current.profile.runUpS - SPEED_REACHED_S);
    return Math.max(coasting, RATED_RPM * Math.min(1, Math.max(0, runUp)));
  }

  function shapeTurbine(values: Float64Array, current: PlannedOutage, sinceSyncS: number): void {
    const isRough = current.fault === 'rough-run-up' && phase === PHASE.firing;
    const hump = CRITICAL_VIBRATION * (isRough ? ROUGH_FACTOR : 1);
    values[AT.vibration] = vibrationAt(speedOf(current, sinceSyncS), values[AT.vibration], hump);
  }

  function recover(values: Float64Array): void {
    // `own` holds what still differs.
    const left = Math.exp(-state.recoveringS / RECOVERY_S);
    for (const at of OWN) values[at] += own[at] * left;
    state.recoveringS += stepS;
    if (state.recoveringS > RECOVERED_AFTER * RECOVERY_S) outage = null;
  }

  function dentSteam(values: Float64Array, current: PlannedOutage, sinceSyncS: number): void {
    if (current.fault !== 'slow-start' || sinceSyncS < 0) return;
    const shape = (sinceSyncS / DENT_PEAK_S) * Math.exp(1 - sinceSyncS / DENT_PEAK_S);
    values[AT.temperature] -= STEAM_DENT_K * shape;
  }

  return {
    forceLoad(timeMs) {
      if (next < planned.length && timeMs >= planned[next].stopMs) {
        outage = planned[next++];
        phase = PHASE.runDown;
        if (Number.isNaN(state.load)) state.load = scheduledLoad(timeMs);
      }
      if (outage === null || phase === PHASE.recovering) return NaN;
      nextPhase(outage, timeMs);
      if (phase === PHASE.runDown) {
        const load = state.load - (RAMP_PER_MINUTE * stepS) / MINUTE;
        return load > DISCONNECTED_AT ? load : 0;
      }
      if (phase < PHASE.loading) return 0;
      const load = raisedLoad(outage, (timeMs - outage.syncMs) / 1000);
      return load < Math.max(LEAST_LOAD, scheduledLoad(timeMs)) ? load : NaN;
    },

    reshape(timeMs, values) {
      state.load = values[AT.loadFactor];
      const current = outage;
      if (current === null) return false;
      const sinceSyncS = (timeMs - current.syncMs) / 1000;
      if (phase === PHASE.runDown) {
        if (state.load > 0) return false;
        for (const at of OWN) own[at] = values[at];
        phase = PHASE.off;
        state.steam = 1;
        state.downS = 0;
      }
      if (phase === PHASE.recovering) {
        recover(values);
        dentSteam(values, current, sinceSyncS);
        return false;
      }
      if (phase === PHASE.off) coolDown(values[AT.ambientTemperature], current);
      else if (phase === PHASE.firing) heatUp(values, current, -sinceSyncS);
      else approach(values, current);
      const flowing = phase === PHASE.off ? 0 : 1;
      state.steam +=
        (1 - Math.exp(-stepS / (flowing === 0 ? 2 * MINUTE : 15 * MINUTE))) * (flowing - state.steam);
      shapeTurbine(values, current, sinceSyncS);
      state.downS += stepS;
      const hasCaughtUp =
        phase === PHASE.loading && state.load >= Math.max(LEAST_LOAD, scheduledLoad(timeMs)) - 0.005;
      for (const at of OWN) {
        const running = values[at];
        values[at] = own[at];
        if (hasCaughtUp) own[at] -= running;
      }
      values[AT.flowRate] *= state.steam;
      values[AT.feedwaterFlow] *= state.steam;
      dentSteam(values, current, sinceSyncS);
      if (hasCaughtUp) {
        phase = PHASE.recovering;
        state.recoveringS = stepS;
      }
      return phase < PHASE.loading;
    },
  };
}
