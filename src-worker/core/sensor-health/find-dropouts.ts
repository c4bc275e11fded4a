import type { ColumnBehaviour } from './column-behaviour.ts';
import { type Stretch, stretchesWhere } from './stretch.ts';

const CHANCE = 1e-9;
const LEAST_SAMPLES = 3;
/** A tag that is missing most of the time has no dropouts. */
const MOST_MISSING = 0.5;

/** Samples without a reading that chance losses would not give. */
export const missingFrom = ({ missingShare }: Pick<ColumnBehaviour, 'missingShare'>): number =>
  missingShare === 0
    ? LEAST_SAMPLES
    : Math.max(LEAST_SAMPLES, Math.ceil(Math.log(CHANCE) / Math.log(missingShare)));

/**
 * Stretches without a reading that chance losses do not give. `silent` marks rows in which most tags are missing: those
 * are gaps of the data, not of one sensor.
 */
export function findMissing(
  values: Float64Array,
  silent: Uint8Array,
  { missingShare }: ColumnBehaviour,
): Stretch[] {
  if (missingShare > MOST_MISSING) return [];
  if (!values.includes(NaN)) return [];
  const needed = missingFrom({ missingShare });
  return stretchesWhere(values.length, (row) => Number.isNaN(values[row]) && silent[row] === 0, 0, needed);
}

/** 1 for each row in which more than half of the columns are missing. */
export function silentRows(data: Float32Array, rowCount: number, columnCount: number): Uint8Array {
  const silent = new Uint8Array(rowCount);
  if (!data.includes(NaN)) return silent;
  for (let row = 0, at = 0; row < rowCount; row++) {
    let missing = 0;
    for (let column = 0; column < columnCount; column++, at++) if (Number.isNaN(data[at])) missing++;
    if (missing * 2 > columnCount) silent[row] = 1;
  }
  return silent;
}
