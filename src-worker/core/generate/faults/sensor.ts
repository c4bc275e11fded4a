import { AppFailure } from '@shared/errors.ts';
import { figure, type FaultSetting, type MakeFault } from './fault.ts';

const DAY_S = 86_400;

function sensorOf(setting: FaultSetting) {
  if (setting.sensor === null) {
    throw new AppFailure({ kind: 'invalid-input', message: 'A sensor fault needs the name of its tag.' });
  }
  return setting.sensor;
}

/** Drift: the reading moves away by 0.3 % of the measuring range a day at magnitude 1. */
export const makeDrift: MakeFault = (setting) => {
  const { index, signal } = sensorOf(setting);
  const perDay = 0.003 * setting.magnitude * (signal.range[1] - signal.range[0]);
  return {
    signalIndexes: [index],
    note: `Sensor drift: ${signal.tagName} moves by ${figure(perDay)} ${signal.unit} a day.`,
    distort: (elapsedS, readings) => {
      readings[index] += (perDay * elapsedS) / DAY_S;
    },
  };
};

/** Stuck: the first reading of the fault is repeated exactly while the plant moves on. */
export const makeStuck: MakeFault = (setting) => {
  const { index, signal } = sensorOf(setting);
  let held = NaN;
  return {
    signalIndexes: [index],
    note: `Stuck sensor: ${signal.tagName} repeats one value.`,
    distort: (_elapsedS, readings) => {
      if (Number.isNaN(held)) held = readings[index];
      readings[index] = held;
    },
  };
};

/** Spike: the reading is off by 8 sigma of its healthy spread at magnitude 1, up or down. Meant for 1 to 3 samples. */
export const makeSpike: MakeFault = (setting) => {
  const { index, signal } = sensorOf(setting);
  const sign = setting.random.uniform() < 0.5 ? -1 : 1;
  const height = sign * 8 * setting.magnitude * signal.spread;
  return {
    signalIndexes: [index],
    note: `Spike: ${signal.tagName} is off by ${figure(height)} ${signal.unit}.`,
    distort: (_elapsedS, readings) => {
      readings[index] += height;
    },
  };
};

/** Noise burst: the scatter of the measurement is four times as large at magnitude 1. */
export const makeNoiseBurst: MakeFault = (setting) => {
  const { index, signal } = sensorOf(setting);
  const factor = 1 + 3 * setting.magnitude;
  return {
    signalIndexes: [index],
    note: `Noise burst: ${signal.tagName} scatters ${figure(factor)} times as much.`,
    disturb: (_elapsedS, { noiseFactors }) => {
      noiseFactors[index] *= factor;
    },
  };
};

/** Dropout: no reading. */
export const makeDropout: MakeFault = (setting) => {
  const { index, signal } = sensorOf(setting);
  return {
    signalIndexes: [index],
    note: `Dropout: ${signal.tagName} gives no reading.`,
    distort: (_elapsedS, readings) => {
      readings[index] = NaN;
    },
  };
};
