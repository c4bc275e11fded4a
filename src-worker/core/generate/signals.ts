/** Where a signal's formula comes from. The formulas stand in `unit-model.ts`. */
export type SignalSource =
  /** Fitted to the measured steady-state points of a 225 MW coal unit (IDAES; Eslick et al., Applied Energy 2022). */
  | 'measured'
  /** The measured shape moved to an 80 MW unit by engineering judgement. */
  | 'adapted'
  /** Engineering estimate without a published source. */
  | 'estimate';

/** One measured point of the simulated unit; all figures are in its unit. */
export interface Signal {
  readonly tagName: string;
  readonly description: string;
  readonly quantity: string;
  readonly unit: string;
  /** Low and high alarm limit; null where that side does not matter. */
  readonly limits: readonly [number | null, number | null];
  /** Measuring range of the instrument. */
  readonly range: readonly [number, number];
  /** Readings are rounded to this many decimals: the instrument's resolution. */
  readonly decimals: number;
  /** Standard deviation of the measurement noise: absolute, or as a share of the value. */
  readonly noise: { readonly of: 'reading' | 'value'; readonly deviation: number };
  /** Healthy standard deviation over the daily load cycle: the sigma of a spike. */
  readonly spread: number;
  /** True for flows and power, which grow with the unit's capacity; temperatures and pressures do not. */
  readonly growsWithUnit: boolean;
  readonly source: SignalSource;
}

/** Capacity for which the figures below stand. */
export const REFERENCE_MW = 80;

/** Place of each signal in a row. The five classic ones come first, so that a classic table is the start of a full one. */
export const AT = {
  temperature: 0,
  vibration: 1,
  pressure: 2,
  flowRate: 3,
  loadFactor: 4,
  grossPower: 5,
  feedwaterFlow: 6,
  feedwaterTemperature: 7,
  gasTemperature: 8,
  flueGasTemperature: 9,
  oxygen: 10,
  condenserPressure: 11,
  coalFlow: 12,
  drumLevel: 13,
  bearingTemperature: 14,
  ambientTemperature: 15,
} as const;

export const CLASSIC_COUNT = 5;
export const SIGNAL_COUNT = 16;

const absolute = (deviation: number) => ({ of: 'reading', deviation }) as const;
const relative = (deviation: number) => ({ of: 'value', deviation }) as const;

