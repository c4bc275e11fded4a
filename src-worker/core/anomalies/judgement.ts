import type { OperatingMode } from '../samples/operating-modes.ts';
import type { SensorFault } from '../sensor-health/sensor-finding.ts';

/**
 * What an anomaly turns out to be. `process`: the plant; `sensor`: an instrument; `unknown`: operation that training does
 * not know, so neither normal nor abnormal; `gap`: too few readings to judge.
 */
export const ANOMALY_KINDS = ['process', 'sensor', 'unknown', 'gap'] as const;
export type AnomalyKind = (typeof ANOMALY_KINDS)[number];

export interface Judgement {
  readonly kind: AnomalyKind;
  /** Of kind `sensor` only. */
  readonly sensorFault: SensorFault | null;
  /** At the peak. */
  readonly mode: OperatingMode;
  /** Why, in words with figures and units. */
  readonly sentence: string;
  /** What else speaks for it, one sentence each. */
  readonly evidence: readonly string[];
}
