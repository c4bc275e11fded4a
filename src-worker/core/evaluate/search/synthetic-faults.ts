import { type Matrix, newSharedMatrix, rowRange } from '../../matrix.ts';
import { createRandom } from '../../random.ts';
import { robustScale } from '../../detectors/column-scale.ts';
import { columnMedians } from '../../stats/median.ts';
import type { RowWindow } from '../windows.ts';

/** Samples with faults put into them, and where. */
export interface FaultySamples {
  readonly samples: Matrix;
  /** 1 for each row with a fault. */
  readonly positive: Uint8Array;
}

const KINDS = ['step', 'drift', 'stuck', 'spike', 'noise'] as const;
/** Of the rows of a segment; the rest stays as it was. */
const FAULTY_SHARE = 0.2;
const USUAL_ROWS = 24;
const SIZES = [3, 5, 8];

/**
 * Puts faults into copies of the rows of the segments: a step, a drift, a stuck value, spikes or noise in one tag, three
 * to eight robust spreads of its training rows large, about a fifth of the rows in stretches of up to 24. Same seed, same
 * faults. For choosing between settings where nothing is labelled: it says which setting sees such faults best while the
 * rows as they were count as normal, not how well it sees real ones.
 */
export function putFaults(
  samples: Matrix,
  trainFrom: number,
  trainTo: number,
  segments: readonly RowWindow[],
  seed: number,
): FaultySamples {
  const { columnCount } = samples;
  const training = rowRange(samples, trainFrom, trainTo);
  const { units } = robustScale(withoutMissing(training));
  const faulty = newSharedMatrix(samples.rowCount, columnCount);
  const { data } = faulty;
  data.set(samples.data);
  const positive = new Uint8Array(samples.rowCount);
  const random = createRandom(seed);
  for (const { from, to } of segments) {
    const length = to - from + 1;
    const rows = Math.min(USUAL_ROWS, Math.max(1, Math.floor(length / 20)));
    const count = Math.max(1, Math.round((length * FAULTY_SHARE) / rows));
    const slot = length / count;
    for (let fault = 0; fault < count; fault++) {
      const start = from + Math.floor(fault * slot + random.uniform() * Math.max(0, slot - rows));
      const kind = KINDS[random.below(KINDS.length)];
      const column = random.below(columnCount);
      const size = SIZES[random.below(SIZES.length)] * units[column] * (random.below(2) === 0 ? 1 : -1);
      const end = Math.min(to, start + rows - 1);
      const held = data[start * columnCount + column];
      for (let row = start; row <= end; row++) {
        const at = row * columnCount + column;
        const share = (row - start + 1) / rows;
        if (kind === 'step') data[at] += size;
        else if (kind === 'drift') data[at] += size * share;
        else if (kind === 'stuck') data[at] = held + size;
        else if (kind === 'spike') data[at] += (row - start) % 4 === 0 ? 1.5 * size : 0;
        else data[at] += random.normal() * Math.abs(size);
        positive[row] = kind === 'spike' && (row - start) % 4 !== 0 ? 0 : 1;
      }
    }
  }
  return { samples: faulty, positive };
}

/** Medians in place of what is missing, so that spreads can be taken. */
function withoutMissing(samples: Matrix): Matrix {
  const medians = columnMedians(samples);
  return {
    ...samples,
    data: samples.data.map((value, at) => (Number.isNaN(value) ? medians[at % samples.columnCount] : value)),
  };
}
