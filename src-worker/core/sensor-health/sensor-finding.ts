/** What can be wrong with a sensor. */
export const SENSOR_FAULTS = ['stuck', 'spike', 'drift', 'dropout', 'out of range', 'noise'] as const;
export type SensorFault = (typeof SENSOR_FAULTS)[number];

/** A stretch of readings of one tag that is out of line by itself, mostly for reasons of the instrument. Rows from (included) to (excluded). */
export interface SensorFinding {
  readonly column: number;
  /** True where a fault of the plant explains it: a departure or a swing of the process. */
  readonly isProcess: boolean;
  readonly fault: SensorFault;
  readonly from: number;
  readonly to: number;
  /** The row at which it could be told; what lies before it was dated back. */
  readonly noticed: number;
  /** Figures of the fault; what each means is said by `describeSensor`. */
  readonly value: number;
  readonly compared: number;
  /** Columns that moved, or stayed, and so tell that it is the sensor. */
  readonly witnesses: readonly number[];
}