const REFERENCE_SIGNALS: readonly Signal[] = [
  {
    tagName: 'temperature',
    description: 'Main steam temperature',
    quantity: 'temperature',
    unit: 'degC',
    limits: [505, 550],
    range: [0, 600],
    decimals: 1,
    noise: absolute(0.8),
    spread: 3,
    growsWithUnit: false,
    source: 'adapted',
  },
  {
    tagName: 'vibration',
    description: 'Turbine bearing vibration, RMS',
    quantity: 'vibration velocity',
    unit: 'mm/s',
    // Boundary of zones B and C for group 1 on a rigid foundation, ISO 10816-3.
    limits: [null, 4.5],
    range: [0, 20],
    decimals: 2,
    noise: relative(0.06),
    spread: 0.12,
    growsWithUnit: false,
    source: 'estimate',
  },
  {
    tagName: 'pressure',
    description: 'Main steam pressure, absolute',
    quantity: 'pressure',
    unit: 'bar',
    limits: [55, 96],
    range: [0, 120],
    decimals: 1,
    noise: absolute(0.3),
    spread: 5.5,
    growsWithUnit: false,
    source: 'adapted',
  },
  {
    tagName: 'flow_rate',
    description: 'Main steam flow',
    quantity: 'mass flow',
    unit: 't/h',
    limits: [null, 350],
    range: [0, 400],
    decimals: 1,
    noise: relative(0.009),
    spread: 48,
    growsWithUnit: true,
    source: 'adapted',
  },
  {
    tagName: 'load_factor',
    description: 'Load over rated load',
    quantity: 'ratio',
    unit: '1',
    limits: [null, 1.05],
    range: [0, 1.2],
    decimals: 3,
    noise: absolute(0.002),
    spread: 0.13,
    growsWithUnit: false,
    source: 'estimate',
  },
  {
    tagName: 'gross_power',
    description: 'Gross power',
    quantity: 'power',
    unit: 'MW',
    limits: [null, 84],
    range: [0, 100],
    decimals: 1,
    noise: absolute(0.15),
    spread: 10.5,
    growsWithUnit: true,
    source: 'estimate',
  },
  {
    tagName: 'feedwater_flow',
    description: 'Feedwater flow',
    quantity: 'mass flow',
    unit: 't/h',
    limits: [null, 360],
    range: [0, 400],
    decimals: 1,
    noise: relative(0.009),
    spread: 48,
    growsWithUnit: true,
    source: 'adapted',
  },
  {
    tagName: 'feedwater_temperature',
    description: 'Feedwater temperature after the feed pump',
    quantity: 'temperature',
    unit: 'degC',
    limits: [120, 185],
    range: [0, 250],
    decimals: 1,
    noise: absolute(1),
    spread: 6.5,
    growsWithUnit: false,
    source: 'measured',
  },
  {
    tagName: 'gas_temperature',
    description: 'Flue gas temperature before the air heater',
    quantity: 'temperature',
    unit: 'degC',
    limits: [null, 450],
    range: [0, 600],
    decimals: 1,
    noise: absolute(4),
    spread: 21,
    growsWithUnit: false,
    source: 'measured',
  },
  {
    tagName: 'flue_gas_temperature',
    description: 'Flue gas temperature after the air heater',
    quantity: 'temperature',
    unit: 'degC',
    limits: [105, 165],
    range: [0, 300],
    decimals: 1,
    noise: absolute(2),
    spread: 5,
    growsWithUnit: false,
    source: 'adapted',
  },
  {
    tagName: 'flue_gas_oxygen',
    description: 'Oxygen in the flue gas',
    quantity: 'volume share',
    unit: '%',
    limits: [1.5, 7],
    range: [0, 21],
    decimals: 2,
    noise: absolute(0.3),
    spread: 0.6,
    growsWithUnit: false,
    source: 'measured',
  },
  {
    tagName: 'condenser_pressure',
    description: 'Condenser pressure, absolute',
    quantity: 'pressure',
    unit: 'bar',
    limits: [null, 0.12],
    range: [0, 0.4],
    decimals: 4,
    noise: absolute(0.001),
    spread: 0.007,
    growsWithUnit: false,
    source: 'adapted',
  },
  {
    tagName: 'coal_flow',
    description: 'Coal flow',
    quantity: 'mass flow',
    unit: 't/h',
    limits: [null, 56],
    range: [0, 80],
    decimals: 1,
    noise: absolute(0.6),
    spread: 6.5,
    growsWithUnit: true,
    source: 'adapted',
  },
  {
    tagName: 'drum_level',
    description: 'Boiler drum level from its middle',
    quantity: 'level',
    unit: 'mm',
    limits: [-75, 75],
    range: [-250, 250],
    decimals: 0,
    noise: absolute(2),
    spread: 7,
    growsWithUnit: false,
    source: 'estimate',
  },
  {
    tagName: 'bearing_temperature',
    description: 'Turbine bearing metal temperature',
    quantity: 'temperature',
    unit: 'degC',
    limits: [null, 90],
    range: [0, 150],
    decimals: 1,
    noise: absolute(0.2),
    spread: 2,
    growsWithUnit: false,
    source: 'estimate',
  },
  {
    tagName: 'ambient_temperature',
    description: 'Ambient air temperature',
    quantity: 'temperature',
    unit: 'degC',
    limits: [null, null],
    range: [-20, 60],
    decimals: 1,
    noise: absolute(0.1),
    spread: 4,
    growsWithUnit: false,
    source: 'estimate',
  },
];

function scaleSignal(signal: Signal, factor: number): Signal {
  if (!signal.growsWithUnit) return signal;
  const [low, high] = signal.limits;
  const { of, deviation } = signal.noise;
  return {
    ...signal,
    limits: [low === null ? null : low * factor, high === null ? null : high * factor],
    range: [signal.range[0] * factor, signal.range[1] * factor],
    noise: of === 'value' ? signal.noise : absolute(deviation * factor),
    spread: signal.spread * factor,
  };
}

/** The signals of a unit of `capacityMw`: the five classic ones, or all. */
export function signalsOf(set: 'classic' | 'full', capacityMw: number): readonly Signal[] {
  const count = set === 'classic' ? CLASSIC_COUNT : SIGNAL_COUNT;
  return REFERENCE_SIGNALS.slice(0, count).map((signal) => scaleSignal(signal, capacityMw / REFERENCE_MW));
}
