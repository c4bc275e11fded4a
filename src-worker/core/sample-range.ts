import type { ModeThreshold } from '@shared/contract/conditions.ts';
import type { Matrix } from './matrix.ts';
import type { OperatingMode } from './samples/operating-modes.ts';
import type { TagFacts } from './samples/tag-roles.ts';

/** Samples with their times and the rows that the detector learns from. */
export interface SampleRange {
  /** One per row, strictly rising. */
  readonly timesMs: Float64Array;
  readonly samples: Matrix;
  /** Names for messages, one per column. */
  readonly columnNames: readonly string[];
  /** First training row, and the row after the last one. */
  readonly trainFrom: number;
  readonly trainTo: number;
  /** What is known of the columns beside their names; absent = the names alone. */
  readonly tags?: readonly TagFacts[];
  /** Column that tells the load; null = none, absent = recognised by name and unit. */
  readonly loadColumn?: number | null;
  /** Modes that are learnt from and judged; absent or empty = all. */
  readonly modes?: readonly OperatingMode[];
  /** A threshold of its own for each mode that training shows often enough. */
  readonly hasModeThresholds?: boolean;
  /** What they are where the threshold is given; absent = they follow from the rule. */
  readonly modeThresholds?: readonly ModeThreshold[] | undefined;
}
