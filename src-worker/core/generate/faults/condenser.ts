import { AT } from '../signals.ts';
import { figure, type MakeFault } from './fault.ts';

/**
 * Condenser fouling: the vacuum worsens by 0.02 bar at magnitude 1, evenly over the fault, and every 0.01 bar of it costs
 * one percent of the power at the same steam flow (estimate).
 */
export const makeCondenserFouling: MakeFault = ({ durationS, magnitude }) => ({
  signalIndexes: [AT.condenserPressure, AT.grossPower, AT.loadFactor],
  note: `Condenser fouling: condenser pressure rises by ${figure(20 * magnitude)} mbar, power falls by ${figure(2 * magnitude)} %.`,
  disturb: (elapsedS, { values }) => {
    const worse = (magnitude * elapsedS) / durationS;
    values[AT.condenserPressure] += 0.02 * worse;
    values[AT.grossPower] *= 1 - 0.02 * worse;
    values[AT.loadFactor] *= 1 - 0.02 * worse;
  },
});
