import type { Random } from '../random.ts';
import { climate, scheduledLoad } from './daily-cycles.ts';
import { AT, REFERENCE_MW } from './signals.ts';
import { createWander } from './wander.ts';

/** Fastest change of load, share of rated load a minute. */
const RAMP_PER_MINUTE = 0.02;
const LEAST_LOAD = 0.45;
const MOST_LOAD = 1.05;
/** Steam that still flows on house load, share of the rated flow. */
const LEAST_FLOW = 0.03;
/** Blowdown: water that leaves the drum and not as steam, share of the steam flow. */
export const BLOWDOWN = 0.015;
/** Condenser pressure per kelvin of cooling water, and how far a cooling tower lets the water follow the air. */
const BAR_PER_KELVIN = 0.0018;
const WATER_PER_AIR = 0.5;
/** Coal per MWh against the measured unit: Indian coal has a lower heating value (estimate). */
const COAL_FACTOR = 1.4;
const MEASURED_MW = 224.9;

/** First-order lags by place in the state: name, and time constant in seconds. */
const LAG = {
  pressure: 0,
  flow: 1,
  steamTemperature: 2,
  feedwaterTemperature: 3,
  gas: 4,
  flueGas: 5,
  oxygen: 6,
  coal: 7,
  coolingWater: 8,
  bearing: 9,
} as const;
const LAG_SECONDS = [90, 45, 200, 300, 200, 240, 60, 30, 7200, 900];

const steamFlowAt = (load: number): number => 330 * Math.max(LEAST_FLOW, 1.087 * load - 0.086);
const bearingAt = (load: number, ambient: number): number => 56 + 9 * load + 0.25 * (ambient - 25);

export interface UnitModel {
  /**
   * Advances to `timeMs`, one step after the last call, and writes the true value of every signal into `values`.
   * `forcedLoad` (NaN = none) overrides the grid, as in a load rejection; afterwards the load climbs at the ramp limit.
   */
  advance(timeMs: number, forcedLoad: number, values: Float64Array): void;
}

/**
 * A sub-critical coal unit in which everything follows the load with its own lag. Formulas: see `signals.ts` for what
 * is measured and what is estimated; lags are engineering estimates.
 */
export function createUnitModel(
  random: Random,
  capacityMw: number,
  stepMs: number,
  startMs: number,
): UnitModel {
  const stepS = stepMs / 1000;
  // Share of the way to its target that a lag covers in one step.
  const share = Float64Array.from(LAG_SECONDS, (tauS) => 1 - Math.exp(-stepS / tauS));
  const size = capacityMw / REFERENCE_MW;
  const mostRamp = (RAMP_PER_MINUTE * stepS) / 60;

  const gridMood = createWander(random.split(1), 0.02, 86_400, stepS);
  const generationControl = createWander(random.split(2), 0.01, 300, stepS);
  const weather = createWander(random.split(3), 2, 172_800, stepS);
  const flowRipple = createWander(random.split(4), 0.008, 120, stepS);
  const temperatureSwing = createWander(random.split(5), 2, 600, stepS);
  const levelSwing = createWander(random.split(6), 6, 150, stepS);

  const start = scheduledLoad(startMs);
  const startAmbient = climate(startMs);
  const lagged = new Float64Array(LAG_SECONDS.length).fill(start);
  lagged[LAG.coolingWater] = startAmbient;
  lagged[LAG.bearing] = bearingAt(start, startAmbient);
  const follow = (lag: number, target: number): number =>
    (lagged[lag] += share[lag] * (target - lagged[lag]));
  const lastLoad = new Float64Array([start]);

  function nextLoad(timeMs: number, before: number, forcedLoad: number): number {
    const asked = scheduledLoad(timeMs) + gridMood() + generationControl();
    if (!Number.isNaN(forcedLoad)) return forcedLoad;
    const target = Math.min(MOST_LOAD, Math.max(LEAST_LOAD, asked));
    return before + Math.min(mostRamp, Math.max(-mostRamp, target - before));
  }

  return {
    advance(timeMs, forcedLoad, values) {
      const loadBefore = lastLoad[0];
      const load = nextLoad(timeMs, loadBefore, forcedLoad);
      lastLoad[0] = load;
      const ambient = climate(timeMs) + weather();
      const bearing = follow(LAG.bearing, bearingAt(load, ambient));
      const steamFlow = size * steamFlowAt(follow(LAG.flow, load)) * (1 + flowRipple());

      values[AT.temperature] =
        538 * Math.min(1, 0.955 + 0.06 * follow(LAG.steamTemperature, load)) + temperatureSwing();
      values[AT.vibration] = 1.4 + 0.3 * (load - 0.75) + 0.01 * (bearing - 63);
      values[AT.pressure] = 48 + 42 * follow(LAG.pressure, load);
      values[AT.flowRate] = steamFlow;
      values[AT.loadFactor] = load;
      values[AT.grossPower] = load * capacityMw;
      values[AT.feedwaterFlow] = steamFlow * (1 + BLOWDOWN);
      values[AT.feedwaterTemperature] = 118.7 + 50.2 * follow(LAG.feedwaterTemperature, load);
      values[AT.gasTemperature] = 258 + 161 * follow(LAG.gas, load);
      values[AT.flueGasTemperature] = 112 + 33 * follow(LAG.flueGas, load) + 0.35 * (ambient - 25);
      values[AT.oxygen] = 6.24 - 4.1 * follow(LAG.oxygen, load);
      values[AT.condenserPressure] =
        0.045 + 0.04 * load + BAR_PER_KELVIN * WATER_PER_AIR * (follow(LAG.coolingWater, ambient) - 26);
      values[AT.coalFlow] = (capacityMw / MEASURED_MW) * COAL_FACTOR * (5 + 96.8 * follow(LAG.coal, load));
      // Falling steam demand lifts the pressure and lets the drum shrink; the level control brings it back.
      const swell = Math.max(-60, Math.min(60, (load - loadBefore) * (60 / stepS) * 400));
      values[AT.drumLevel] = levelSwing() + swell;
      values[AT.bearingTemperature] = bearing;
      values[AT.ambientTemperature] = ambient;
    },
  };
}
