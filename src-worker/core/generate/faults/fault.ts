import type { Random } from '../../random.ts';
import type { Signal } from '../signals.ts';

export const FAULT_KINDS = [
  'bearing-wear',
  'imbalance',
  'tube-leak',
  'fouling',
  'condenser-fouling',
  'spray-valve-oscillation',
  'load-rejection',
  'drift',
  'stuck',
  'spike',
  'noise-burst',
  'dropout',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface FaultRequest {
  readonly kind: FaultKind;
  /** First moment of the fault, UTC epoch ms. */
  readonly startMs: number;
  /** First moment after it. */
  readonly endMs: number;
  /** Sensor faults (drift, stuck, spike, noise-burst, dropout) need the tag; the others know theirs. */
  readonly tagName?: string;
  /** 1 (default) is the strength that each fault states. */
  readonly magnitude?: number;
}

/** What the unit does at one time, before anybody measures it. */
export interface ProcessRow {
  /** True values by signal. */
  readonly values: Float64Array;
  /** Factor on the measurement noise by signal; 1 is usual. */
  readonly noiseFactors: Float64Array;
}

/** One fault at work. Elapsed times are seconds since its start; every function is called once a sample, in time order. */
export interface Fault {
  /** Signals that show it, the clearest first. */
  readonly signalIndexes: readonly number[];
  /** What happened, in a sentence with the figures. */
  readonly note: string;
  /** Load that the unit is forced to, or NaN while it follows the grid. */
  readonly forceLoad?: (elapsedS: number) => number;
  /** Changes what the unit does. */
  readonly disturb?: (elapsedS: number, row: ProcessRow) => void;
  /** Changes what the instruments say. NaN = no reading. */
  readonly distort?: (elapsedS: number, readings: Float64Array) => void;
}

/** What a fault is made from. */
export interface FaultSetting {
  readonly durationS: number;
  readonly magnitude: number;
  /** Signal of a sensor fault, with its place in the row. */
  readonly sensor: { readonly index: number; readonly signal: Signal } | null;
  readonly random: Random;
}

export type MakeFault = (setting: FaultSetting) => Fault;

/** 0 at the start, 1 from `rampS` on. */
export const rampUp = (elapsedS: number, rampS: number): number => Math.min(1, elapsedS / rampS);

/** A figure for a note, with at most two decimals. */
export const figure = (value: number): string => String(Math.round(value * 100) / 100);
