/** What can be wrong with a sensor. */
export const SENSOR_FAULTS = ['stuck', 'spike', 'drift', 'dropout', 'out of range', 'noise'] as const;
export type SensorFault = (typeof SENSOR_FAULTS)[number];

/** A stretch of readings that an instrument explains and the plant does not. Rows from (included) to (excluded). */
export interface SensorFinding {
  readonly column: number;
  readonly fault: SensorFault;
  readonly from: number;
  readonly to: number;
  /** Figures of the fault; what each means is said by `describeSensor`. */
  readonly value: number;
  readonly compared: number;
  /** Columns that moved, or stayed, and so tell that it is the sensor. */
  readonly witnesses: readonly number[];
}
