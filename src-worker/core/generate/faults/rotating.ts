import { AT } from '../signals.ts';
import { figure, type MakeFault } from './fault.ts';

/**
 * Bearing wear: vibration grows as 1 + a (e^(t/tau) - 1) and ends 4.5 times as high at magnitude 1 (past 4.5 mm/s); the
 * metal warms by up to 8 K with the same shape; the scatter of the vibration doubles early. tau is a third of the fault's
 * duration, so 6 to 30 days give the usual 2 to 10; shorter is wear in fast motion. It ends with the repair.
 */
export const makeBearingWear: MakeFault = ({ durationS, magnitude }) => {
  const fullGrowth = Math.exp(3) - 1;
  const tauS = durationS / 3;
  return {
    signalIndexes: [AT.vibration, AT.bearingTemperature],
    note: `Bearing wear: vibration rises to ${figure(1 + 3.5 * magnitude)} times its usual value, bearing temperature by ${figure(8 * magnitude)} K.`,
    disturb: (elapsedS, { values, noiseFactors }) => {
      const growth = (Math.exp(elapsedS / tauS) - 1) / fullGrowth;
      values[AT.vibration] *= 1 + 3.5 * magnitude * growth;
      values[AT.bearingTemperature] += 8 * magnitude * growth;
      noiseFactors[AT.vibration] *= 1 + Math.min(1, elapsedS / tauS);
    },
  };
};

/** Rotor imbalance: vibration steps to 2.25 times its value at magnitude 1, whatever the load, and nothing warms. */
export const makeImbalance: MakeFault = ({ magnitude }) => {
  const factor = 1 + 1.25 * magnitude;
  return {
    signalIndexes: [AT.vibration],
    note: `Rotor imbalance: vibration steps to ${figure(factor)} times its usual value at any load.`,
    disturb: (_elapsedS, { values }) => {
      values[AT.vibration] *= factor;
    },
  };
};
