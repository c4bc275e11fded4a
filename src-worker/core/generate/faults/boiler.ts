import { AT } from '../signals.ts';
import { figure, rampUp, type MakeFault } from './fault.ts';

/**
 * Tube leak: more water goes in than steam comes out, 5 % of the steam flow at magnitude 1, reached after a third of the
 * fault; pressure -1 bar, drum level -15 mm, flue gas -7 K with it. It ends with the repair.
 */
export const makeTubeLeak: MakeFault = ({ durationS, magnitude }) => ({
  signalIndexes: [AT.feedwaterFlow, AT.flueGasTemperature, AT.drumLevel, AT.pressure],
  note: `Boiler tube leak: feedwater exceeds steam by up to ${figure(5 * magnitude)} % of the steam flow beyond blowdown.`,
  disturb: (elapsedS, { values }) => {
    const size = magnitude * rampUp(elapsedS, durationS / 3);
    values[AT.feedwaterFlow] += 0.05 * size * values[AT.flowRate];
    values[AT.pressure] -= size;
    values[AT.drumLevel] -= 15 * size;
    values[AT.flueGasTemperature] -= 7 * size;
  },
});

const SOOT_BLOWING_S = 8 * 3600;

/**
 * Fouling of air heater and economiser: flue gas leaves up to 20 K warmer at magnitude 1, growing over the whole fault;
 * every eight hours soot blowing takes back part of what grew since the last one.
 */
export const makeFouling: MakeFault = ({ durationS, magnitude }) => ({
  signalIndexes: [AT.flueGasTemperature],
  note: `Fouling: flue gas after the air heater rises by ${figure(20 * magnitude)} K, eased by each soot blowing.`,
  disturb: (elapsedS, { values }) => {
    const sinceBlowing = elapsedS % SOOT_BLOWING_S;
    const grown = elapsedS - sinceBlowing + 1.3 * sinceBlowing;
    values[AT.flueGasTemperature] += (20 * magnitude * grown) / durationS;
  },
});

/** Stuck spray valve: main steam temperature swings by 10 K at magnitude 1 with a period of eight minutes. */
export const makeSprayValveOscillation: MakeFault = ({ magnitude }) => ({
  signalIndexes: [AT.temperature],
  note: `Spray valve sticks: main steam temperature swings by ${figure(10 * magnitude)} K every 8 minutes.`,
  disturb: (elapsedS, { values }) => {
    // A quarter period ahead, so that coarse sampling does not meet the zero crossings only.
    values[AT.temperature] += 10 * magnitude * Math.cos((2 * Math.PI * elapsedS) / 480);
  },
});

const HOUSE_LOAD = 0.07;
/** Time that the ramp back to the grid's load needs at most. */
const RUN_UP_S = 2700;

/**
 * Load rejection: load falls to 7 % at once, steam flow collapses, pressure jumps by 8 % (magnitude 1) with its top at 20 s
 * and is relieved, vibration is 2.5 times as high for a minute, steam temperature loses 20 K in minutes. The unit stays
 * on house load and climbs back at its ramp limit in the last 45 minutes (70 % of a fault shorter than about an hour).
 */
export const makeLoadRejection: MakeFault = ({ durationS, magnitude }) => {
  const houseLoadS = Math.max(0.3 * durationS, durationS - RUN_UP_S);
  return {
    signalIndexes: [AT.loadFactor, AT.flowRate, AT.pressure, AT.temperature, AT.grossPower, AT.coalFlow],
    note: `Load rejection: load falls to ${figure(HOUSE_LOAD * 100)} % within seconds, then the unit runs up again.`,
    forceLoad: (elapsedS) => (elapsedS < houseLoadS ? HOUSE_LOAD : NaN),
    disturb: (elapsedS, { values }) => {
      const jump = (elapsedS / 20) * Math.exp(1 - elapsedS / 20);
      values[AT.pressure] *= 1 + 0.08 * magnitude * jump;
      values[AT.vibration] *= 1 + 1.5 * magnitude * Math.exp(-elapsedS / 60);
      const cooled = 1 - Math.exp(-Math.min(elapsedS, houseLoadS) / 240);
      const warmedAgain = Math.exp(-Math.max(0, elapsedS - houseLoadS) / 600);
      values[AT.temperature] -= 20 * magnitude * cooled * warmedAgain;
    },
  };
};
