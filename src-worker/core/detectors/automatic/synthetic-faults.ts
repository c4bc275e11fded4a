import { type Matrix, rowRange } from '../../matrix.ts';
import { robustScale } from '../column-scale.ts';

/**
 * Faults for trials, in one tag from a row on:
 * - shift: two robust standard deviations of the learnt samples are added;
 * - ramp: rising from 0 to four of them at the last sample;
 * - relation: the tag takes the values it had, in reverse order, from the learnt samples: each of them usual, but not
 *   with what the other tags do.
 */
export const faultKinds = ['shift', 'ramp', 'relation'] as const;
export type FaultKind = (typeof faultKinds)[number];

const SHIFT = 2;
const RAMP = 4;

/** A copy of the samples with the fault in column `tag` from row `faultFrom`; the spread is that of the learnt rows. */
export function insertFault(
  samples: Matrix,
  learntRows: number,
  kind: FaultKind,
  tag: number,
  faultFrom: number,
): Matrix {
  const { columnCount, rowCount } = samples;
  const data = samples.data.slice();
  const unit = robustScale(rowRange(samples, 0, learntRows)).units[tag];
  for (let row = faultFrom; row < rowCount; row++) {
    const at = row * columnCount + tag;
    const since = row - faultFrom + 1;
    if (kind === 'shift') data[at] += SHIFT * unit;
    else if (kind === 'ramp') data[at] += (RAMP * unit * since) / (rowCount - faultFrom);
    else data[at] = samples.data[((learntRows - (since % learntRows)) % learntRows) * columnCount + tag];
  }
  return { ...samples, data };
}
